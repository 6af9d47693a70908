import * as z from 'zod/mini';
import { text } from '../value-schema.ts';

/** Languages that summaries are written in. */
export const languages = ['en', 'zh'] as const;
/** See `languages`. */
export type Language = (typeof languages)[number];

/** Which ends of runs a channel is told of; see `functions/maintenance/notify/is-wanted.ts`. */
export const occasions = ['always', 'failure', 'change', 'recovery'] as const;
/** See `occasions`. */
export type Occasion = (typeof occasions)[number];

/** What every channel has. */
export const tellingKeys = {
  when: z._default(z.enum(occasions, 'always, failure, change or recovery'), 'always'),
};

/** What every channel has that people read. */
export const readingKeys = {
  ...tellingKeys,
  language: z._default(z.enum(languages, 'en or zh'), 'en'),
};

/** What every channel has that posts to a URL. */
export const postingKeys = {
  url: text('a URL'),
  allowLoopback: z._default(z.boolean('true or false'), false),
};

/** What a mapping of a channel must at least have. */
export const channelExpected = 'a mapping with kind and url';

/**
 * Who is called when a run needs a person: ids as the chat has them, written out, because what comes from the
 * environment could not be told from text that happens to call everybody.
 */
export function mentions(id: RegExp, expected: string) {
  return z.optional(
    z
      .array(z.string(expected).check(z.regex(id, expected)), `a list of ${expected}`)
      .check(z.minLength(1, `a list of ${expected}`), z.maxLength(20, 'at most 20')),
  );
}
