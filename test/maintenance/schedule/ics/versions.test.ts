import { describe, expect, test } from 'vitest';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import { openIcs } from '../../../../functions/maintenance/schedule/ics/open-ics.ts';
import { calendarText, daysIn } from './calendar-text.ts';

describe('of the same event', () => {
  const version = (day: string, ...lines: string[]) => ['UID:1', `DTSTART:${day}`, ...lines];

  test.each<[string, (readonly string[])[], string]>([
    [
      'the newer version counts',
      [version('20270310', 'SEQUENCE:1'), version('20270311', 'SEQUENCE:2')],
      '11',
    ],
    ['wherever it stands', [version('20270311', 'SEQUENCE:2'), version('20270310')], '11'],
    ['two of one number count both', [version('20270310'), version('20270311')], '10 11'],
    [
      'of one number the one that was written later counts',
      [
        version('20270311', 'DTSTAMP:20261102T080000Z'),
        version('20270310', 'DTSTAMP:20261101T080000Z', 'SEQUENCE:0'),
      ],
      '11',
    ],
    [
      'a higher number counts whenever it was written',
      [
        version('20270311', 'DTSTAMP:20261101T080000Z', 'SEQUENCE:1'),
        version('20270310', 'DTSTAMP:20261102T080000Z'),
      ],
      '11',
    ],
    [
      'two that were written at once both count',
      [version('20270310', 'DTSTAMP:20261102T080000Z'), version('20270311', 'DTSTAMP:20261102T080000Z')],
      '10 11',
    ],
    [
      'where one does not say when, both count',
      [version('20270310', 'DTSTAMP:20261102T080000Z'), version('20270311')],
      '10 11',
    ],
    [
      'what is written anew after it was cancelled counts',
      [
        version('20270310', 'DTSTAMP:20261101T080000Z', 'STATUS:CANCELLED'),
        version('20270310', 'DTSTAMP:20261102T080000Z'),
      ],
      '10',
    ],
    ['events without an id are none', [['DTSTART:20270310'], ['DTSTART:20270311', 'SEQUENCE:3']], '10 11'],
    [
      'a newer one that cancels it counts',
      [version('20270310'), version('20270310', 'SEQUENCE:1', 'STATUS:CANCELLED')],
      '',
    ],
    [
      'an older one that cancels it does not',
      [version('20270310', 'SEQUENCE:2'), version('20270310', 'SEQUENCE:1', 'STATUS:CANCELLED')],
      '10',
    ],
    [
      'one that cancels it under the same number counts',
      [version('20270310', 'STATUS:CANCELLED'), version('20270310')],
      '',
    ],
    [
      'the newer version of a single time counts',
      [
        version('20270310', 'RRULE:FREQ=DAILY;COUNT=3'),
        version('20270320', 'RECURRENCE-ID:20270311'),
        version('20270321', 'RECURRENCE-ID:20270311', 'SEQUENCE:1'),
      ],
      '10 12 21',
    ],
    [
      'a series that is cancelled takes its times along',
      [
        version('20270310', 'RRULE:FREQ=DAILY', 'STATUS:CANCELLED', 'SEQUENCE:3'),
        version('20270320', 'RECURRENCE-ID:20270311', 'SEQUENCE:2'),
      ],
      '',
    ],
  ])('%s', (_, events, days) => {
    expect(daysIn('UTC', events)).toBe(days);
  });

  test('a calendar that cancels takes it away, in a file of its own and beside the one that has it', () => {
    const published = calendarText([version('20270310')]);
    const cancelling = calendarText([version('20270310', 'SEQUENCE:1')], ['METHOD:CANCEL']);
    const daysOf = (text: string) => {
      const opened = openIcs(text, zoneOffset);
      if (!opened.ok) expect.unreachable(opened.problem.message);
      return opened.file.events.length;
    };
    expect([published, cancelling, published + cancelling].map(daysOf)).toEqual([1, 0, 0]);
  });
});
