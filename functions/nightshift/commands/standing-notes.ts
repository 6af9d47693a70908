import { epochDayAt } from '../../maintenance/foundation/time/day.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import type { Calendars } from '../../maintenance/schedule/calendars/build-calendars.ts';
import { dayJudge } from '../../maintenance/schedule/fires/day-judge.ts';
import { overridesOfJobs, overridesOn, toldOf } from '../../maintenance/schedule/fires/overrides.ts';
import type { Job, Schedule } from '../../maintenance/schedule/schedule.ts';

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
