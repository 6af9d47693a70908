import * as z from 'zod/mini';
import { type CloudFunction, type PublishedVersion, parseFunctionUrn } from './cloud-function.ts';
import { FgsRefusal } from './fgs-error.ts';

const publishSchema = z.object({
  // Its form is not documented; this is what the guide's own names are made of.
  version: z.optional(z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,41}$/))),
  description: z._default(z.string().check(z.maxLength(512)), ''),
  digest: z.optional(z.string()),
});

/** With `latest`. The guide says 20, the API's reference 10. */
const mostVersions = 20;

/** Keeps code and configuration as they are now; triggers are no part of it. Throws `FgsRefusal`. */
export function publishVersion(fn: CloudFunction, body: unknown, now: number): PublishedVersion {
  const parsed = publishSchema.safeParse(body);
  if (!parsed.success) throw new FgsRefusal('FSS.0400');
  const { version: name = unnamed(now), description, digest } = parsed.data;
  if (digest !== undefined && digest !== fn.code.digest) throw new FgsRefusal('FSS.0400');
  if (name === 'latest' || fn.versions.has(name)) throw new FgsRefusal('FSS.0409');
  const last = [...fn.versions.values()].at(-1);
  if (last?.config === fn.config && last.code === fn.code) throw new FgsRefusal('FSS.1016');
  if (fn.versions.size + 1 >= mostVersions) throw new FgsRefusal('FSS.0403');
  const version = { name, description, config: fn.config, code: fn.code, publishedAt: now };
  fn.versions.set(name, version);
  return version;
}

/** The published version that a URN names; `undefined` for `latest`. Throws `FgsRefusal` when there is none. */
export function versionOf(fn: CloudFunction, text: string): PublishedVersion | undefined {
  const name = parseFunctionUrn(text)?.version;
  if (name === undefined || name === 'latest') return undefined;
  const version = fn.versions.get(name);
  if (!version) throw new FgsRefusal('FSS.1052');
  return version;
}

function unnamed(now: number): string {
  return new Date(now).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
}
