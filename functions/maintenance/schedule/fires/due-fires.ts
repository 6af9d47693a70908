import { type EpochDay, epochDayAt, wallDay } from '../../foundation/time/day.ts';
import { dayMs, minuteMs } from '../../foundation/time/duration.ts';
import type { ZoneOffset } from '../../foundation/time/zone.ts';
import { type CronFields, inMask, matchesDay } from '../cron/cron-fields.ts';
import type { Job } from '../schedule.ts';
import type { DstPolicy } from '../schema.ts';
import { type Fire, fireId } from './fire.ts';
import { daysOf, isWithinDates, timesOf } from './job-dates.ts';
import { type Span, type WallHour, wallHours } from './wall-hours.ts';

/**
 * The fires of the jobs in a span, in the order of time, and of the jobs where times are the same. Disabled jobs
 * and those without a cron or an `at` have none; a zone that only they use is not read. What an override or a calendar
 * skips is not looked at here. Throws a RangeError for an unknown zone.
 */
export function dueFires(
  jobs: readonly Job[],
  span: Span,
  zoneOffset: ZoneOffset,
  startsElsewhere: StartsElsewhere = () => false,
): Fire[] {
  const hoursOfZone = new Map<string, readonly WallHour[]>();
  const fires: Fire[] = [];
  for (const job of jobs) {
    const times = timesOf(job);
    if (!job.enabled || !times) continue;
    let hours = hoursOfZone.get(job.timezone);
    if (!hours) {
      hours = wallHours(job.timezone, span, zoneOffset);
      hoursOfZone.set(job.timezone, hours);
    }
    addFires(job, times, hours, startsElsewhere, fires);
  }
  return fires.sort((one, other) => one.at - other.at);
}

/**
 * Whether a fire of a day starts at another time than its own, by an override or a calendar: what its job says of times
 * that a clock leaves out or shows twice is then asked of that other time.
 */
type StartsElsewhere = (job: Job, day: EpochDay) => boolean;

function addFires(
  job: Job,
  cron: CronFields,
  hours: readonly WallHour[],
  startsElsewhere: StartsElsewhere,
  fires: Fire[],
): void {
  const firstOfJob = fires.length;
  for (const hour of hours) {
    if (!inMask(cron.hourMask, hour.hour)) continue;
    const isLeftOut = hour.occurrence === 'skipped' && !cron.everyHour;
    if (!isWanted(hour, cron, job.dst) && !(isLeftOut && startsElsewhere(job, dayOf(hour)))) continue;
    if (!matchesDay(cron, hour.day) || !isWithinDates(job, dayOf(hour))) continue;
    for (const minute of cron.minutes) {
      if (minute < hour.firstMinute || minute > hour.lastMinute) continue;
      const at = hour.startsAt + minute * minuteMs;
      // A skipped 02:30 and the 03:30 that is shown in its place are one fire, not two.
      const merged = hour.occurrence === 'skipped' && fires.slice(firstOfJob).some((fire) => fire.at === at);
      if (!merged) fires.push({ id: fireId(job.name, at, hour.offset), job, at, wall: at + hour.shown });
    }
  }
}

function dayOf({ startsAt, shown }: WallHour): EpochDay {
  return epochDayAt(startsAt, shown);
}

/**
 * A job of every hour follows the clock: it runs at whatever the clock shows. Others run once per nominal time,
 * or as their `dst` says. With the default policy this is what cron-parser does, changes of an hour provided.
 */
function isWanted({ occurrence }: WallHour, { everyHour }: CronFields, { gap, overlap }: DstPolicy): boolean {
  switch (occurrence) {
    case 'once':
      return true;
    case 'skipped':
      return !everyHour && gap === 'run-after';
    case 'first':
      return everyHour || overlap !== 'last';
    case 'second':
      return everyHour || overlap !== 'first';
  }
}

/**
 * Any day that comes at all comes within 40 years: the rarest is a fifth weekday of February, in leap years
 * only, every 28 years, and later where a century's year is no leap year.
 */
const farthestDays = 40 * 366;

/** The latest fire of a job at or before an instant; none for a disabled job and one without a cron or an `at`. */
export function fireBefore(job: Job, instant: number, zoneOffset: ZoneOffset): Fire | undefined {
  const today = Math.floor(instant / dayMs);
  const { first, last } = utcDaysOf(job);
  const farthest = Math.max(first, today - farthestDays + 1);
  for (let day = Math.min(today, last); day >= farthest; day -= 1) {
    if (!mayFireOn(job, day)) continue;
    const span = { after: day * dayMs - 1, upTo: Math.min(instant, (day + 1) * dayMs - 1) };
    const fire = dueFires([job], span, zoneOffset).at(-1);
    if (fire) return fire;
  }
  return undefined;
}

/** The next fire of a job after an instant; none for a disabled job and one without a cron or an `at`. */
export function fireAfter(job: Job, instant: number, zoneOffset: ZoneOffset): Fire | undefined {
  const today = Math.floor(instant / dayMs);
  const { first, last } = utcDaysOf(job);
  const begin = Math.max(today, first);
  for (let day = begin; day <= last && day < begin + farthestDays; day += 1) {
    if (!mayFireOn(job, day)) continue;
    const span = { after: Math.max(instant, day * dayMs - 1), upTo: (day + 1) * dayMs - 1 };
    const fire = dueFires([job], span, zoneOffset).at(0);
    if (fire) return fire;
  }
  return undefined;
}

/** A day of UTC overlaps with three days of the calendars east and west of it. */
function mayFireOn(job: Job, utcDay: number): boolean {
  const times = timesOf(job);
  return (
    times !== undefined && [utcDay - 1, utcDay, utcDay + 1].some((day) => matchesDay(times, wallDay(day)))
  );
}

/** The days of UTC that the days of a job may reach into, one that a clock leaves out included. */
function utcDaysOf(job: Job): { readonly first: number; readonly last: number } {
  const { first, last } = daysOf(job);
  return { first: first - 2, last: last + 2 };
}
