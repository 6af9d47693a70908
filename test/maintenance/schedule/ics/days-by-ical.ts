import ICAL from 'ical.js';
import { expect } from 'vitest';
import {
  type EpochDay,
  readEpochDay,
  writeEpochDay,
} from '../../../../functions/maintenance/foundation/time/day.ts';
import { dayMs } from '../../../../functions/maintenance/foundation/time/duration.ts';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import { openIcs } from '../../../../functions/maintenance/schedule/ics/open-ics.ts';

const [first, last] = [readEpochDay('2024-01-01'), readEpochDay('2026-12-31')];
/** How long after the days that are asked for a time may be that another event has moved there. */
const ahead = 40;

/** The days of 2024 to 2026 that a calendar has where it is asked from, as ours and ical.js have them. */
export function daysByBoth(text: string, zone: string) {
  return { ours: daysByOurs(text, zone), theirs: daysByIcal(text, zone) };
}

/** As ours has them, in order. */
export function daysByOurs(text: string, zone: string): readonly string[] {
  const opened = openIcs(text, zoneOffset);
  if (!opened.ok) expect.unreachable(`${opened.problem.line}: ${opened.problem.message}`);
  const laid = opened.file.daysIn({ first, last }, zone, () => true);
  if (!laid.ok) expect.unreachable(laid.problem.message);
  return [...laid.days.keys()].sort((one, other) => one - other).map(writeEpochDay);
}

/** As ical.js has them, in order. */
export function daysByIcal(text: string, zone: string): readonly string[] {
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
  const changes = events.filter((event) => event.hasProperty('recurrence-id'));
  const days = new Set<EpochDay>();
  for (const component of events.filter((event) => !event.hasProperty('recurrence-id'))) {
    const exceptions = changes.filter(
      (each) => each.getFirstPropertyValue('uid') === component.getFirstPropertyValue('uid'),
    );
    const event = new ICAL.Event(component, { exceptions });
    const iterator = event.iterator();
    for (let time = iterator.next(); time && dayOf(time, 0, zone) <= last + ahead; time = iterator.next()) {
      const { startDate, endDate } = event.getOccurrenceDetails(time);
      const begin = dayOf(startDate, 0, zone);
      // What ends at midnight is not on the day that begins then.
      const end = Math.max(begin, dayOf(endDate, 1, zone));
      for (let day = Math.max(begin, first); day <= Math.min(end, last); day += 1) days.add(day);
    }
  }
  return [...days].sort((one, other) => one - other).map(writeEpochDay);
}

/** The day of a time, or of the moment that is some milliseconds before it. */
function dayOf(time: ICAL.Time, before: number, zone: string): EpochDay {
  const { year, month, day, hour, minute, second, isDate } = time;
  const floating = time.zone === ICAL.Timezone.localTimezone;
  if (isDate || floating)
    return Math.floor((Date.UTC(year, month - 1, day, hour, minute, second) - before) / dayMs);
  const instant = time.toUnixTime() * 1_000 - before;
  return Math.floor((instant + (zoneOffset(zone, instant) ?? Number.NaN)) / dayMs);
}
