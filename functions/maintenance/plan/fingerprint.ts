import { isOfConditions } from './metric-conditions.ts';
import type { Plan, PlannedInstance } from './plan.ts';

/**
 * The text whose SHA-256 is the plan's hash: action, rules, what is to be done to which instance, when and beside whom, and
 * whether that clears its data. Reasons are left out, since other words do not make another plan. Of conditions it has the
 * rules and not what is measured: whoever may meet them at his turn is as if he did.
 */
export function planFingerprint({ job, rules, instances, problems }: Plan): string {
  const conditions = rules.conditions && [
    rules.conditions.rules.map(({ metric, written }) => [metric, written]),
    rules.conditions.otherwise,
    rules.conditions.noData,
    rules.conditions.atMostEvery,
    rules.conditions.rollout,
  ];
  return JSON.stringify([
    job,
    rules.action,
    ...(conditions ? [conditions] : [rules.concurrency, rules.allowedFailures]),
    rules.retry.attempts,
    rules.backup,
    rules.pauseBetween,
    ...(rules.inMaintenanceWindow ? ['in its maintenance window'] : []),
    instances
      .map((one) => {
        const { id, region, tier, groups, losesData, maintenance } = one;
        const { decision, code, wave } = conditions ? unconditional(one) : one;
        const row = [
          region,
          id,
          decision,
          code,
          tier,
          wave,
          groups.toSorted(),
          losesData,
          ...windowOf(maintenance),
        ];
        return { row, text: String(row) };
      })
      .sort((a, b) => (a.text < b.text ? -1 : 1))
      .map(({ row }) => row),
    problems.map(({ code, region }) => [code, region]),
    ...(rules.startFrom ? [rules.startFrom] : []),
  ]);
}

function windowOf(window: PlannedInstance['maintenance']): readonly number[] {
  return window ? [window.begin, window.end] : [];
}

/** When the turn of each comes depends on who meets the conditions. */
function unconditional({ decision, code }: PlannedInstance) {
  return isOfConditions(code)
    ? { decision: 'act', code: 'ready', wave: null }
    : { decision, code, wave: null };
}
