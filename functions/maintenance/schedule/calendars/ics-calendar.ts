import { type EpochDay, readEpochDay, wallDay } from '../../foundation/time/day.ts';
import type { ZoneOffset } from '../../foundation/time/zone.ts';
import type { IcsEvent } from '../ics/ics-event.ts';
import { type IcsProblem, type LaidDays, type OpenedIcs, openIcs } from '../ics/open-ics.ts';
import { type CalendarEnd, type DayReading, type DaySource, outside } from './day-reading.ts';

/** The bytes of an iCalendar file, or its text. */
export type IcsContent = Uint8Array | string;

/** A file whose events are chosen from; it is read at the first question. */
export type IcsDays = { daysOf(chosen: (event: IcsEvent) => boolean): DaySource };

/** No job is planned for longer than this ahead. */
const farthestYear = 2_100;
const earliestYear = 1_970;

/** The days of an iCalendar file; `content` is `undefined` when there is no such file. */
export function openIcsDays(path: string, content: IcsContent | undefined, zoneOffset: ZoneOffset): IcsDays {
  let read: OpenedIcs | undefined;
  const opened = () => {
    read ??= openIcs(content ?? '', zoneOffset);
    return read;
  };
  return {
    daysOf: (chosen) => {
      if (content === undefined) return missing(path);
      return daySource(path, (first, last, zone) => {
        const file = opened();
        const span = { first: readEpochDay(`${first}-01-01`), last: readEpochDay(`${last}-12-31`) };
        return file.ok ? file.file.daysIn(span, zone, chosen) : file;
      });
    },
  };
}

function missing(path: string): DaySource {
  const reading: DayReading = { is: 'unknown', code: 'calendar.unreadable', reason: `${path} is missing` };
  return { read: () => reading, endBefore: () => undefined };
}

/** The days of the years from one to another, both included. */
type Lay = (firstYear: number, lastYear: number, zone: string) => LaidDays;

function daySource(path: string, lay: Lay): DaySource {
  const years = new Map<string, LaidDays>();
  const laidIn = (year: number, zone: string) => {
    const key = `${zone} ${year}`;
    const laid = years.get(key) ?? lay(year, year, zone);
    years.set(key, laid);
    return laid;
  };
  /** By zone: from a day on, the next one there is; `undefined` for none. */
  const nexts = new Map<string, { readonly from: EpochDay; readonly next: EpochDay | undefined }>();
  return {
    read(day, zone) {
      const laid = laidIn(wallDay(day).year, zone);
      if (!laid.ok) return unreadable(path, laid.problem);
      const reason = laid.days.get(day);
      return reason === undefined ? outside : { is: 'in', reason };
    },
    endBefore(day, zone) {
      const known = nexts.get(zone);
      const isKnown = known && known.from <= day && (known.next === undefined || known.next >= day);
      const next = isKnown ? known.next : nextDay(day, laidIn(wallDay(day).year, zone), lay, zone);
      if (next === 'unknown') return undefined;
      nexts.set(zone, { from: isKnown ? known.from : day, next });
      return next === undefined ? lastDay(day, lay, zone) : undefined;
    },
  };
}

/** The first day from one on: mostly of the same year, else years are looked at together, ever more of them. */
function nextDay(
  day: EpochDay,
  thisYear: LaidDays,
  lay: Lay,
  zone: string,
): EpochDay | undefined | 'unknown' {
  let laid = thisYear;
  let { year } = wallDay(day);
  for (let count = 1; ; count *= 4) {
    if (!laid.ok) return 'unknown';
    let next: EpochDay | undefined;
    for (const each of laid.days.keys()) if (each >= day && (next === undefined || each < next)) next = each;
    if (next !== undefined || year >= farthestYear) return next;
    laid = lay(year + 1, year + count, zone);
    year += count;
  }
}

function lastDay(day: EpochDay, lay: Lay, zone: string): CalendarEnd | undefined {
  const laid = lay(earliestYear, wallDay(day).year, zone);
  if (!laid.ok) return undefined;
  let last: EpochDay | undefined;
  for (const each of laid.days.keys()) if (each < day && (last === undefined || each > last)) last = each;
  return { last };
}

function unreadable(path: string, { line, property, message }: IcsProblem): DayReading {
  const place = `${path}:${line}${property === '' ? '' : ` ${property}`}`;
  return { is: 'unknown', code: 'calendar.unreadable', reason: `${place}: ${message}` };
}
