import { type EpochDay, readEpochDay, wallDay } from '../../foundation/time/day.ts';
import type { ZoneOffset } from '../../foundation/time/zone.ts';
import { type IcsProblem, type LaidDays, type OpenedIcs, openIcs } from '../ics/open-ics.ts';
import { type DayReading, outside } from './day-reading.ts';

/** Tells the days of an iCalendar file; `text` is `undefined` when there is no such file. */
export function readIcsDays(
  path: string,
  text: string | undefined,
  zoneOffset: ZoneOffset,
): (day: EpochDay, zone: string) => DayReading {
  if (text === undefined) {
    return () => ({ is: 'unknown', code: 'calendar.unreadable', reason: `${path} is missing` });
  }
  let opened: OpenedIcs | undefined;
  const laid = new Map<string, LaidDays>();
  return (day, zone) => {
    opened ??= openIcs(text, zoneOffset);
    if (!opened.ok) return unreadable(path, opened.problem);
    const { year } = wallDay(day);
    const key = `${zone} ${year}`;
    const known = laid.get(key) ?? opened.file.daysIn(yearSpan(year), zone, () => true);
    laid.set(key, known);
    if (!known.ok) return unreadable(path, known.problem);
    const reason = known.days.get(day);
    return reason === undefined ? outside : { is: 'in', reason };
  };
}

function yearSpan(year: number) {
  return { first: readEpochDay(`${year}-01-01`), last: readEpochDay(`${year}-12-31`) };
}

function unreadable(path: string, { line, property, message }: IcsProblem): DayReading {
  const place = `${path}:${line}${property === '' ? '' : ` ${property}`}`;
  return { is: 'unknown', code: 'calendar.unreadable', reason: `${place}: ${message}` };
}
