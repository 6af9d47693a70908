import { advice, type Finding } from '../../maintenance/document/finding.ts';
import { epochDayAt, writeEpochDay } from '../../maintenance/foundation/time/day.ts';
import { dayMs } from '../../maintenance/foundation/time/duration.ts';
import { instantOfWall, writeWall } from '../../maintenance/foundation/time/wall-time.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import type { Calendars } from '../../maintenance/schedule/calendars/build-calendars.ts';
import { farthestDays } from '../../maintenance/schedule/fires/day-judge.ts';
import { dueFires, fireAfter, fireBefore } from '../../maintenance/schedule/fires/due-fires.ts';
import type { ScheduledFire } from '../../maintenance/schedule/fires/fire.ts';
import { overridesOfJobs } from '../../maintenance/schedule/fires/overrides.ts';
import { scheduledFires } from '../../maintenance/schedule/fires/scheduled-fires.ts';
import type { Span } from '../../maintenance/schedule/fires/wall-hours.ts';
import type { OneTime } from '../../maintenance/schedule/one-time.ts';
import type { Job, Schedule } from '../../maintenance/schedule/schedule.ts';

/** Jobs whose dates are over or have no fire. Disabled jobs are meant not to run. */
export function lintDatedJobs(
  schedule: Schedule,
  now: number,
  zoneOffset: ZoneOffset,
  calendars: Calendars,
): Finding[] {
  const overrides = overridesOfJobs(schedule);
  return schedule.jobs.flatMap((job) => {
    const { at, cron, until, enabled } = job;
    if (!enabled) return [];
    const alone = { ...schedule, jobs: [job], overrides: overrides.get(job.name) ?? [] };
    const startsIn = (span: Span) => scheduledFires(alone, span, zoneOffset, calendars);
    if (at) return lintOneTime(job, at, startsIn, now, zoneOffset);
    return cron && until !== undefined ? lintDates(job, until, startsIn, now, zoneOffset) : [];
  });
}

const byHand = 'or the job removed; people can run it by hand on any day';

/** The fires of a job that start in a span, or would if they were not skipped. */
type StartsIn = (span: Span) => readonly ScheduledFire[];

function lintOneTime(
  job: Job,
  at: OneTime,
  startsIn: StartsIn,
  now: number,
  zoneOffset: ZoneOffset,
): Finding[] {
  const path = ['jobs', job.name, 'at'];
  const time = writeWall(at.wall);
  const [first, second] = (['first', 'last'] as const).map((repeated) =>
    instantOfWall(job.timezone, at.wall, zoneOffset, repeated),
  );
  const shown = { after: (first ?? 0) - 1, upTo: second ?? 0 };
  const [, again] = dueFires([job], shown, zoneOffset);
  // It is moved or put off where none starts at its own time.
  const own = startsIn(shown);
  const farther = { after: shown.after - 2 * dayMs, upTo: shown.upTo + farthestDays * dayMs };
  const placed = own.length > 0 ? own : startsIn(farther);
  const starting = placed.filter(({ skipped }) => !skipped);
  const last = starting.at(-1) ?? placed.at(-1);
  if ((last?.startsAt ?? first ?? 0) <= now) {
    const found = `${time} is over in ${job.timezone}: the job does not come any more`;
    return [advice(path, 'at.over', found, `a time that is to come, ${byHand}`)];
  }
  if (!last) {
    const found = `the clock of ${job.timezone} leaves ${time} out, and dst.gap is skip: the job never comes`;
    return [advice(path, 'at.left-out', found, 'a time that the clock shows, or dst.gap: run-after')];
  }
  if (starting.length === 0) {
    const { skipped } = last;
    // What a calendar does not know is told of where the calendar is.
    if (!skipped || !/^(calendar|override)$/.test(skipped.code)) return [];
    const found = `skips its only fire: ${skipped.reason}`;
    return [advice(path, 'job.never', found, 'a time at which the job may run')];
  }
  if (!again) return [];
  const found = `the clock of ${job.timezone} shows ${time} twice, and dst.overlap is both: the job comes twice`;
  return [advice(path, 'at.twice', found, 'dst.overlap: first or last, for once')];
}

function lintDates(
  job: Job,
  until: string,
  startsIn: StartsIn,
  now: number,
  zoneOffset: ZoneOffset,
): Finding[] {
  const { name, from, timezone } = job;
  const path = ['jobs', name, 'until'];
  if (fireAfter(job, now, zoneOffset)) return [];
  // One that is moved within its day, or put off, may be still to come.
  const days = job.onSkip === 'next-allowed-day' ? farthestDays : 1;
  if (startsIn({ after: now, upTo: now + days * dayMs }).length > 0) return [];
  const today = writeEpochDay(epochDayAt(now, zoneOffset(timezone, now) ?? 0));
  const before = fireBefore(job, now, zoneOffset);
  if (!before && today < until) {
    const span = from === undefined ? `until ${until}` : `from ${from} until ${until}`;
    return [advice(path, 'job.never', `its cron does not come ${span}`, 'dates with a fire between them')];
  }
  const last = before ? `; its last fire was ${writeWall(before.wall)}` : '';
  const found = `${until}: the job does not come any more${last}`;
  return [advice(path, 'job.over', found, `a later day, ${byHand}`)];
}
