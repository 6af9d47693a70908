import { type EpochDay, readEpochDay } from '../../foundation/time/day.ts';
import type { ZoneOffset } from '../../foundation/time/zone.ts';
import type { Schedule } from '../schedule.ts';
import type { CalendarEntry } from '../schema.ts';
import type { GivenYear } from './china-calendar.ts';
import { type CalendarEnd, type DayReading, type DaySource, outside } from './day-reading.ts';
import type { IcsContent } from './ics-calendar.ts';

/** The calendars of a schedule, to be asked about days of the zone of a job. */
export type Calendars = {
  dayReading(name: string, day: EpochDay, zone: string): DayReading;
  /** Of each entry of a calendar, its end where it has no day from one on; years that are given are none of its. */
  endsBefore(name: string, day: EpochDay, zone: string): readonly EntryEnd[];
};

/** An entry by its place in the calendar, and its end; `undefined` while it has days. */
export type EntryEnd = { readonly index: number; readonly end: CalendarEnd | undefined };

/** What iCalendar files hold, by their paths as the schedule has them. */
export type IcsContents = Readonly<Record<string, IcsContent>>;

type Parts = Pick<Schedule, 'calendars' | 'jobs'>;

/** The paths of the iCalendar files that jobs rely on, as they are written in the schedule. */
export function icsPathsOf(schedule: Parts): readonly string[] {
  const used = usedCalendars(schedule).flatMap((name) => schedule.calendars[name] ?? []);
  const entries = used.some((entry) => 'china' in entry) ? [...used, ...givenYears(schedule)] : used;
  return [...new Set(entries.flatMap((entry) => ('ics' in entry ? [entry.ics] : [])))];
}

/** The end of a calendar as a whole: that of the entry that was the last to have a day. */
export function endOfCalendar(ends: readonly EntryEnd[]): CalendarEnd | undefined {
  let whole: CalendarEnd = { last: undefined };
  for (const { end } of ends) {
    if (!end) return undefined;
    if (end.last !== undefined && (whole.last === undefined || end.last > whole.last)) whole = end;
  }
  return whole;
}

/**
 * Makes the calendars that jobs rely on ready; `contents` has each of `icsPathsOf`. What a calendar needs is loaded only
 * where one is used, and a file is parsed at the first question. A file that is missing or cannot be read is no error
 * here: each of its days is `unknown`.
 */
export async function buildCalendars(
  schedule: Parts,
  contents: IcsContents,
  zoneOffset: ZoneOffset,
): Promise<Calendars> {
  const sources = new Map<string, readonly { readonly index: number; readonly source: DaySource }[]>();
  for (const name of usedCalendars(schedule)) {
    const entries = [...(schedule.calendars[name] ?? []).entries()].flatMap(([index, entry]) =>
      'year' in entry ? [] : [{ index, entry }],
    );
    const opened = entries.map(async ({ index, entry }) => ({
      index,
      source: await sourceOf(entry, schedule, contents, zoneOffset),
    }));
    sources.set(name, await Promise.all(opened));
  }
  return {
    dayReading(name, day, zone) {
      let reading: DayReading = outside;
      for (const { source } of sources.get(name) ?? []) {
        const read = source.read(day, zone);
        if (read.is === 'in') return read;
        if (read.is === 'unknown') reading = read;
      }
      return reading;
    },
    endsBefore: (name, day, zone) =>
      (sources.get(name) ?? []).map(({ index, source }) => ({ index, end: source.endBefore(day, zone) })),
  };
}

function usedCalendars({ jobs }: Pick<Schedule, 'jobs'>): readonly string[] {
  return [...new Set(jobs.flatMap(({ skipOn, onlyOn }) => [...skipOn, ...onlyOn]))];
}

/** A year of China's holidays as the schedule has it, in whichever calendar: it holds for all of them. */
type YearEntry = Extract<CalendarEntry, { readonly year: number }>;

/** The years of China's holidays that a schedule gives. */
export function givenYears({ calendars }: Pick<Schedule, 'calendars'>): readonly YearEntry[] {
  return Object.values(calendars)
    .flat()
    .filter((entry): entry is YearEntry => 'year' in entry);
}

async function sourceOf(
  entry: Exclude<CalendarEntry, YearEntry>,
  schedule: Parts,
  contents: IcsContents,
  zoneOffset: ZoneOffset,
): Promise<DaySource> {
  if ('china' in entry) {
    const { chinaSource } = await import('./china-calendar.ts');
    const years = givenYears(schedule).map((each) => givenYear(each, contents, zoneOffset));
    return chinaSource(entry.china, await Promise.all(years));
  }
  if ('ics' in entry) {
    const { openIcsDays } = await import('./ics-calendar.ts');
    const { isChosen } = await import('./chosen-events.ts');
    const days = openIcsDays(entry.ics, contents[entry.ics], zoneOffset);
    return days.daysOf((event) => isChosen(event, entry));
  }
  return spanSource('date' in entry ? [{ ...entry, from: entry.date, to: entry.date }] : [entry]);
}

async function givenYear(
  entry: YearEntry,
  contents: IcsContents,
  zoneOffset: ZoneOffset,
): Promise<GivenYear> {
  const { year } = entry;
  if ('ics' in entry) {
    const { openIcsDays } = await import('./ics-calendar.ts');
    const days = openIcsDays(entry.ics, contents[entry.ics], zoneOffset);
    return {
      year,
      off: days.daysOf(({ mark }) => mark === undefined),
      worked: days.daysOf(({ mark }) => mark !== undefined),
    };
  }
  const written = `of ${year}, as the schedule has it`;
  const off = entry.holidays.map((each) => {
    if (typeof each === 'string') return { from: each, to: each, reason: `a holiday ${written}` };
    return { ...each, reason: each.reason ?? `a holiday ${written}` };
  });
  const worked = entry.workdays.map((day) => ({
    from: day,
    to: day,
    reason: `a day worked in exchange ${written}`,
  }));
  return { year, off: spanSource(off), worked: spanSource(worked) };
}

type Span = { readonly from: string; readonly to: string; readonly reason: string };

function spanSource(spans: readonly Span[]): DaySource {
  const days = spans.map(({ from, to, reason }) => ({
    first: readEpochDay(from),
    last: readEpochDay(to),
    reason,
  }));
  return {
    read: (day) => {
      const found = days.find(({ first, last }) => first <= day && day <= last);
      return found ? { is: 'in', reason: found.reason } : outside;
    },
    endBefore: (day) => {
      const last = Math.max(...days.map((each) => each.last));
      return last < day ? { last } : undefined;
    },
  };
}
