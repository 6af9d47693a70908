import { type EpochDay, epochDayAt, readEpochDay, writeEpochDay } from '../../foundation/time/day.ts';
import { dayMs } from '../../foundation/time/duration.ts';
import type { ZoneOffset } from '../../foundation/time/zone.ts';
import type { CronFields } from '../cron/cron-fields.ts';
import type { Job } from '../schedule.ts';
import { farthestDays, hasCalendars } from './day-judge.ts';

/** When a job comes by itself: by its cron, or by its `at` once; `undefined` for one that is only run by hand. */
export function timesOf(job: Pick<Job, 'cron' | 'at'>): CronFields | undefined {
  // Nearly all have a cron, and each tick asks all of them.
  return job.cron ?? job.at;
}

/** Whether a day is one of a job's own: `from` is the first of them, `until` the first that is none any more. */
export function isWithinDates({ from, until }: Pick<Job, 'from' | 'until'>, day: EpochDay): boolean {
  if (from === undefined && until === undefined) return true;
  const written = writeEpochDay(day);
  return (from === undefined || from <= written) && (until === undefined || written < until);
}

/** The first and the last day of a job's zone on which its fires can have their nominal times. */
export function daysOf({ at, from, until }: Pick<Job, 'at' | 'from' | 'until'>): {
  readonly first: EpochDay;
  readonly last: EpochDay;
} {
  if (at) {
    const day = Math.floor(at.wall / dayMs);
    return { first: day, last: day };
  }
  return {
    first: from === undefined ? Number.NEGATIVE_INFINITY : readEpochDay(from),
    last: until === undefined ? Number.POSITIVE_INFINITY : readEpochDay(until) - 1,
  };
}

/** Whether no fire of a job can start any more, its last day being over, whatever puts fires off. */
export function isOver(job: Job, now: number, zoneOffset: ZoneOffset): boolean {
  const { last } = daysOf(job);
  if (last === Number.POSITIVE_INFINITY) return false;
  const asked = now - (job.jitter ?? 0);
  // What a clock puts past midnight has its day by the clock from before.
  const offsets = [now, now - dayMs].map((at) => zoneOffset(job.timezone, at) ?? 0);
  const today = epochDayAt(asked, Math.min(...offsets));
  const putOff = job.onSkip === 'next-allowed-day' && hasCalendars(job) ? farthestDays : 0;
  return today > last + (job.until === undefined ? putOff : 0);
}
