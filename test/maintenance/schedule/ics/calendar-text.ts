import { expect } from 'vitest';
import { readEpochDay, writeEpochDay } from '../../../../functions/maintenance/foundation/time/day.ts';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import { openIcs } from '../../../../functions/maintenance/schedule/ics/open-ics.ts';

/** On both sides of UTC, whose days begin 13 hours apart in winter. */
export const zones = ['Asia/Shanghai', 'America/New_York'] as const;

/** The text of an iCalendar file with events, each given by its lines; `before` are lines before the events. */
export function calendarText(events: readonly (readonly string[])[], before: readonly string[] = []): string {
  const lines = events.flatMap((event) => ['BEGIN:VEVENT', ...event, 'END:VEVENT']);
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Example//EN',
    ...before,
    ...lines,
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

/** Berlin as calendars define it. */
export const berlin: readonly string[] = [
  'BEGIN:VTIMEZONE',
  'TZID:W. Europe Standard Time',
  'BEGIN:STANDARD',
  'DTSTART:16010101T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T020000',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
];

/** The days of March and April 2027 that a text has where it is asked from: `26 27 4/2`. */
export function daysIn(
  zone: string,
  events: readonly (readonly string[])[],
  before: readonly string[] = [],
): string {
  const opened = openIcs(calendarText(events, before), zoneOffset);
  if (!opened.ok) expect.unreachable(`${opened.problem.line}: ${opened.problem.message}`);
  const asked = { first: readEpochDay('2027-03-01'), last: readEpochDay('2027-04-30') };
  const laid = opened.file.daysIn(asked, zone, () => true);
  if (!laid.ok) expect.unreachable(laid.problem.message);
  const days = [...laid.days.keys()].sort((one, other) => one - other).map(writeEpochDay);
  return days.map((day) => (day.startsWith('2027-03') ? '' : '4/') + Number(day.slice(8))).join(' ');
}
