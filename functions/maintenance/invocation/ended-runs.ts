import type { EndedRun } from '../run/register.ts';

/** Whether a run was on any instance; a fire that was skipped ended when people were told, and was never going. */
export function hasRun({ outcomes }: EndedRun): boolean {
  return Object.values(outcomes).some((count) => count > 0);
}
