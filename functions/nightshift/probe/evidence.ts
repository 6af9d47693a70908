import * as z from 'zod/mini';

/** What an answer comes to, in a word or a number. */
const value = z.union([z.string(), z.number()]);

const findingSchema = z.object(
  {
    /** Which point it is; see docs/command-line.md#probe. */
    id: z.string('the id of a point'),
    /** The point in a sentence. */
    about: z.string('a sentence'),
    /** What this version takes for true; `null` where it assumes nothing. */
    assumed: z.nullable(value),
    /** What the account showed; left out where that is not settled. */
    seen: z.optional(value),
    /** Whether that is something else than what is assumed; left out where it is not settled. */
    differs: z.optional(z.boolean('true or false')),
    /** How that was seen, where a word does not tell. */
    detail: z.optional(z.string('a sentence')),
    /** Why it is not settled; left out where it is. */
    unsettled: z.optional(z.string('a sentence')),
  },
  'a finding with id, about and assumed',
);

const exchangeSchema = z.object(
  {
    service: z.string('the name of a service'),
    /** When the call went out: ISO 8601, UTC. */
    at: z.string('a time'),
    method: z.string('a method'),
    /** With placeholders for whatever is the account's. */
    path: z.string('a path'),
    query: z.record(z.string(), z.string()),
    /** What was sent; left out where nothing was. */
    sent: z.optional(z.unknown()),
    /** HTTP's; `null` where no answer came. */
    status: z.nullable(z.number('a number')),
    /** Those that matter. */
    headers: z.record(z.string(), z.string()),
    /** A document of JSON, or one of XML in its shape; `null` for none. Of a long list only the first entries. */
    body: z.unknown(),
    /** Why no answer came; left out where one did. */
    silence: z.optional(z.string()),
    /** From the call to the whole answer. */
    ms: z.number('a number'),
    /** How often the same was asked in a row and the same answered; left out for once. */
    times: z.optional(z.number()),
  },
  'an exchange',
);

/** The file that `nightshift probe` writes. What is added comes beside what there is; readers must not mind it. */
export const evidenceSchema = z.object(
  {
    /** Of the file's shape. */
    evidence: z.literal(1, '1, the only version there is'),
    /** What wrote it. */
    writer: z.string('what wrote it'),
    /** When: ISO 8601, UTC. */
    at: z.string('a time'),
    findings: z.array(findingSchema, 'a list of findings'),
    exchanges: z.array(exchangeSchema, 'a list of exchanges'),
  },
  'the evidence that nightshift probe writes',
);

/** What was found out about an account, with nothing in it that is the account's own. */
export type Evidence = z.output<typeof evidenceSchema>;

/** What is known of one point. */
export type Finding = Evidence['findings'][number];

/** One call, and what came of it. */
export type Exchange = Evidence['exchanges'][number];
