import type { ZoneOffset } from '../../foundation/time/zone.ts';
import type { Calendars } from '../calendars/build-calendars.ts';
import type { Job, Schedule } from '../schedule.ts';
import { dayJudge } from './day-judge.ts';
import { dueFires } from './due-fires.ts';
import type { Fire } from './fire.ts';
import type { FireRules } from './fire-rules.ts';
import { fireBefore } from './nearest-fire.ts';
import { overridesOfJobs } from './overrides.ts';
import { placeFires } from './place-fires.ts';
import { type Reach, reachOf } from './reach.ts';
import type { ScheduledFire } from './scheduled-fire.ts';
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
 * set for one job comes at the nominal times. A disabled job has fires here too; one without a cron has none.
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
  return { zoneOffset, overrides: overridesOfJobs(schedule), judge: dayJudge(calendars) };
}

/** Jobs that are looked at over the same time, which then is read from the clocks once for all of them. */
function jobsByReach(
  jobs: readonly Job[],
  span: Span,
  rules: FireRules,
): Iterable<{ readonly reach: Reach; readonly jobs: readonly Job[] }> {
  const groups = new Map<string, { reach: Reach; jobs: Job[] }>();
  for (const job of jobs) {
    if (!job.enabled || !job.cron) continue;
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
  const firesOf = new Map<Job, Fire[]>();
  for (const fire of dueFires(jobs, { after: after - back, upTo: upTo + ahead }, rules.zoneOffset)) {
    const fires = firesOf.get(fire.job);
    if (fires) fires.push(fire);
    else firesOf.set(fire.job, [fire]);
  }
  return [...firesOf].flatMap(([job, fires]) => placeFires(job, fires, rules));
}
