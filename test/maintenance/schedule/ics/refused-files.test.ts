import { describe, expect, test } from 'vitest';
import { readEpochDay } from '../../../../functions/maintenance/foundation/time/day.ts';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import { openIcs } from '../../../../functions/maintenance/schedule/ics/open-ics.ts';
import { calendarText } from './calendar-text.ts';

const file = (...lines: string[]) => calendarText([['UID:event-1', 'SUMMARY:freeze', ...lines]]);

const wide = Buffer.from(`\uFEFF${file('DTSTART:20261225')}`, 'utf16le');
// 国庆节放假
const gbk = Buffer.concat([
  Buffer.from('BEGIN:VCALENDAR\r\nX-WR-CALNAME:'),
  Buffer.from([0xb9, 0xfa, 0xc7, 0xec, 0xbd, 0xda, 0xb7, 0xc5, 0xbc, 0xd9]),
]);

describe('a file', () => {
  test.each<[string, Uint8Array | string, string]>([
    [
      'is empty',
      ' \r\n',
      '1 : an empty file - expected an iCalendar file, which begins with BEGIN:VCALENDAR',
    ],
    [
      'is a web page',
      '<!doctype html>\n<html>',
      '1 : a web page (HTML), perhaps the one for signing in - expected',
    ],
    ['is XML', '<?xml version="1.0"?>\n<icalendar/>', '1 : XML - expected an iCalendar file'],
    ['is JSON', '\uFEFF{ "events": [] }', '1 : JSON - expected an iCalendar file'],
    ['is jCal', '["vcalendar", [], []]', '1 : JSON - expected an iCalendar file'],
    ['is a gzip file', Buffer.from([0x1f, 0x8b, 8, 0]), '1 : a gzip file - expected'],
    ['is a zip file', 'PK\u0003\u0004\u0014', '1 : an archive - expected'],
    ['is a PDF', '%PDF-1.7', '1 : a PDF - expected'],
    ['is UTF-16', wide, '1 : UTF-16 LE - expected UTF-8: save the file in that encoding'],
    ['is UTF-16 with the larger byte first', Buffer.from(wide).swap16(), '1 : UTF-16 BE - expected UTF-8'],
    ['is UTF-16 without a mark', wide.subarray(2), '1 : UTF-16 LE, by its zero bytes - expected UTF-8'],
    ['is in GBK', gbk, '2 : byte 31 (0xB9) is not UTF-8; the file reads as GB18030 (GBK) - expected UTF-8'],
    ['is cut by zeros', 'BEGIN:VCALENDAR\r\nX:\0', '2 : a sign with the code 0 after "X:" - expected'],
    [
      'is too large',
      `BEGIN:VCALENDAR${'\r\n'.repeat(1_100_000)}`,
      '1 : more than 2 MB - expected a file of at most 2 MB',
    ],
    [
      'is some other text',
      'Subject,Start Date\nFreeze,2026',
      '1 : "Subject,Start Date", which is no line of iCalendar - expected',
    ],
    [
      'is a VCARD',
      'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:x\r\nEND:VCARD',
      '1 BEGIN: BEGIN:"VCARD" - expected BEGIN:VCALENDAR',
    ],
    [
      'has no calendar around its events',
      'BEGIN:VEVENT\r\nEND:VEVENT',
      '1 BEGIN: BEGIN:"VEVENT" - expected BEGIN:VCALENDAR',
    ],
    [
      'is of the time before iCalendar',
      file()
        .replace('VERSION:2.0', 'VERSION:1.0')
        .replace(/BEGIN:VEVENT.*END:VEVENT\r\n/s, ''),
      '2 VERSION: vCalendar 1.0',
    ],
    [
      'breaks off',
      file('DTSTART:20261111').slice(0, -30),
      '4 VEVENT: BEGIN:VEVENT without an end: the file breaks off - expected END:VEVENT',
    ],
    [
      'goes on behind its end',
      `${file('DTSTART:20261111')}SUMMARY:x`,
      '10 SUMMARY: SUMMARY outside of a calendar - expected BEGIN:VCALENDAR before it',
    ],
    [
      'ends what has not begun',
      file('END:VALARM'),
      '7 END: END:"VALARM" - expected END:VEVENT, for its BEGIN in line 4',
    ],
    [
      'has an event in an event',
      file('BEGIN:VEVENT'),
      '7 BEGIN: BEGIN:"VEVENT" inside "VEVENT", which begins in line 4 - expected END:VEVENT before it',
    ],
    [
      'has a line that is none',
      file('DTSTART 20261111'),
      '7 : "DTSTART 20261111", which is no line of iCalendar',
    ],
    [
      'has a text that is not folded',
      file('DESCRIPTION:one', 'and two'),
      '8 : "and two", which is no line of iCalendar',
    ],
    [
      'has a broken parameter',
      file('DTSTART;TZID:20261111'),
      '7 DTSTART: ";TZID:20261111" - expected parameters like ;TZID=Europe/Berlin',
    ],
    [
      'has an event without a time',
      file(),
      '4 VEVENT: the event "freeze" without DTSTART - expected when it begins',
    ],
    ['has a time without a value', file('DTSTART:'), '7 DTSTART: "" - expected a day such as 20261225'],
    [
      'has two beginnings',
      file('DTSTART:20261111', 'DTSTART:20261112'),
      '8 DTSTART: a second DTSTART - expected one, as in line 7',
    ],
    [
      'has two days for one',
      file('DTSTART:20261111,20261112'),
      '7 DTSTART: "20261111,20261112" - expected one time',
    ],
    [
      'has a day that does not exist',
      file('DTSTART;VALUE=DATE:20261131'),
      '7 DTSTART: "20261131" - expected a day such as 20261225, or a time',
    ],
    [
      'has an hour that does not exist',
      file('DTSTART:20261111T250000Z'),
      '7 DTSTART: "20261111T250000Z" - expected a day',
    ],
    [
      'has a type that does not exist',
      file('DTSTART;VALUE=99999:20261111'),
      '7 DTSTART: VALUE="99999" - expected VALUE=DATE or VALUE=DATE-TIME',
    ],
    [
      'has an unknown time zone',
      file('DTSTART;TZID=Nowhere/Land:20261111T030000'),
      '7 DTSTART: the time zone "Nowhere/Land" - expected one that a VTIMEZONE of the file defines, an IANA name such as Asia/Shanghai, or one of Windows such as China Standard Time',
    ],
    [
      'has an unknown zone that looks like an address',
      file('DTSTART;TZID=tzone://Microsoft/Custom:20261111T030000'),
      '7 DTSTART: the time zone "tzone://Microsoft/Custom" - expected one',
    ],
    [
      'has an exception in an unknown zone',
      file('DTSTART:20261111T030000Z', 'EXDATE;TZID=Nowhere:20261111T030000'),
      '8 EXDATE: the time zone "Nowhere" - expected one',
    ],
    [
      'ends before it begins',
      file('DTSTART:20261111T030000Z', 'DTEND:20261111T020000Z'),
      '8 DTEND: "20261111T020000Z", before it begins - expected a time after DTSTART, which is "20261111T030000Z"',
    ],
    [
      'lasts less than nothing',
      file('DTSTART:20261111T030000Z', 'DURATION:-PT1H'),
      '8 DURATION: "-PT1H" - expected a length of time such as P1D or PT2H30M',
    ],
    [
      'has a length without a number',
      file('DTSTART:20261111T030000Z', 'DURATION:P'),
      '8 DURATION: "P" - expected a length of time',
    ],
    [
      'has no number for a version',
      file('DTSTART:20261111', 'SEQUENCE:new'),
      '8 SEQUENCE: "new" - expected a number from 0',
    ],
    [
      'has a rule for exceptions',
      file('DTSTART:20261111', 'EXRULE:FREQ=DAILY'),
      '8 EXRULE: a rule for exceptions, which is not supported - expected the exceptions in EXDATE',
    ],
    [
      'changes a series from some time on',
      file('DTSTART:20261111', 'RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20261110'),
      '8 RECURRENCE-ID: a change of a time and of all that follow (RANGE)',
    ],
    [
      'has periods for days',
      file('DTSTART:20261111T030000Z', 'RDATE;VALUE=PERIOD:20261112T030000Z/PT1H'),
      '8 RDATE: VALUE="PERIOD" - expected',
    ],
    [
      'has a rule that comes by the hour',
      file('DTSTART:20261111T030000Z', 'RRULE:FREQ=HOURLY'),
      '8 RRULE: FREQ=HOURLY, which is not supported - expected DAILY',
    ],
  ])(
    'that %s is told of with its line, its property, what was found and what was expected',
    (_, text, told) => {
      const opened = openIcs(text, zoneOffset);
      if (opened.ok) expect.unreachable('it was read');
      const { line, property, message } = opened.problem;
      expect(`${line} ${property}: ${message}`).toContain(told);
    },
  );

  test('may have any number of byte order marks before it', () => {
    expect(openIcs(`\uFEFF\uFEFF${file('DTSTART:20261111')}`, zoneOffset).ok).toBe(true);
  });

  test('may break rules in what nobody asks about', () => {
    const odd = ['ATTENDEE;CN="Li "Wei"":mailto:li@example.com', 'X-ODD;:', 'DTSTAMP:yesterday', 'URL:::'];
    expect(openIcs(file('DTSTART:20261111', ...odd), zoneOffset).ok).toBe(true);
  });

  test('that would take too long to follow is told of with the event', () => {
    const series = ['DTSTART:19700101', 'RRULE:FREQ=YEARLY;BYDAY=MO;COUNT=9999', 'UID:'];
    const opened = openIcs(calendarText(Array.from({ length: 100 }, () => series)), zoneOffset);
    if (!opened.ok) expect.unreachable(opened.problem.message);
    const span = { first: readEpochDay('2026-01-01'), last: readEpochDay('2026-12-31') };
    const laid = opened.file.daysIn(span, 'UTC', () => true);
    if (laid.ok) expect.unreachable('it was laid on days');
    expect(laid.problem.property).toBe('VEVENT');
    expect(laid.problem.line).toBeGreaterThan(4);
    expect(laid.problem.message).toMatch(
      /^rules and times that take more than 500000 steps .* - expected fewer/,
    );
    // The next question is another one.
    expect(opened.file.daysIn({ ...span, last: span.first }, 'UTC', ({ line }) => line < 20).ok).toBe(true);
  });
});
