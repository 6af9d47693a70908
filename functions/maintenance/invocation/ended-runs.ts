import type { Summary } from '../report/summary.ts';
import type { EndedRun, Register } from '../run/journal.ts';

/** How many ended runs are looked through for one of them. */
const recent = 200;

/** The runs that ended lately, the latest first. */
export function recentlyEnded(register: Register): Promise<readonly EndedRun[]> {
  return register.ended(recent);
}

/** Whether a run was on any instance; a fire that was skipped ended when people were told, and was never going. */
export function hasRun({ outcomes }: EndedRun): boolean {
  return Object.values(outcomes).some((count) => count > 0);
}

/** What the register keeps of a summary. */
export function endedRunOf({ run, job, status, counts }: Summary, endedAt: number): EndedRun {
  const { selected: _, ...outcomes } = counts;
  return { run, job, status, endedAt, outcomes };
}
