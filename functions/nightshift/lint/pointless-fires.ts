import { advice, type Finding } from '../../maintenance/document/finding.ts';
import { dayMs } from '../../maintenance/foundation/time/duration.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import type { Calendars } from '../../maintenance/schedule/calendars/build-calendars.ts';
import { hasCalendars } from '../../maintenance/schedule/fires/day-judge.ts';
import { dueFires } from '../../maintenance/schedule/fires/due-fires.ts';
import { timesOf } from '../../maintenance/schedule/fires/job-dates.ts';
import { scheduledFires } from '../../maintenance/schedule/fires/scheduled-fires.ts';
import type { Job, Schedule } from '../../maintenance/schedule/schedule.ts';
import type { Selectors, Targets } from '../../maintenance/schedule/selector-schema.ts';

/** Jobs whose calendars skip every fire of the year to come. Disabled jobs are meant not to run. */
export function lintNeverRuns(
  schedule: Schedule,
  now: number,
  zoneOffset: ZoneOffset,
  calendars: Calendars,
): Finding[] {
  // Of a job with an `at`, its one fire is looked at wherever it is: see `dated-jobs.ts`.
  return schedule.jobs
    .filter((job) => hasCalendars(job) && !job.at)
    .flatMap((job) => {
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

/** Jobs that come to the same instances at the same instant as an earlier one, within a year. */
export function lintSameWork({ jobs }: Schedule, now: number, zoneOffset: ZoneOffset): Finding[] {
  const byTargets = new Map<string, Job[]>();
  for (const job of jobs) {
    if (!job.enabled || !timesOf(job)) continue;
    const key = canonical(job.targets);
    const alike = byTargets.get(key);
    if (alike) alike.push(job);
    else byTargets.set(key, [job]);
  }
  return [...byTargets.values()].flatMap((alike) => meetings(alike, now, zoneOffset));
}

const hourMs = dayMs / 24;

/** An hour, a day, then week by week, because jobs that meet mostly meet soon, and each has to be told of once only. */
function meetings(alike: readonly Job[], now: number, zoneOffset: ZoneOffset): Finding[] {
  const left = new Set(alike);
  const findings: Finding[] = [];
  for (let after = now, upTo = now + hourMs; after < now + 53 * weekMs && left.size > 1; ) {
    const firstAt = new Map<number, Job>();
    for (const { job, at } of dueFires([...left], { after, upTo }, zoneOffset)) {
      const other = firstAt.get(at);
      if (other === undefined) firstAt.set(at, job);
      else if (left.has(job)) {
        findings.push(tell(job, other, at));
        left.delete(job);
      }
    }
    [after, upTo] = [upTo, upTo + (upTo < now + dayMs ? dayMs : weekMs)];
  }
  return findings;
}

function tell(job: Job, other: Job, at: number): Finding {
  const when = new Date(at).toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length);
  const found = `the same targets at the same time as ${other.name}, next on ${when}Z`;
  return advice(
    ['jobs', job.name, job.at ? 'at' : 'cron'],
    'jobs.same',
    found,
    'another time, other targets, or one job',
  );
}

/** A text that is the same for targets that mean the same. */
function canonical({ region, exclude, ...selectors }: Targets): string {
  return JSON.stringify([
    [region].flat().sort(),
    sorted(selectors),
    exclude === undefined ? null : sorted(exclude),
  ]);
}

function sorted({ tags, ...conditions }: Selectors) {
  const others = Object.entries(conditions).flatMap(([key, wanted]) =>
    wanted === undefined ? [] : [[key, Array.isArray(wanted) ? [...new Set(wanted)].sort() : wanted.text]],
  );
  const pairs = Object.entries(tags ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  return [others.sort(([one = ''], [other = '']) => (one < other ? -1 : 1)), pairs];
}
