import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import { openIcs } from '../../../../functions/maintenance/schedule/ics/open-ics.ts';
import { calendarText } from './calendar-text.ts';
import { daysByBoth, daysByIcal, daysByOurs } from './days-by-ical.ts';

function refusalOf(text: string): string {
  const opened = openIcs(text, zoneOffset);
  if (opened.ok) expect.unreachable('was read');
  const { line, property, message } = opened.problem;
  return `${line} ${property}: ${message.replace(/ - expected .*$/, '')}`;
}

/** Of the first days of each: `24-02-29 25-03-01`. */
const begin = (days: readonly string[]) =>
  days
    .slice(0, 4)
    .map((day) => day.slice(2))
    .join(' ');

describe('where ical.js departs from RFC 5545, openIcs has the days that dateutil has:', () => {
  test.each([
    ['FREQ=YEARLY', '2024-02-29', '24-02-29', '24-02-29 25-03-01 26-03-01'],
    [
      'FREQ=YEARLY;BYMONTH=1,2',
      '2024-01-31',
      '24-01-31 25-01-31 26-01-31',
      '24-01-31 24-03-02 25-01-31 25-03-03',
    ],
    [
      'FREQ=YEARLY;BYMONTHDAY=1',
      '2024-01-01',
      '24-01-01 24-02-01 24-03-01 24-04-01',
      '24-01-01 25-01-01 26-01-01',
    ],
    [
      'FREQ=YEARLY;BYMONTH=1,6;BYMONTHDAY=-7',
      '2024-01-25',
      '24-01-25 24-06-24 25-01-25 25-06-24',
      '24-06-24 25-01-24 25-06-24 26-01-24',
    ],
    [
      'FREQ=YEARLY;BYMONTH=2,3;BYMONTHDAY=24,30',
      '2024-02-24',
      '24-02-24 24-03-24 24-03-30 25-02-24',
      '24-02-24 24-03-01 24-03-24 24-03-30',
    ],
    [
      'FREQ=YEARLY;BYMONTH=1,2;BYDAY=FR;BYSETPOS=1',
      '2024-01-05',
      '24-01-05 25-01-03 26-01-02',
      '24-01-05 24-02-02 25-01-03 25-02-07',
    ],
    [
      'FREQ=MONTHLY;BYMONTH=10,9;BYMONTHDAY=14,-9',
      '2025-09-14',
      '25-09-14 25-09-22 25-10-14 25-10-23',
      '25-09-14 25-09-22 26-09-14 26-09-22',
    ],
    [
      'FREQ=MONTHLY;BYMONTH=10,3,8;BYDAY=-1TH',
      '2024-03-28',
      '24-03-28 24-08-29 24-10-31 25-03-27',
      '24-03-28 24-08-29 25-03-27 25-08-28',
    ],
    [
      'FREQ=MONTHLY;BYMONTHDAY=3,-29;BYSETPOS=2',
      '2025-11-03',
      '25-11-03 26-04-03 26-06-03 26-09-03',
      '25-11-03 25-12-03 26-01-03 26-02-03',
    ],
    [
      'FREQ=MONTHLY;INTERVAL=4;BYMONTHDAY=31,21,18;BYDAY=SU,MO',
      '2025-04-21',
      '25-04-21 25-08-18 25-08-31 25-12-21',
      '25-05-18 25-09-21 26-01-18 26-05-18',
    ],
    [
      'FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1',
      '2024-01-01',
      '24-01-01 24-01-08 24-01-15 24-01-22',
      '24-01-01 24-01-02 24-01-08 24-01-09',
    ],
  ])('%s from %s: %s, and not %s', (rule, start, ours, theirs) => {
    const event = ['UID:1', `DTSTART;VALUE=DATE:${start.replaceAll('-', '')}`, `RRULE:${rule}`];
    const found = daysByBoth(calendarText([event]), 'UTC');
    expect([begin(found.ours), begin(found.theirs)]).toEqual([ours, theirs]);
  });
});

describe('they differ on', () => {
  const first = ['UID:1', 'DTSTART;VALUE=DATE:20240601'];
  const daily = [...first, 'RRULE:FREQ=DAILY;COUNT=3'];
  test.each<[string, readonly (readonly string[])[], string, string]>([
    [
      'DTSTART beside RDATE alone, which is the first time',
      [[...first, 'RDATE;VALUE=DATE:20240701']],
      '24-06-01 24-07-01',
      '24-07-01',
    ],
    ['EXDATE without a rule', [[...first, 'EXDATE;VALUE=DATE:20240601']], '', '24-06-01'],
    [
      'EXDATE of what RRULE and RDATE have',
      [[...daily, 'RDATE;VALUE=DATE:20240602', 'EXDATE;VALUE=DATE:20240602']],
      '24-06-01 24-06-03',
      '24-06-01 24-06-02 24-06-03',
    ],
    [
      'an EXDATE that is there twice',
      [[...daily, 'EXDATE;VALUE=DATE:20240602,20240602,20240603']],
      '24-06-01',
      '24-06-01 24-06-03',
    ],
    [
      'an event for a time that its series has not',
      [daily, ['UID:1', 'RECURRENCE-ID;VALUE=DATE:20240604', 'DTSTART;VALUE=DATE:20240609']],
      '24-06-01 24-06-02 24-06-03 24-06-09',
      '24-06-01 24-06-02 24-06-03',
    ],
    [
      'EXDATE as an hour of a whole day',
      [[...daily, 'EXDATE:20240602T090000']],
      '24-06-01 24-06-03',
      '24-06-01 24-06-02 24-06-03',
    ],
    [
      'EXDATE of a whole day as its midnight in UTC',
      [[...daily, 'EXDATE:20240601T160000Z']],
      '24-06-01 24-06-03',
      '24-06-01 24-06-02 24-06-03',
    ],
    [
      'UNTIL of whole days as the midnight of the last in UTC',
      [[...first, 'RRULE:FREQ=DAILY;UNTIL=20240602T160000Z']],
      '24-06-01 24-06-02 24-06-03',
      '24-06-01 24-06-02',
    ],
    [
      'UNTIL as a day for times in UTC',
      [['UID:1', 'DTSTART:20240601T003000Z', 'RRULE:FREQ=DAILY;UNTIL=20240603']],
      '24-06-01 24-06-02 24-06-03',
      '24-06-01 24-06-02',
    ],
  ])('%s', (_, events, ours, theirs) => {
    const found = daysByBoth(calendarText(events), 'Asia/Shanghai');
    expect([begin(found.ours), begin(found.theirs)]).toEqual([ours, theirs]);
  });
});

describe('ical.js takes for another day, or for another zone, what openIcs refuses', () => {
  test.each([
    ['DTSTART;VALUE=DATE:20260230', '2026-03-02', '6 DTSTART: "20260230"'],
    ['DTSTART;VALUE=DATE:2026-1-1', '2025-10-30', '6 DTSTART: "2026-1-1"'],
    ['DTSTART;VALUE=DATE:20251340', '2026-02-09', '6 DTSTART: "20251340"'],
    ['DTSTART;TZID=Nowhere/Land:20260101T003000', '2026-01-01', '6 DTSTART: the time zone "Nowhere/Land"'],
  ])('%s, as %s', (start, theirs, ours) => {
    const text = calendarText([['UID:1', start]]);
    expect(daysByIcal(text, 'UTC')).toEqual([theirs]);
    expect(refusalOf(text)).toBe(ours);
  });
});

describe('of what neither can read, openIcs says line and property, and ical.js', () => {
  test.each([
    ['', TypeError, 'Cannot read properties of undefined', '1 : an empty file'],
    [
      calendarText([['UID:1', 'SUMMARY:Freeze']]),
      TypeError,
      'Cannot read properties of null',
      '4 VEVENT: the event "Freeze" without DTSTART',
    ],
    [
      calendarText([['UID:1', 'DTSTART;VALUE=DATE:20260101', 'RRULE:COUNT=3']]),
      TypeError,
      'Cannot read',
      '7 RRULE: "COUNT=3" without FREQ',
    ],
    [
      calendarText([['UID:1', 'DTSTART:1.6.2026']]),
      Error,
      'invalid date-time value',
      '6 DTSTART: "1.6.2026"',
    ],
    [
      calendarText([['UID:1', 'DTSTART:20260101T000000Z', 'RRULE:FREQ=DAILY;UNTIL=soon']]),
      Error,
      'Could not extract integer from "soon"',
      '7 RRULE: UNTIL="SOON"',
    ],
    [
      calendarText([['UID:1', 'DTSTART:20260101T000000Z', 'RRULE:FREQ=WEEKLY;BYDAY=MON']]),
      Error,
      'invalid BYDAY value "MON"',
      '7 RRULE: the weekday "MON"',
    ],
  ])('%j: %o %s', (text, kind, theirs, ours) => {
    const read = () => daysByIcal(text, 'UTC');
    expect(read).toThrow(kind);
    expect(read).toThrow(theirs);
    expect(refusalOf(text)).toBe(ours);
  });

  test('splits an id of Exchange, which openIcs reads', () => {
    const text = calendarText([['UID:1', 'DTSTART;TZID=tzone://Microsoft/Utc:20260101T090000']]);
    expect(() => daysByIcal(text, 'UTC')).toThrow('Could not extract integer from "//Mi"');
    expect(daysByOurs(text, 'UTC')).toEqual(['2026-01-01']);
  });
});

describe('ical.js does not come back from', () => {
  test.each([
    ['FREQ=DAILY;INTERVAL=7;BYDAY=MO', '2024-01-02', ''],
    ['FREQ=DAILY;BYMONTHDAY=-1', '2024-01-31', '24-01-31 24-02-29 24-03-31 24-04-30'],
  ])('%s, of which openIcs has %s', (rule, start, ours) => {
    const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateString(start));
    const look = iterator.check_contracting_rules.bind(iterator);
    let looks = 0;
    iterator.check_contracting_rules = () => {
      looks += 1;
      // Ten years.
      if (looks > 3_652) throw new Error('has looked at ten years');
      return look();
    };
    expect(() => [iterator.next(), iterator.next()]).toThrow('has looked at ten years');
    const event = ['UID:1', `DTSTART;VALUE=DATE:${start.replaceAll('-', '')}`, `RRULE:${rule}`];
    expect(begin(daysByOurs(calendarText([event]), 'UTC'))).toBe(ours);
  });
});
