import { formatDuration, minuteMs } from '../../foundation/time/duration.ts';
import type { Job } from '../schedule.ts';
import type { ScheduledFire, SkipReason } from './fire.ts';

/** How late a fire may start when its job says so neither by `startDeadline` nor by `window`. */
export const defaultDeadline = 30 * minuteMs;

type Timed = Pick<ScheduledFire, 'startsAt' | 'windowEnd'>;

/** The last instant at which a fire may begin: its `startDeadline`, by default the end of its window or 30 minutes. */
export function deadlineOf(
  job: Pick<Job, 'startDeadline' | 'window'>,
  { startsAt, windowEnd }: Timed,
): number {
  const allowed =
    job.startDeadline ?? (job.window === undefined ? defaultDeadline : Number.POSITIVE_INFINITY);
  return Math.min(windowEnd ?? Number.POSITIVE_INFINITY, startsAt + allowed);
}

/** Why a fire that is delivered only now does not run any more; `undefined` while it is in time. */
export function lateness(
  job: Pick<Job, 'startDeadline' | 'window'>,
  fire: Timed,
  now: number,
): SkipReason | undefined {
  const deadline = deadlineOf(job, fire);
  if (now <= deadline) return undefined;
  const late = `came ${formatDuration(now - fire.startsAt)} after its start`;
  const allowed = formatDuration(deadline - fire.startsAt);
  const rule = deadline === fire.windowEnd ? 'its window ended' : 'its deadline was';
  return { code: 'late', reason: `${late}; ${rule} ${allowed} after it` };
}
