import { decideForGood } from '../plan/decide-by-conditions.ts';
import type { Conditions } from '../plan/metric-conditions.ts';
import type { Rules } from '../plan/plan.ts';
import { wasTried } from './judge-evidence.ts';
import type { Conclusion } from './outcome.ts';
import type { Judged } from './read-verdicts.ts';
import type { Unfinished } from './standing.ts';
import type { Tracked } from './state.ts';

/** How old a look at its metrics may be when an instance is sent. Milliseconds. */
const readForMs = 120_000;

/** How often one that waits for its conditions is looked at again, beside each tick. Milliseconds. */
const againAfterMs = 5 * 60_000;

/** The rules that an instance must meet at its turn; `undefined` where there are none. */
function rulesOf({ conditions }: Rules): Conditions | undefined {
  return conditions && conditions.rules.length > 0 ? conditions : undefined;
}

/** Whether its metrics must be looked at before it is sent: what was begun is seen through, whatever it makes of them. */
export function needsJudging(one: Tracked | undefined, rules: Rules, now: number): boolean {
  if (!one || !rulesOf(rules) || wasTried(one)) return false;
  const { judged } = one;
  return judged === undefined || judged.old || now - judged.at >= readForMs;
}

/** How it ends if nothing else is seen of its metrics than the latest look showed; `undefined` when it may be sent. */
export function keptBy(one: Tracked, { conditions }: Rules): Omit<Conclusion, 'id'> | undefined {
  if (!conditions || one.judged?.keeps !== true || wasTried(one)) return undefined;
  const decided = decideForGood(conditions, one.judged.verdict);
  if (decided.decision === 'act') return undefined;
  return { ...decided, outcome: decided.decision === 'skip' ? 'skipped' : 'refused' };
}

/**
 * Those that are not to be sent and are looked at again: at a tick, or where that is long ago. All at once, as each look
 * costs the calls of some thousand values, for one or for many.
 */
export function toBeJudgedAgain(its: readonly Unfinished[], now: number): readonly string[] {
  return its.flatMap(({ kind, one: { judged, planned } }) =>
    kind === 'waiting' && judged?.keeps && (judged.old || now >= againAt(judged)) ? [planned.id] : [],
  );
}

/** When the next of some is looked at again that are not to be sent; who is due is being looked at. */
export function nextJudgingAt(waiting: Iterable<Tracked>, now: number): number {
  let at = Number.POSITIVE_INFINITY;
  for (const { judged, phase } of waiting)
    if (judged?.keeps && phase.kind === 'waiting' && againAt(judged) > now)
      at = Math.min(at, againAt(judged));
  return at;
}

function againAt({ at }: Judged): number {
  return at + againAfterMs;
}
