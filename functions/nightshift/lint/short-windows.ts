import { advice, type Finding } from '../../maintenance/document/finding.ts';
import { formatDuration } from '../../maintenance/foundation/time/duration.ts';
import type { Job, Schedule } from '../../maintenance/schedule/schedule.ts';
import { shareAtOnce } from '../../maintenance/schedule/share.ts';

/**
 * Windows that close before the work in them can be done: before one instance has had its time to settle, or
 * before the last wave could start even if every instance came back at once.
 */
export function lintShortWindows({ jobs }: Schedule): Finding[] {
  return jobs.flatMap((job) => {
    const { name, window, settle } = job;
    if (window === undefined) return [];
    const path = ['jobs', name, 'window'];
    const lastStart = earliestLastStart(job);
    if (lastStart >= window) {
      const found = `a window of ${formatDuration(window)} for waves of which the last starts after ${formatDuration(lastStart)} at best`;
      return [
        advice(path, 'window.waves', found, `more than ${formatDuration(lastStart)}, or more concurrency`),
      ];
    }
    if (window >= settle.timeout) return [];
    const found = `a window of ${formatDuration(window)} closes before settle.timeout (${formatDuration(settle.timeout)}): one slow instance, and nothing else starts`;
    return [advice(path, 'window.settle', found, `at least ${formatDuration(settle.timeout)}`)];
  });
}

/**
 * Milliseconds from the start of a job to that of its last wave, if every instance is back at the first look; 0
 * where only DCS knows how many there are, and for several regions, whose waves go side by side.
 */
function earliestLastStart({ targets, rollout, settle }: Job): number {
  const { canary, concurrency, pauseBetween = 0 } = rollout;
  const total = new Set(targets.ids).size;
  if (total === 0 || [targets.region].flat().length > 1) return 0;
  const canaries = canary ? Math.min(total, shareAtOnce(canary, total)) : 0;
  const waves = Math.ceil((total - canaries) / shareAtOnce(concurrency, total));
  const settlings = Math.max(0, waves + Math.min(1, canaries) - 1);
  return settlings * settle.poll + Math.max(0, waves - 1) * pauseBetween;
}
