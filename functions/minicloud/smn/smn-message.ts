import * as z from 'zod/mini';
import { parseJson } from '../wire/parse-json.ts';
import type { SmnErrorCode } from './smn-error.ts';

/** What was published, as its subscribers get it. */
export type PublishedTexts = {
  readonly subject: string | undefined;
  /** By protocol; every protocol that is not there gets `default`. */
  readonly texts: Readonly<Record<string, string>> & { readonly default: string };
  readonly timeToLiveSeconds: number;
};

const subjectLimit = 512;
const messageLimit = 256 * 1024;
const defaultTimeToLive = '3600';

const body = z.object({
  subject: z.optional(z.string()),
  message: z.optional(z.string()),
  message_structure: z.optional(z.string()),
  time_to_live: z.optional(z.string()),
});
const structure = z.intersection(z.object({ default: z.string() }), z.record(z.string(), z.string()));

/** Reads the body of a PublishMessage, or tells why it is refused; `message_structure` goes before `message`. */
export function readPublished(text: string): PublishedTexts | SmnErrorCode {
  const parsed = body.safeParse(parseJson(text));
  if (!parsed.success) return 'SMN.0009';
  const { subject, message, message_structure, time_to_live = defaultTimeToLive } = parsed.data;
  if (subject !== undefined && (/[\r\n]/.test(subject) || Buffer.byteLength(subject) > subjectLimit))
    return 'SMN.0008';
  const written = message_structure ?? message;
  if (written === undefined || written === '') return 'SMN.0009';
  if (Buffer.byteLength(written) > messageLimit) return 'SMN.0047';
  const texts = message_structure === undefined ? { default: written } : textsOf(message_structure);
  return texts === undefined ? 'SMN.0021' : { subject, texts, timeToLiveSeconds: Number(time_to_live) };
}

function textsOf(written: string): PublishedTexts['texts'] | undefined {
  const parsed = structure.safeParse(parseJson(written));
  return parsed.success ? parsed.data : undefined;
}
