import type { RunState, Tracked } from '../run/state.ts';
import { plainText } from './plain-text.ts';
import type { SummaryInstance } from './summary.ts';

/** One row per selected instance of a run. What has no outcome yet is `unknown`, never left out. */
export function rowsOf(state: RunState): SummaryInstance[] {
  return [...state.instances.values()].map(rowOf);
}

function rowOf({ planned, phase, attempts, outageMs }: Tracked): SummaryInstance {
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
    reason: plainText(end.reason),
    attempts,
    outageSeconds: outageMs === undefined ? null : Math.round(outageMs / 1_000),
  };
}
