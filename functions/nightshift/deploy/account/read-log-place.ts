import * as z from 'zod/mini';

/** A log group or a log stream of LTS; some regions do not tell the group's name. */
type LtsPart = { readonly id: string; readonly name: string | null };

/** Where FunctionGraph keeps the log of a function. */
export type LogPlace = { readonly group: LtsPart; readonly stream: LtsPart };

const text = z.string().check(z.minLength(1));
const absent = z.nullish(z.string());
const answerSchema = z.object({ group_id: text, group_name: absent, stream_id: text, stream_name: absent });

/** Reads FunctionGraph's answer about a function's log; `undefined` where it is not the documented one. */
export function readLogPlace(answer: unknown): LogPlace | undefined {
  const { data } = answerSchema.safeParse(answer);
  if (!data) return undefined;
  return {
    group: { id: data.group_id, name: data.group_name || null },
    stream: { id: data.stream_id, name: data.stream_name || null },
  };
}
