import type { Finding } from '../../maintenance/document/finding.ts';
import { dayMs } from '../../maintenance/foundation/time/duration.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import type { Schedule } from '../../maintenance/schedule/schedule.ts';
import { missingYears } from './calendar-problems.ts';

/** Within this time a year that is not known keeps jobs from running so soon that it is an error. */
const soonMs = 31 * dayMs;

/** So long before, somebody may wait for the notice of the next year, which comes in November, or for a new version. */
const laterMs = 92 * dayMs;

/** Calendars of China's days that lack a year which jobs need: on days that are not known those do not run. */
export async function lintMissingYears(
  schedule: Schedule,
  now: number,
  zoneOffset: ZoneOffset,
): Promise<Finding[]> {
  const soon = await missingYears(schedule, now, now + soonMs, zoneOffset);
  const all = await missingYears(schedule, now, now + laterMs, zoneOffset);
  return all.map(({ year, calendar, jobs }) => {
    const isSoon = soon.some((missing) => missing.year === year && missing.calendar === calendar);
    const entry = schedule.calendars[calendar]?.findIndex((each) => 'china' in each) ?? 0;
    const found = `China's holidays of ${year} are not known to this version, and without them ${jobs.join(', ')} will not run`;
    return {
      path: ['calendars', calendar, entry, 'china'],
      part: 'value',
      severity: isSoon ? 'error' : 'warning',
      code: 'calendar.year-missing',
      message: `${found} - expected a version that has them, or days written out`,
    };
  });
}
