import { type EpochDay, readEpochDay, wallDay } from '../../foundation/time/day.ts';
import type { ZoneOffset } from '../../foundation/time/zone.ts';
import { type OpenedIcs, openIcs } from '../ics/open-ics.ts';
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
  const laid = new Map<string, { readonly upTo: EpochDay; readonly days: ReadonlyMap<EpochDay, string> }>();
  return (day, zone) => {
    opened ??= openIcs(text, zoneOffset);
    if (!opened.ok) {
      const { line, message } = opened.problem;
      return { is: 'unknown', code: 'calendar.unreadable', reason: `${path}:${line}: ${message}` };
    }
    let known = laid.get(zone);
    if (!known || known.upTo < day) {
      const upTo = readEpochDay(`${wallDay(day).year}-12-31`);
      known = { upTo, days: opened.file.daysUpTo(upTo, zone) };
      laid.set(zone, known);
    }
    const reason = known.days.get(day);
    return reason === undefined ? outside : { is: 'in', reason };
  };
}
