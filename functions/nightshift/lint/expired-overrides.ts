import { advice, type Finding } from '../../maintenance/document/finding.ts';
import { epochDayAt, writeEpochDay } from '../../maintenance/foundation/time/day.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import type { Schedule } from '../../maintenance/schedule/schedule.ts';

/** Overrides whose last day is over in the job's zone: they do nothing any more. */
export function lintExpiredOverrides(
  { overrides, jobs, timezone }: Schedule,
  now: number,
  zoneOffset: ZoneOffset,
): Finding[] {
  const zones = new Map(jobs.map((job) => [job.name, job.timezone]));
  return overrides.flatMap(({ job, until, by }, index) => {
    const zone = zones.get(job) ?? timezone;
    const today = writeEpochDay(epochDayAt(now, zoneOffset(zone, now) ?? 0));
    if (today < until) return [];
    const found = `the override of ${job} by ${by} ended on ${until} and does nothing`;
    return [advice(['overrides', index, 'until'], 'override.expired', found, 'it removed, or a later day')];
  });
}
