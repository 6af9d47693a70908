import * as z from 'zod/mini';
import { parseJson } from '../../maintenance/foundation/parse-json.ts';

/** A line of a log; `lineNum` are 19 digits that grow with time. */
export type LogLine = { readonly lineNum: string; readonly content: string };

/** What is asked of a stream, as its API names it. */
export type LogQuery = z.output<typeof querySchema>;

/** Numbers and booleans stand as such or in quotes in the published examples. */
const number = z.coerce.number().check(z.int(), z.nonnegative());
const flag = z.pipe(
  z.union([z.boolean(), z.enum(['true', 'false'])]),
  z.transform((value) => String(value) === 'true'),
);
const querySchema = z.object({
  start_time: number,
  end_time: number,
  keywords: z.optional(z.string()),
  line_num: z.optional(z.string().check(z.regex(/^\d{19}$/))),
  is_desc: z._default(flag, false),
  search_type: z._default(z.enum(['init', 'forwards', 'backwards']), 'init'),
  limit: z._default(number.check(z.gte(1), z.lte(5_000)), 50),
  highlight: z._default(flag, true),
  is_count: z._default(flag, false),
});

/** Reads the body of a query; `undefined` for what is none. */
export function readQuery(body: string): LogQuery | undefined {
  const { data } = querySchema.safeParse(parseJson(body));
  return data && data.start_time <= data.end_time ? data : undefined;
}

/**
 * How pages are turned: by the words of the parameters, `forwards` goes on in the order that is asked for; in the
 * examples of the same document it goes back in time, and `is_desc` is the other way round.
 */
export type Paging = 'by-words' | 'by-examples';

/** The lines that a query finds among those of a stream, which are in the order of their numbers. */
export function findLines(all: readonly LogLine[], query: LogQuery, paging: Paging) {
  const { start_time, end_time, keywords, line_num, is_desc, search_type, limit, highlight } = query;
  const within = all.filter(({ lineNum, content }) => {
    const at = Number(lineNum.slice(0, -6));
    return at >= start_time && at <= end_time && hasWords(content, keywords);
  });
  const { newer, isAscending } =
    line_num === undefined || search_type === 'init'
      ? { newer: line_num === undefined ? undefined : !is_desc, isAscending: !is_desc }
      : paging === 'by-words'
        ? { newer: (search_type === 'forwards') !== is_desc, isAscending: !is_desc }
        : { newer: search_type === 'backwards', isAscending: is_desc };
  const beyond = within.filter(
    ({ lineNum }) => newer === undefined || (newer ? lineNum > (line_num ?? '') : lineNum < (line_num ?? '')),
  );
  // Those that are nearest to where the page begins.
  const nearest = (newer ?? isAscending) ? beyond.slice(0, limit) : beyond.slice(-limit);
  const page = isAscending ? nearest : nearest.toReversed();
  return {
    count: within.length,
    page: highlight ? page.map((line) => ({ ...line, content: marked(line.content, keywords) })) : page,
  };
}

/** What words are divided by, unless a stream is configured otherwise. */
const delimiters = /[\s,'";=()[\]{}@&<>/:]+/;

function hasWords(content: string, keywords = ''): boolean {
  const words = new Set(content.split(delimiters));
  return keywords
    .split(delimiters)
    .filter((word) => word !== '')
    .every((word) => words.has(word));
}

function marked(content: string, keywords = ''): string {
  const sought = new Set(keywords.split(delimiters).filter((word) => word !== ''));
  return content
    .split(/([\s,'";=()[\]{}@&<>/:]+)/)
    .map((part) => (sought.has(part) ? `<HighLightTag>${part}</HighLightTag>` : part))
    .join('');
}
