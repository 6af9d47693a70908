import { decideForGood } from '../plan/decide-by-conditions.ts';
import type { RuleVerdict } from '../plan/judge-rule.ts';
import { judgeConditions } from '../plan/metric-conditions.ts';
import type { Rules } from '../plan/plan.ts';
import { changed } from './changed.ts';
import { type DraftState, update } from './draft-state.ts';
import type { Judged } from './read-verdicts.ts';
import type { RunState, Tracked } from './state.ts';

/** An instance after a look at its metrics. */
export function afterJudging(
  one: Tracked,
  verdicts: readonly RuleVerdict[],
  at: number,
  rules: Rules,
): Tracked {
  const { conditions } = rules;
  if (!conditions || one.phase.kind !== 'waiting') return one;
  const verdict = judgeConditions(conditions.rules, verdicts);
  const keeps = decideForGood(conditions, verdict).decision !== 'act';
  return changed(one, { judged: { verdict, at, keeps, old: false } });
}

/** What is known of its metrics, once others have been at it or somebody else looks after the run. */
export function aged({ judged }: Tracked): Judged | undefined {
  return judged && { ...judged, old: true };
}

/**
 * The canary is the first that meets the conditions: one that does not gives its place to the next that may, and takes
 * that one's.
 */
export function passCanaryOn(draft: DraftState, { instances }: Pick<RunState, 'instances'>): void {
  const current = [...instances.keys()].flatMap((id) => draft.instances.get(id) ?? []);
  const waiting = current.filter(({ phase }) => phase.kind === 'waiting');
  const kept = waiting.filter(({ planned, judged }) => planned.wave === 0 && judged?.keeps);
  if (kept.length === 0) return;
  const next = waiting
    .filter(({ planned, judged, attempts }) => (planned.wave ?? 0) > 0 && !judged?.keeps && attempts === 0)
    .sort((a, b) => a.planned.tier - b.planned.tier);
  for (const [index, one] of kept.entries()) {
    const heir = next[index];
    if (!heir) return;
    const { wave } = heir.planned;
    update(draft, heir.planned.id, (each) => changed(each, { planned: { ...each.planned, wave: 0 } }));
    update(draft, one.planned.id, (each) => changed(each, { planned: { ...each.planned, wave } }));
  }
}
