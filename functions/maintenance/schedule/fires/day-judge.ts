import { type EpochDay, writeEpochDay } from '../../foundation/time/day.ts';
import { type Calendars, endOfCalendar } from '../calendars/build-calendars.ts';
import type { Job } from '../schedule.ts';
import type { SkipReason } from './fire.ts';

/** Says why the calendars keep a job from running on a day of its zone; `undefined` when they do not. */
export type DayJudge = (job: Job, day: EpochDay) => SkipReason | undefined;

/** A judge that asks the calendars about each day once, however many jobs go by them. */
export function dayJudge(calendars: Calendars): DayJudge {
  const verdictsOfRules = new Map<string, Verdicts>();
  const verdictsOfJobs = new Map<Job, Verdicts>();
  return (job, day) => {
    if (!hasCalendars(job)) return undefined;
    let verdicts = verdictsOfJobs.get(job);
    if (!verdicts) {
      const rules = `${job.timezone} ${job.skipOn.join()} ${job.onlyOn.join()}`;
      verdicts = verdictsOfRules.get(rules) ?? new Map();
      verdictsOfRules.set(rules, verdicts);
      verdictsOfJobs.set(job, verdicts);
    }
    if (!verdicts.has(day)) verdicts.set(day, judge(job, day, calendars));
    return verdicts.get(day);
  };
}

type Verdicts = Map<EpochDay, SkipReason | undefined>;

/** Whether calendars have a say in when a job runs. */
export function hasCalendars({ skipOn, onlyOn }: Pick<Job, 'skipOn' | 'onlyOn'>): boolean {
  return skipOn.length > 0 || onlyOn.length > 0;
}

/** What is unknown counts against running: a job that should not run on holidays does not run on a day that may be one. */
function judge(
  { skipOn, onlyOn, timezone }: Job,
  day: EpochDay,
  calendars: Calendars,
): SkipReason | undefined {
  const ask = (name: string) => ({ name, reading: calendars.dayReading(name, day, timezone) });
  const forbidding = skipOn.map(ask);
  for (const { name, reading } of forbidding) {
    if (reading.is === 'in') return { code: 'calendar', reason: `calendar ${name}: ${reading.reason}` };
  }
  const allowing = onlyOn.map(ask);
  const isAllowed = onlyOn.length === 0 || allowing.some(({ reading }) => reading.is === 'in');
  for (const { name, reading } of isAllowed ? forbidding : [...forbidding, ...allowing]) {
    if (reading.is === 'unknown')
      return { code: reading.code, reason: `calendar ${name}: ${reading.reason}` };
  }
  if (isAllowed) return undefined;
  const ended = onlyOn.map((name) => endNote(name, day, timezone, calendars));
  const never = ended.every((notes) => notes.length > 0) ? ended.flat() : [];
  return { code: 'calendar', reason: [`no day of ${listed(onlyOn)}`, ...never].join('; ') };
}

/** What people should know of a day on which a job runs: the calendars that keep it from none any more. */
export function endedNotes(
  { skipOn, timezone }: Job,
  day: EpochDay,
  calendars: Calendars,
): readonly string[] {
  return skipOn.flatMap((name) => endNote(name, day, timezone, calendars));
}

function endNote(name: string, day: EpochDay, zone: string, calendars: Calendars): readonly string[] {
  const end = endOfCalendar(calendars.endsBefore(name, day, zone));
  if (!end) return [];
  return [
    end.last === undefined
      ? `calendar ${name} has no day at all`
      : `calendar ${name} has no day after ${writeEpochDay(end.last)}`,
  ];
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? `calendar ${names[0]}` : `the calendars ${names.join(', ')}`;
}

/** How far a fire may be put off, in days: a month, so that a monthly job never meets its next fire but one. */
export const farthestDays = 31;

/** The next day after a day on which the calendars let a job run, at most 31 days on. */
export function nextAllowedDay(job: Job, day: EpochDay, judge: DayJudge): EpochDay | undefined {
  for (let next = day + 1; next <= day + farthestDays; next += 1) if (!judge(job, next)) return next;
  return undefined;
}

/** How many days in a row before a day the calendars do not let a job run, at most 31. */
export function refusedDaysBefore(job: Job, day: EpochDay, judge: DayJudge): number {
  let count = 0;
  while (count < farthestDays && judge(job, day - count - 1)) count += 1;
  return count;
}
