import { groupBy } from '../../foundation/group-by.ts';
import { epochDayAt } from '../../foundation/time/day.ts';
import { dayMs, hourMs } from '../../foundation/time/duration.ts';
import type { ZoneOffset } from '../../foundation/time/zone.ts';
import type { Calendars } from '../calendars/build-calendars.ts';
import type { Job, Schedule } from '../schedule.ts';
import { dayJudge, endedNotes, hasCalendars, refusedDaysBefore } from './day-judge.ts';
import { dueFires, fireBefore } from './due-fires.ts';
import type { ScheduledFire } from './fire.ts';
import { timesOf } from './job-dates.ts';
import { movedBy, overridesOfJobs, overridesOn } from './overrides.ts';
import { type FireRules, placeFires, startsElsewhere } from './place-fires.ts';
import type { Span } from './wall-hours.ts';

/**
 * The fires of a schedule that start in a span, or would have if they were not skipped; in the order of time, and
 * of the jobs where times are the same. A fire keeps the id of its nominal time wherever it is moved. Throws a
 * RangeError for an unknown zone.
 */
export function scheduledFires(
  schedule: Schedule,
  span: Span,
  zoneOffset: ZoneOffset,
  calendars: Calendars,
): ScheduledFire[] {
  const rules = rulesOf(schedule, zoneOffset, calendars);
  const found: ScheduledFire[] = [];
  for (const { reach, jobs } of jobsByReach(schedule.jobs, span, rules)) {
    for (const fire of placedNear(span, reach, jobs, rules)) {
      if (fire.startsAt > span.after && fire.startsAt <= span.upTo) found.push(fire);
    }
  }
  if (found.length < 2) return found;
  const places = new Map(schedule.jobs.map((job, place) => [job, place]));
  const placeOf = ({ job }: ScheduledFire) => places.get(job) ?? 0;
  return found.sort((one, other) => one.startsAt - other.startsAt || placeOf(one) - placeOf(other));
}

/**
 * The fire whose nominal time is the latest at or before an instant, as `scheduledFires` has it: a timer that is
 * set for one job comes at the nominal times. A disabled job has fires here too; one without a cron or an `at` has none.
 */
export function scheduledFireBefore(
  schedule: Schedule,
  job: Job,
  instant: number,
  zoneOffset: ZoneOffset,
  calendars: Calendars,
): ScheduledFire | undefined {
  const enabled = { ...job, enabled: true };
  const nominal = fireBefore(enabled, instant, zoneOffset);
  if (!nominal) return undefined;
  const span = { after: nominal.at - 1, upTo: nominal.at };
  const rules = rulesOf(schedule, zoneOffset, calendars);
  const near = placedNear(span, reachOf(enabled, span, rules), [enabled], rules);
  const fire = near.find(({ id }) => id === nominal.id);
  return fire && { ...fire, job };
}

function rulesOf(schedule: Schedule, zoneOffset: ZoneOffset, calendars: Calendars): FireRules {
  return {
    zoneOffset,
    overrides: overridesOfJobs(schedule),
    judge: dayJudge(calendars),
    endedNotes: (job, day) => endedNotes(job, day, calendars),
  };
}

/** Jobs that are looked at over the same time, which then is read from the clocks once for all of them. */
function jobsByReach(
  jobs: readonly Job[],
  span: Span,
  rules: FireRules,
): Iterable<{ readonly reach: Reach; readonly jobs: readonly Job[] }> {
  const groups = new Map<string, { reach: Reach; jobs: Job[] }>();
  for (const job of jobs) {
    if (!job.enabled || !timesOf(job)) continue;
    const reach = reachOf(job, span, rules);
    const key = `${reach.back} ${reach.ahead}`;
    const group = groups.get(key);
    if (group) group.jobs.push(job);
    else groups.set(key, { reach, jobs: [job] });
  }
  return groups.values();
}

function placedNear(
  { after, upTo }: Span,
  { back, ahead }: Reach,
  jobs: readonly Job[],
  rules: FireRules,
): ScheduledFire[] {
  const reached = { after: after - back, upTo: upTo + ahead };
  const fires = dueFires(jobs, reached, rules.zoneOffset, (job, day) => startsElsewhere(job, day, rules));
  return [...groupBy(fires, ({ job }) => job)].flatMap(([job, fires]) => placeFires(job, fires, rules));
}

/** How far from a start its nominal time may be: before it (`back`) and after it (`ahead`), in milliseconds. */
type Reach = { readonly back: number; readonly ahead: number };

const none: Reach = { back: 0, ahead: 0 };

/**
 * Where the nominal times lie of what a job starts in a span, beyond the span itself. Nearly always nowhere: a
 * calendar makes a difference only right after the days that it takes, a move only while it holds.
 */
function reachOf(job: Job, { after }: Span, { overrides, judge, zoneOffset }: FireRules): Reach {
  const moves = overrides.get(job.name) ?? [];
  const shifts = job.onSkip === 'next-allowed-day' && hasCalendars(job);
  if (!job.jitter && moves.length === 0 && !shifts) return none;
  const jitter = job.jitter ?? 0;
  const firstDay = epochDayAt(after - jitter, zoneOffset(job.timezone, after) ?? 0);
  const refused = shifts ? refusedDaysBefore(job, firstDay, judge) + (judge(job, firstDay) ? 1 : 0) : 0;
  // What was moved to a time that the clock leaves out may start on the day after.
  const isMoved = movedBy(overridesOn(moves, firstDay - 1)) !== undefined;
  // Days are wanted from their midnight on, and one may have 25 hours.
  const wholeDay = isMoved || refused > 0 ? dayMs + hourMs : 0;
  return { back: jitter + refused * dayMs + wholeDay, ahead: isMoved ? wholeDay : 0 };
}

/**
 * The time a tick answers for: from the grid point before its own (excluded) to its own (included), which is the
 * one nearest to the event's time, or the one before that where it would have to wait longer than it can (`patienceMs`)
 * for a fire. A timer some seconds early or late owns the same span as a punctual one, and the spans of consecutive
 * ticks neither overlap nor leave anything out. The grid counts from 1970 in UTC.
 */
export function tickSpan(eventTime: number, tickMs: number, patienceMs = Number.POSITIVE_INFINITY): Span {
  const upTo = Math.floor((eventTime + Math.min(patienceMs, tickMs / 2)) / tickMs) * tickMs;
  return { after: upTo - tickMs, upTo };
}
