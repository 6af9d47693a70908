import type { EpochDay } from '../../foundation/time/day.ts';
import type { Job } from '../schedule.ts';
import type { DayJudge } from './day-judge.ts';

/** How far a fire may be put off: a month, so that a monthly job never meets its next fire but one. */
export const farthestDays = 31;

/** The next day after a day on which the calendars let a job run, at most 31 days on. */
export function nextAllowedDay(job: Job, day: EpochDay, judge: DayJudge): EpochDay | undefined {
  for (let next = day + 1; next <= day + farthestDays; next += 1) if (!judge(job, next)) return next;
  return undefined;
}

/** How many days in a row before a day the calendars do not let a job run, at most 31. */
export function refusedDaysBefore(job: Job, day: EpochDay, judge: DayJudge): number {
  let count = 0;
  while (count < farthestDays && judge(job, day - count - 1)) count += 1;
  return count;
}
