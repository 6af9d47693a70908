import type { Calendars } from '../schedule/calendars/build-calendars.ts';
import { dayJudge } from '../schedule/day-judge.ts';
import { epochDayAt } from '../schedule/epoch-day.ts';
import { overridesOfJobs, overridesOn, toldOf } from '../schedule/overrides.ts';
import type { Job, Schedule } from '../schedule/schedule.ts';
import type { ZoneOffset } from '../schedule/zone.ts';

/** What keeps a job from running today, or from running at its time: overrides with their author, and calendars. */
export function standingNotes(
  job: Job,
  now: number,
  schedule: Schedule,
  zoneOffset: ZoneOffset,
  calendars: Calendars,
): readonly string[] {
  const today = epochDayAt(now, zoneOffset(job.timezone, now) ?? 0);
  const overrides = overridesOn(overridesOfJobs(schedule).get(job.name) ?? [], today);
  const refusal = dayJudge(calendars)(job, today);
  return [
    ...overrides.map((override) => `its timer is ${toldOf(override)}`),
    ...(refusal ? [`does not run today, ${refusal.reason}`] : []),
  ];
}
