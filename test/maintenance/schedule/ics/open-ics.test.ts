import { describe, expect, test } from 'vitest';
import { readEpochDay, writeEpochDay } from '../../../../functions/maintenance/foundation/time/day.ts';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import { openIcs } from '../../../../functions/maintenance/schedule/ics/open-ics.ts';
import { berlin, calendarText } from './calendar-text.ts';

/** The days of a text up to the end of 2026 where it is asked from Shanghai, or from elsewhere. */
function daysOf(text: string, zone = 'Asia/Shanghai'): Record<string, string> {
  const opened = openIcs(text, zoneOffset);
  if (!opened.ok) expect.unreachable(`${opened.problem.line}: ${opened.problem.message}`);
  const span = { first: readEpochDay('2020-01-01'), last: readEpochDay('2026-12-31') };
  const laid = opened.file.daysIn(span, zone, () => true);
  if (!laid.ok) expect.unreachable(laid.problem.message);
  return Object.fromEntries([...laid.days].map(([day, summary]) => [writeEpochDay(day), summary]));
}

const event = (...lines: string[]) => ['UID:event-1', 'SUMMARY:freeze', ...lines];
const daysOfEvent = (lines: string[], zone?: string) =>
  Object.keys(daysOf(calendarText([event(...lines)]), zone));

describe('an event', () => {
  test('of one day is on that day in every zone', () => {
    const lines = ['DTSTART;VALUE=DATE:20261111'];
    for (const zone of ['Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati']) {
      expect(daysOfEvent(lines, zone)).toEqual(['2026-11-11']);
    }
  });

  test('of several days leaves out the day of its DTEND', () => {
    expect(daysOfEvent(['DTSTART;VALUE=DATE:20261110', 'DTEND;VALUE=DATE:20261113'])).toEqual([
      '2026-11-10',
      '2026-11-11',
      '2026-11-12',
    ]);
  });

  test('that ends on the day it begins, as some programs write it, is of one day', () => {
    expect(daysOfEvent(['DTSTART;VALUE=DATE:20261111', 'DTEND;VALUE=DATE:20261111'])).toEqual(['2026-11-11']);
  });

  test('with times covers the days of the asking zone that it touches', () => {
    const lines = ['DTSTART:20261110T150000Z', 'DTEND:20261110T170000Z'];
    expect(daysOfEvent(lines, 'Asia/Shanghai')).toEqual(['2026-11-10', '2026-11-11']);
    expect(daysOfEvent(lines, 'UTC')).toEqual(['2026-11-10']);
  });

  test('that ends at midnight is not on the day that begins then', () => {
    const lines = ['DTSTART;TZID=Asia/Shanghai:20261110T220000', 'DURATION:PT2H'];
    expect(daysOfEvent(lines)).toEqual(['2026-11-10']);
  });

  test('at a floating time is on that day everywhere', () => {
    const lines = ['DTSTART:20261110T230000', 'DTEND:20261110T235900'];
    expect(daysOfEvent(lines, 'Asia/Shanghai')).toEqual(['2026-11-10']);
    expect(daysOfEvent(lines, 'America/New_York')).toEqual(['2026-11-10']);
  });

  test('without an end is on the day of its beginning', () => {
    expect(daysOfEvent(['DTSTART;TZID=Europe/Berlin:20261110T200000'])).toEqual(['2026-11-11']);
    expect(daysOfEvent(['DTSTART;TZID=Europe/Berlin:20261110T200000'], 'Europe/Berlin')).toEqual([
      '2026-11-10',
    ]);
  });

  test('gives its summary as the reason, on one line and without escapes', () => {
    const text = calendarText([['UID:a', 'SUMMARY:Double 11\\, part\\n two', 'DTSTART;VALUE=DATE:20261111']]);
    expect(daysOf(text)).toEqual({ '2026-11-11': 'Double 11, part two' });
    expect(daysOf(calendarText([['UID:a', 'DTSTART;VALUE=DATE:20261111']]))).toEqual({
      '2026-11-11': 'an event without a summary',
    });
  });

  test('that is cancelled is none', () => {
    expect(daysOfEvent(['STATUS:CANCELLED', 'DTSTART;VALUE=DATE:20261111'])).toEqual([]);
  });
});

describe('a time zone', () => {
  test.each([
    ['winter', '20260105T233000', ['2026-01-05']],
    ['winter, after midnight', '20260106T000000', ['2026-01-06']],
    ['summer', '20260706T233000', ['2026-07-06']],
    ['the night when clocks go forward', '20260329T033000', ['2026-03-29']],
  ])('is what the file defines under a name of its own: %s', (_, time, days) => {
    const text = calendarText([event(`DTSTART;TZID=W. Europe Standard Time:${time}`)], berlin);
    expect(Object.keys(daysOf(text, 'Europe/Berlin'))).toEqual(days);
  });

  test('of the file keeps the hour through the year', () => {
    // 17:30 in Berlin is past midnight in Shanghai in winter, and not in summer.
    const text = calendarText(
      [
        event(
          'DTSTART;TZID=W. Europe Standard Time:20260115T173000',
          'RRULE:FREQ=MONTHLY;INTERVAL=6;COUNT=2',
        ),
      ],
      berlin,
    );
    expect(Object.keys(daysOf(text))).toEqual(['2026-01-16', '2026-07-15']);
  });

  test('that the file does not define is the IANA zone of that name', () => {
    expect(daysOfEvent(['DTSTART;TZID=America/New_York:20261110T120000'])).toEqual(['2026-11-11']);
  });
});

describe('an event that recurs', () => {
  test('comes every year, without the days of EXDATE and with those of RDATE', () => {
    const lines = [
      'DTSTART;VALUE=DATE:20230101',
      'RRULE:FREQ=YEARLY',
      'EXDATE;VALUE=DATE:20240101,20250101',
      'RDATE;VALUE=DATE:20260701',
    ];
    expect(daysOfEvent(lines)).toEqual(['2023-01-01', '2026-01-01', '2026-07-01']);
  });

  test('at a time of a zone leaves out EXDATEs of that zone, of UTC and of whole days', () => {
    const lines = [
      'DTSTART;TZID=Asia/Shanghai:20261101T033000',
      'RRULE:FREQ=DAILY;COUNT=5',
      'EXDATE;TZID=Asia/Shanghai:20261102T033000',
      'EXDATE:20261102T193000Z',
      'EXDATE;VALUE=DATE:20261104',
    ];
    expect(daysOfEvent(lines)).toEqual(['2026-11-01', '2026-11-05']);
  });

  test('ends with UNTIL, which is written in UTC and includes its own instant', () => {
    const start = 'DTSTART;TZID=America/New_York:20261101T200000';
    const days = (until: string) =>
      daysOfEvent([start, `RRULE:FREQ=DAILY;UNTIL=${until}`], 'America/New_York');
    expect(days('20261104T010000Z')).toEqual(['2026-11-01', '2026-11-02', '2026-11-03']);
    expect(days('20261104T005959Z')).toEqual(['2026-11-01', '2026-11-02']);
    expect(days('20261103')).toEqual(['2026-11-01', '2026-11-02', '2026-11-03']);
  });

  test('moves or cancels single times by events of the same UID', () => {
    const series = event('DTSTART;VALUE=DATE:20261103', 'RRULE:FREQ=WEEKLY;COUNT=4');
    const moved = event('RECURRENCE-ID;VALUE=DATE:20261110', 'DTSTART;VALUE=DATE:20261112');
    const cancelled = event(
      'RECURRENCE-ID;VALUE=DATE:20261117',
      'DTSTART;VALUE=DATE:20261117',
      'STATUS:CANCELLED',
    );
    expect(Object.keys(daysOf(calendarText([series, moved, cancelled])))).toEqual([
      '2026-11-03',
      '2026-11-24',
      '2026-11-12',
    ]);
  });
});

describe('a file', () => {
  test('may hold several calendars, start with a byte order mark and end its lines like Unix', () => {
    const day = (date: string) => calendarText([event(`DTSTART;VALUE=DATE:${date}`)]);
    const text = `\uFEFF${day('20261101')}${day('20261102')}`.replaceAll('\r', '');
    expect(Object.keys(daysOf(text))).toEqual(['2026-11-01', '2026-11-02']);
  });

  test('without events has no days', () => {
    expect(daysOf(calendarText([]))).toEqual({});
  });
});
