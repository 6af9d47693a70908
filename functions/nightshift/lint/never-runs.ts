import { advice, type Finding } from '../../maintenance/document/finding.ts';
import { dayMs } from '../../maintenance/foundation/time/duration.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import type { Calendars } from '../../maintenance/schedule/calendars/build-calendars.ts';
import { hasCalendars } from '../../maintenance/schedule/fires/day-judge.ts';
import { scheduledFires } from '../../maintenance/schedule/fires/scheduled-fires.ts';
import type { Job, Schedule } from '../../maintenance/schedule/schedule.ts';

/** Jobs whose calendars skip every fire of the year to come. Disabled jobs are meant not to run. */
export function lintNeverRuns(
  schedule: Schedule,
  now: number,
  zoneOffset: ZoneOffset,
  calendars: Calendars,
): Finding[] {
  return schedule.jobs.filter(hasCalendars).flatMap((job) => {
    const skips = skipsOfYear(job, schedule, now, zoneOffset, calendars);
    const [first] = skips ?? [];
    // What a calendar does not know is told of where the calendar is.
    if (!skips || first === undefined || skips.some(({ code }) => code !== 'calendar')) return [];
    const fires = skips.length === 1 ? 'its only fire' : `all of its ${skips.length} fires`;
    const found = `skips ${fires} in the year to come, the next for: ${first.reason}`;
    const key = job.onlyOn.length > 0 ? 'onlyOn' : 'skipOn';
    return [advice(['jobs', job.name, key], 'job.never', found, 'calendars that leave a day to run on')];
  });
}

const yearMs = 365 * dayMs;
const weekMs = 7 * dayMs;

/** Why each fire of a year is skipped; `undefined` as soon as one is not, which mostly is in the first week. */
function skipsOfYear(
  job: Job,
  schedule: Schedule,
  now: number,
  zoneOffset: ZoneOffset,
  calendars: Calendars,
) {
  // Without overrides, which come to an end.
  const alone = { ...schedule, jobs: [job], overrides: [] };
  const skips = [];
  for (let after = now; after < now + yearMs; after += weekMs) {
    const span = { after, upTo: Math.min(after + weekMs, now + yearMs) };
    for (const { skipped } of scheduledFires(alone, span, zoneOffset, calendars)) {
      if (!skipped) return undefined;
      skips.push(skipped);
    }
  }
  return skips;
}
