import type { Rules } from '../../../functions/maintenance/plan/plan.ts';
import { judgeWatched } from '../../../functions/maintenance/run/judge-watched.ts';
import type { Tracked, Watching } from '../../../functions/maintenance/run/state.ts';
import type { WatchVerdict } from '../../../functions/maintenance/run/watch-verdict.ts';
import { rulesOf, second, seen, tracked, watching } from './tracked-fixture.ts';

/** What is known of an instance that is watched. */
export type Case = {
  /** What the latest look showed; RUNNING and idle when left out. */
  readonly look?: Parameters<typeof seen>[0] | 'never';
  readonly phase?: Partial<Watching>;
  readonly one?: Partial<Tracked>;
  readonly rules?: Partial<Rules>;
  /** Seconds after the call when the region was last looked at. */
  readonly after: number;
};

/** The verdict on it in a line: `keep-watching`, `failed-try error`, `succeeded returned`, … */
export function verdict(given: Case): string {
  const judged = judge(given);
  if (judged.verdict === 'end') return `${judged.outcome} ${judged.code}`;
  if (judged.verdict === 'failed-try') return `failed-try${judged.final ? ' final' : ''} ${judged.code}`;
  return judged.verdict;
}

/** The same with what people are told, and with the code of the cause: `succeeded flushed: was seen …; DCS.5000`. */
export function verdictTold(given: Case): string {
  const judged = judge(given);
  // Nothing is said but that.
  if (!('reason' in judged)) return Object.values(judged).join();
  return [`${verdict(given)}: ${judged.reason}`, judged.cause?.code ?? []].flat().join('; ');
}

/** Why it ended, as people are told; `undefined` while it has not. */
export function verdictReason(given: Case): string | undefined {
  const judged = judge(given);
  return judged.verdict === 'end' ? judged.reason : undefined;
}

function judge({ look = {}, phase, one, rules, after }: Case): WatchVerdict {
  const its = watching(phase);
  const last = look === 'never' ? undefined : seen({ at: second(after), ...look });
  return judgeWatched(tracked('a', its, { ...one, seen: last }), its, rulesOf(rules), second(after));
}

/** The rules of a flush, where they differ. */
export const flush = { action: 'flush' } as const;
