import { jitterOf } from '../../foundation/backoff.ts';
import { epochDayAt } from '../../foundation/time/day.ts';
import { dayMs, formatDuration, hourMs } from '../../foundation/time/duration.ts';
import { instantOfWall, writeClock, writeWall } from '../../foundation/time/wall-time.ts';
import { readZoneClock, type ZoneOffset } from '../../foundation/time/zone.ts';
import type { Job } from '../schedule.ts';
import { type DayJudge, hasCalendars } from './day-judge.ts';
import type { Fire, ScheduledFire, SkipReason } from './fire.ts';

/** The end of the time in which a fire may start things, and what ends it where that is not the window. */
type Closing = { readonly at: number; readonly why: SkipReason | undefined };

/** An end that is farther off than any night is long is left unsaid. */
const worthTelling = 6 * hourMs;

/**
 * Lets a fire start at an instant, or by its jitter up to as long after, but never out of its window nor on a day
 * on which it may not run.
 */
export function startFire(
  fire: Fire,
  instant: number,
  notes: readonly string[],
  judge: DayJudge,
  zoneOffset: ZoneOffset,
): ScheduledFire {
  const { id, job } = fire;
  const wall = (at: number) => at + (zoneOffset(job.timezone, at) ?? 0);
  const closing = closingOf(job, instant, judge, zoneOffset);
  const room = closing ? closing.at - instant - 1_000 : Number.POSITIVE_INFINITY;
  const delay = jitterOf(id, Math.min(job.jitter ?? 0, room));
  const startsAt = instant + delay;
  const change = clockChangeNote(job.timezone, startsAt, zoneOffset);
  return {
    ...fire,
    startsAt,
    windowEnd: closing?.at ?? null,
    notes: [
      ...notes,
      ...(delay > 0 ? [`jitter: ${formatDuration(delay)} after ${writeClock(wall(instant))}`] : []),
      ...(closing?.why && closing.at - startsAt <= worthTelling
        ? [`starts nothing from ${writeWall(wall(closing.at))} on: ${closing.why.reason}`]
        : []),
      ...(change === undefined ? [] : [change]),
    ],
  };
}

/** A fire that does not run; it stays at its nominal time. */
export function skipFire(fire: Fire, skipped: SkipReason, zoneOffset: ZoneOffset): ScheduledFire {
  const { job, at } = fire;
  const change = clockChangeNote(job.timezone, at, zoneOffset);
  return {
    ...fire,
    startsAt: at,
    windowEnd: job.window === undefined ? null : at + job.window,
    notes: change === undefined ? [] : [change],
    skipped,
  };
}

/** Without a window a run has no end of its own, but it is not to reach into a forbidden day that begins tonight. */
function closingOf(job: Job, instant: number, judge: DayJudge, zoneOffset: ZoneOffset): Closing | undefined {
  const { timezone, window, jitter = 0 } = job;
  const windowEnd = window === undefined ? undefined : instant + window;
  if (hasCalendars(job)) {
    const upTo = windowEnd ?? instant + jitter + dayMs;
    for (let day = epochDayAt(instant, zoneOffset(timezone, instant) ?? 0) + 1; ; day += 1) {
      const midnight = instantOfWall(timezone, day * dayMs, zoneOffset);
      if (midnight >= upTo) break;
      const why = judge(job, day);
      if (why) return { at: midnight, why };
    }
  }
  return windowEnd === undefined ? undefined : { at: windowEnd, why: undefined };
}

/** So near, a change of the clock is of the same night. */
const sameNight = 6 * hourMs;

/** What people should know of a start in a night in which its clock is set forward or back. */
function clockChangeNote(zone: string, startsAt: number, zoneOffset: ZoneOffset): string | undefined {
  const [from, to] = [startsAt - sameNight, startsAt + sameNight];
  if (zoneOffset(zone, from) === zoneOffset(zone, to)) return undefined;
  const [change] = readZoneClock(zone, from, to + 1, zoneOffset).changes;
  if (!change) return undefined;
  const { at, before, after } = change;
  const direction = after > before ? 'forward' : 'back';
  return `clocks go ${direction} this night, from ${writeClock(at + before)} to ${writeClock(at + after)}`;
}
