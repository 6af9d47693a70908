import type { Rules } from '../plan/plan.ts';
import type { RunState, Tracked } from '../run/state.ts';
import { plainText } from './plain-text.ts';
import type { SummaryInstance } from './summary.ts';

/** One row per selected instance of a run. What has no outcome yet is `unknown`, never left out. */
export function rowsOf(state: RunState, iso: (instant: number) => string): SummaryInstance[] {
  return [...state.instances.values()].map((one) => rowOf(one, state.rules, iso));
}

function rowOf(
  { planned, phase, attempts, outageMs, outageWithinMs = 0, secured }: Tracked,
  { settle }: Rules,
  iso: (instant: number) => string,
): SummaryInstance {
  const { id, name, region } = planned;
  const end =
    phase.kind === 'done'
      ? phase.conclusion
      : ({ outcome: 'unknown', code: 'unfinished', reason: 'the run was left before it ended' } as const);
  return {
    id,
    name: plainText(name),
    region,
    outcome: end.outcome,
    code: end.code,
    reason: plainText(secured?.note ? `${end.reason}; ${secured.note}` : end.reason),
    attempts,
    backup: secured?.backup ? { ...secured.backup, createdAt: iso(secured.backup.createdAt) } : null,
    outageSeconds: outageMs === undefined ? null : Math.round(outageMs / 1_000),
    // A look or two is what every outage is measured with.
    ...(outageWithinMs > 2 * settle.poll && { outageWithinSeconds: Math.round(outageWithinMs / 1_000) }),
  };
}
