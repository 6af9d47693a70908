import * as z from 'zod/mini';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { FunctionAccount } from './account/function-account.ts';
import { zipOf } from './account/read-code.ts';
import type { ActualFunction } from './actual.ts';
import type { Difference } from './difference.ts';
import { type Goal, goalOfVersion } from './goal.ts';
import type { WantedFunction } from './serverless/deployment.ts';
import { ownVersions, versionMeant } from './version-names.ts';

const codeSchema = z.object({
  func_code: z.object({ file: z.nullish(z.string()), link: z.nullish(z.string()) }),
});

/** The way back to a version. */
export type WayBack = { readonly goal: Goal; readonly zip: string; readonly notes: readonly Difference[] };

/** Reads a published version as a goal. Throws `CodedError` `version.unknown`, `version.code`. */
export async function goBack(
  wanted: WantedFunction,
  account: FunctionAccount,
  actual: ActualFunction | undefined,
  asked: string,
): Promise<WayBack> {
  const version = versionMeant(asked, actual?.versions ?? []);
  if (!actual || version === undefined) {
    const own = ownVersions(actual?.versions ?? []);
    const expected = own.length > 0 ? `one of ${own.join(', ')}` : 'a deploy before it';
    throw new CodedError('version.unknown', `${wanted.name} has no version ${asked} - expected ${expected}`);
  }
  const config = await account.readVersion(version);
  const zip = zipOf(await codeOf(await account.showCode(version), version));
  if (zip.digest !== config.digest)
    throw new CodedError('version.code', `the code of version ${version} is not what its digest says`);
  return {
    goal: goalOfVersion(wanted, config, actual),
    zip: zip.base64,
    notes: notesOn(config.record?.secrets ?? '', actual.record?.secrets ?? ''),
  };
}

function notesOn(then: string, now: string): readonly Difference[] {
  const same = {
    sign: '=',
    what: 'timers and asynchronous invocations',
    note: 'no part of a version, left alone',
  } as const;
  if (then === now) return [same];
  const note = 'others than then; they cannot be read back, and stay as they are now';
  return [{ sign: '=', what: 'encrypted variables', note }, same];
}

async function codeOf(answer: unknown, version: string): Promise<Buffer> {
  const parsed = codeSchema.safeParse(answer);
  const { file, link } = parsed.data?.func_code ?? {};
  if (file) return Buffer.from(file, 'base64');
  if (link?.startsWith('https://')) return download(link, version);
  throw new CodedError('version.code', `FunctionGraph does not give back the code of version ${version}`);
}

/** A signed link to object storage; it is a secret for as long as it is good, so no error shows it. */
async function download(link: string, version: string): Promise<Buffer> {
  try {
    const response = await fetch(link, { signal: AbortSignal.timeout(120_000), redirect: 'error' });
    if (response.ok) return Buffer.from(await response.arrayBuffer());
    throw new Error(`HTTP ${response.status}`);
  } catch (cause) {
    const found = cause instanceof Error ? cause.name : 'it failed';
    throw new CodedError('version.code', `the code of version ${version} could not be fetched (${found})`);
  }
}
