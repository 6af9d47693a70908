import { wallDay } from '../../foundation/time/day.ts';
import { dayMs } from '../../foundation/time/duration.ts';
import type { ZoneOffset } from '../../foundation/time/zone.ts';
import type { CronFields } from '../cron/cron-fields.ts';
import { matchesDay } from '../cron/matches-day.ts';
import type { Job } from '../schedule.ts';
import { dueFires } from './due-fires.ts';
import type { Fire } from './fire.ts';

/**
 * Any day that comes at all comes within 40 years: the rarest is a fifth weekday of February, in leap years
 * only, every 28 years, and later where a century's year is no leap year.
 */
const farthestDays = 40 * 366;

/** The latest fire of a job at or before an instant; none for a disabled job and one without a cron. */
export function fireBefore(job: Job, instant: number, zoneOffset: ZoneOffset): Fire | undefined {
  const today = Math.floor(instant / dayMs);
  for (let day = today; day > today - farthestDays; day -= 1) {
    if (!job.cron || !mayFireOn(job.cron, day)) continue;
    const span = { after: day * dayMs - 1, upTo: Math.min(instant, (day + 1) * dayMs - 1) };
    const fire = dueFires([job], span, zoneOffset).at(-1);
    if (fire) return fire;
  }
  return undefined;
}

/** The next fire of a job after an instant; none for a disabled job and one without a cron. */
export function fireAfter(job: Job, instant: number, zoneOffset: ZoneOffset): Fire | undefined {
  const today = Math.floor(instant / dayMs);
  for (let day = today; day < today + farthestDays; day += 1) {
    if (!job.cron || !mayFireOn(job.cron, day)) continue;
    const span = { after: Math.max(instant, day * dayMs - 1), upTo: (day + 1) * dayMs - 1 };
    const fire = dueFires([job], span, zoneOffset).at(0);
    if (fire) return fire;
  }
  return undefined;
}

/** A day of UTC overlaps with three days of the calendars east and west of it. */
function mayFireOn(cron: CronFields, utcDay: number): boolean {
  return [utcDay - 1, utcDay, utcDay + 1].some((day) => matchesDay(cron, wallDay(day)));
}
