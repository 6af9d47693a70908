import type { Plan, PlannedInstance } from './plan.ts';

/**
 * The text whose SHA-256 is the plan's hash: action, rules, what is to be done to which instance, when and beside whom, and
 * whether that clears its data. Reasons are left out, since other words do not make another plan.
 */
export function planFingerprint({ job, rules, instances, problems }: Plan): string {
  return JSON.stringify([
    job,
    rules.action,
    rules.concurrency,
    rules.allowedFailures,
    rules.retry.attempts,
    rules.backup,
    rules.pauseBetween,
    ...(rules.inMaintenanceWindow ? ['in its maintenance window'] : []),
    instances
      .map(({ id, region, decision, code, tier, wave, groups, losesData, maintenance }) => {
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
