import type { ActualConfig } from './function/actual.ts';

/** `3-5f0c9a12`: which of deploy's versions it is, and a fingerprint of what is in it. */
const versionPattern = /^(\d+)-([0-9a-f]{8})$/;

/** FunctionGraph keeps 20 with `latest` (guide) or 10 (API reference); others may want some of them. */
const mostVersions = 8;

/** How a text is made a fingerprint: SHA-256 in hexadecimal. */
export type Hash = (text: string) => string;

/** The versions that deploy published, from the oldest on. */
export function ownVersions(versions: readonly string[]): readonly string[] {
  return versions
    .filter((version) => versionPattern.test(version))
    .toSorted((one, other) => numberOf(one) - numberOf(other));
}

/** A fingerprint of all that a version keeps. */
export function fingerprintOf(config: ActualConfig, hash: Hash): string {
  const { runtime, handler, memorySize, timeout, description, digest, xrole, appXrole, record } = config;
  const variables = Object.entries(config.variables).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const parts = [runtime, handler, memorySize, timeout, description, digest, xrole, appXrole];
  return hash(JSON.stringify([...parts, variables, record?.secrets])).slice(0, 8);
}

/** What is to be done about versions: which to publish, if what there is has none, and which to delete for it. */
export function dueVersion(
  versions: readonly string[],
  fingerprint: string,
): { readonly publish: string; readonly remove: readonly string[] } | undefined {
  const own = ownVersions(versions);
  if (own.some((version) => version.endsWith(`-${fingerprint}`))) return undefined;
  const last = own.at(-1);
  return {
    publish: `${last === undefined ? 1 : numberOf(last) + 1}-${fingerprint}`,
    remove: own.slice(0, Math.max(0, own.length - mostVersions + 1)),
  };
}

/** The version that somebody means: its whole name, or the number that one of deploy's begins with. */
export function versionMeant(asked: string, versions: readonly string[]): string | undefined {
  return (
    versions.find((version) => version === asked) ??
    ownVersions(versions).find((each) => each.split('-')[0] === asked)
  );
}

function numberOf(version: string): number {
  return Number(version.split('-')[0]);
}
