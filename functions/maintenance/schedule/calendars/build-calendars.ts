import { type EpochDay, writeEpochDay } from '../../foundation/time/day.ts';
import type { ZoneOffset } from '../../foundation/time/zone.ts';
import type { Schedule } from '../schedule.ts';
import type { CalendarEntry } from '../schema.ts';
import { type DayReading, outside } from './day-reading.ts';

/** The calendars of a schedule, to be asked about days of the zone of a job. */
export type Calendars = { dayReading(name: string, day: EpochDay, zone: string): DayReading };

/** What can tell the days of one entry. */
type DaySource = (day: EpochDay, zone: string) => DayReading;

/** The paths of the iCalendar files that jobs rely on, as they are written in the schedule. */
export function icsPathsOf(schedule: Pick<Schedule, 'calendars' | 'jobs'>): readonly string[] {
  const entries = usedCalendars(schedule).flatMap((name) => schedule.calendars[name] ?? []);
  return [...new Set(entries.flatMap((entry) => ('ics' in entry ? [entry.ics] : [])))];
}

/**
 * Makes the calendars that jobs rely on ready; `icsTexts` has the text of each of `icsPathsOf`. What a calendar
 * needs is loaded only where one is used, and a file is parsed at the first question. A file that is missing or
 * cannot be read is no error here: each of its days is `unknown`.
 */
export async function buildCalendars(
  schedule: Pick<Schedule, 'calendars' | 'jobs'>,
  icsTexts: Readonly<Record<string, string>>,
  zoneOffset: ZoneOffset,
): Promise<Calendars> {
  const sources = new Map<string, readonly DaySource[]>();
  for (const name of usedCalendars(schedule)) {
    const entries = schedule.calendars[name] ?? [];
    sources.set(name, await Promise.all(entries.map((entry) => sourceOf(entry, icsTexts, zoneOffset))));
  }
  return {
    dayReading(name, day, zone) {
      let reading: DayReading = outside;
      for (const source of sources.get(name) ?? []) {
        const read = source(day, zone);
        if (read.is === 'in') return read;
        if (read.is === 'unknown') reading = read;
      }
      return reading;
    },
  };
}

function usedCalendars({ jobs }: Pick<Schedule, 'jobs'>): readonly string[] {
  return [...new Set(jobs.flatMap(({ skipOn, onlyOn }) => [...skipOn, ...onlyOn]))];
}

async function sourceOf(
  entry: CalendarEntry,
  icsTexts: Readonly<Record<string, string>>,
  zoneOffset: ZoneOffset,
): Promise<DaySource> {
  if ('china' in entry) {
    const { readChinaDay } = await import('./china-calendar.ts');
    return (day) => readChinaDay(entry.china, day);
  }
  if ('ics' in entry) {
    const { readIcsDays } = await import('./ics-calendar.ts');
    return readIcsDays(entry.ics, icsTexts[entry.ics], zoneOffset);
  }
  const [first, last] = 'date' in entry ? [entry.date, entry.date] : [entry.from, entry.to];
  const inside: DayReading = { is: 'in', reason: entry.reason };
  return (day) => {
    // With every part padded, the order of the texts is the order of the days.
    const written = writeEpochDay(day);
    return first <= written && written <= last ? inside : outside;
  };
}
