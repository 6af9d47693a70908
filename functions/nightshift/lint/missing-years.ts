import type { Finding } from '../../maintenance/document/finding.ts';
import { firstNames } from '../../maintenance/foundation/first-names.ts';
import { wallDay } from '../../maintenance/foundation/time/day.ts';
import { dayMs } from '../../maintenance/foundation/time/duration.ts';
import { wallAt } from '../../maintenance/foundation/time/wall-time.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import { givenYears } from '../../maintenance/schedule/calendars/build-calendars.ts';
import { farthestDays } from '../../maintenance/schedule/fires/day-judge.ts';
import { daysOf, isOver } from '../../maintenance/schedule/fires/job-dates.ts';
import type { Schedule } from '../../maintenance/schedule/schedule.ts';

/** Within this time a year that is not known keeps jobs from running so soon that it is an error. */
const soonMs = 31 * dayMs;

/** So long before, somebody may wait for the notice of the next year, which comes in November, or for a new version. */
const laterMs = 92 * dayMs;

/** So many of the jobs are named. */
const mostNamed = 8;

/** Calendars of China's days that lack a year which jobs need: on days that are not known those do not run. */
export async function lintMissingYears(
  schedule: Schedule,
  now: number,
  zoneOffset: ZoneOffset,
): Promise<Finding[]> {
  const { yearAdvice } = await import('../../maintenance/schedule/calendars/china-calendar.ts');
  const soon = await missingYears(schedule, now, now + soonMs, zoneOffset);
  const all = await missingYears(schedule, now, now + laterMs, zoneOffset);
  return all.map(({ year, calendar, jobs }) => {
    const isSoon = soon.some((missing) => missing.year === year && missing.calendar === calendar);
    const entry = schedule.calendars[calendar]?.findIndex((each) => 'china' in each) ?? 0;
    const found = `China's holidays of ${year} are not known, so ${firstNames(jobs, mostNamed)} will not run`;
    const expected = yearAdvice(year);
    return {
      path: ['calendars', calendar, entry, 'china'],
      part: 'value',
      severity: isSoon ? 'error' : 'warning',
      code: 'calendar.year-missing',
      message: `${found} - expected ${expected}`,
    };
  });
}

/** A year of China's holidays that is not known, the calendar that needs it, and the jobs that rely on that. */
type MissingYear = {
  readonly year: number;
  readonly calendar: string;
  readonly jobs: readonly string[];
};

/** The years between two instants (both included) that calendars of jobs need and that are not known. */
export async function missingYears(
  { calendars, jobs }: Pick<Schedule, 'calendars' | 'jobs'>,
  from: number,
  to: number,
  zoneOffset: ZoneOffset,
): Promise<readonly MissingYear[]> {
  const { yearsCovered } = await import('../../maintenance/schedule/calendars/china-calendar.ts');
  const chinese = Object.keys(calendars).filter((name) => calendars[name]?.some((entry) => 'china' in entry));
  if (chinese.length === 0) return [];
  const known = new Set([...yearsCovered, ...givenYears({ calendars }).map(({ year }) => year)]);
  const missing = new Map<string, { year: number; calendar: string; jobs: string[] }>();
  for (const job of jobs) {
    const { name, timezone, enabled, skipOn, onlyOn } = job;
    const asked = chinese.filter((calendar) => skipOn.includes(calendar) || onlyOn.includes(calendar));
    if (!enabled || asked.length === 0 || isOver(job, from, zoneOffset)) continue;
    const [today, farthest] = [from, to].map((instant) =>
      Math.floor(wallAt(timezone, instant, zoneOffset) / dayMs),
    );
    const own = daysOf(job);
    // What is put off may reach into the year after its last day.
    const reach = job.onSkip === 'next-allowed-day' && job.until === undefined ? farthestDays : 0;
    const begin = Math.max(today ?? 0, own.first);
    const end = Math.min(farthest ?? 0, own.last + reach);
    if (end < begin) continue;
    const [first, last] = [wallDay(begin).year, wallDay(end).year];
    for (const calendar of asked)
      for (let year = first; year <= last; year += 1) {
        if (known.has(year)) continue;
        const key = `${year} ${calendar}`;
        const found = missing.get(key) ?? { year, calendar, jobs: [] };
        found.jobs.push(name);
        missing.set(key, found);
      }
  }
  return [...missing.values()].sort((one, other) => one.year - other.year);
}
