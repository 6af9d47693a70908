import * as z from 'zod/mini';
import type { SubmitAnswer } from '../../run/fleet.ts';
import { malformedAnswer } from './dcs-failure.ts';

const results = z.object({ results: z.array(z.object({ instance: z.string(), result: z.string() })) });

/**
 * Reads an answer of `RestartOrFlushInstances`, joined by id: the order of the results means nothing. Throws
 * `HuaweiCallError` without a proper `results`: on this path a proxy that turns the PUT into a GET gets a
 * cheerful 200 with counters.
 */
export function readSubmitAnswer(ids: readonly string[], answer: unknown): SubmitAnswer {
  const parsed = results.safeParse(answer);
  if (!parsed.success) throw malformedAnswer('RestartOrFlushInstances answered without results');
  const accepted = new Set<string>();
  const named = new Set<string>();
  for (const { instance, result } of parsed.data.results) {
    named.add(instance);
    if (result === 'success') accepted.add(instance);
  }
  return {
    kind: 'answered',
    accepted: ids.filter((id) => accepted.has(id)),
    rejected: ids.filter((id) => named.has(id) && !accepted.has(id)),
  };
}
