import { describe, expect, test } from 'vitest';
import { berlin, daysIn, zones } from './calendar-text.ts';

describe('how long an event lasts', () => {
  const midnight = 'DTSTART;TZID=Europe/Berlin:20270328T000000';

  test.each<[string, string[], string]>([
    ['a day of 23 hours is one day', [midnight, 'DURATION:P1D'], '28'],
    ['24 hours from its beginning are not', [midnight, 'DURATION:PT24H'], '28 29'],
    ['23 hours are', [midnight, 'DURATION:PT23H'], '28'],
    ['a day and an hour', [midnight, 'DURATION:P1DT1H'], '28 29'],
    ['a week', [midnight, 'DURATION:P1W'], '28 29 30 31 4/1 4/2 4/3'],
    ['midnight to midnight', [midnight, 'DTEND;TZID=Europe/Berlin:20270329T000000'], '28'],
    [
      'midnight to midnight, every day',
      [
        'DTSTART;TZID=Europe/Berlin:20270326T000000',
        'DTEND;TZID=Europe/Berlin:20270327T000000',
        'RRULE:FREQ=DAILY;COUNT=3',
      ],
      '26 27 28',
    ],
    [
      'a day, every day',
      ['DTSTART;TZID=Europe/Berlin:20270326T000000', 'DURATION:P1D', 'RRULE:FREQ=DAILY;COUNT=3'],
      '26 27 28',
    ],
    ['a floating day', ['DTSTART:20270328T000000', 'DURATION:P1D'], '28'],
    ['a floating day of 24 hours', ['DTSTART:20270328T000000', 'DURATION:PT24H'], '28 29'],
    ['days without VALUE', ['DTSTART:20270328', 'DTEND:20270328'], '28'],
    ['days without VALUE, the last one not included', ['DTSTART:20270328', 'DTEND:20270330'], '28 29'],
    [
      'a day that is written as a time',
      ['DTSTART;VALUE=DATE:20270328T000000', 'DTEND;VALUE=DATE:20270329T000000'],
      '28',
    ],
    ['half a day from a whole one', ['DTSTART;VALUE=DATE:20270328', 'DURATION:PT12H'], '28'],
    ['a day and a half from a whole one', ['DTSTART;VALUE=DATE:20270328', 'DURATION:P1DT12H'], '28 29'],
    ['to the end of the day', ['DTSTART:20270328T090000', 'DTEND:20270328T240000'], '28'],
    ['without seconds', ['DTSTART:20270328T0900', 'DTEND:20270329T0100'], '28 29'],
  ])('%s', (_, lines, days) => {
    expect(daysIn('Europe/Berlin', [['UID:1', ...lines]])).toBe(days);
  });

  test.each(['P1D', 'PT24H', 'PT25H'])('%s is one day, when the clock is set back on it', (length) => {
    const start = 'DTSTART;TZID=America/Santiago:20270403T000000';
    expect(daysIn('America/Santiago', [['UID:1', start, `DURATION:${length}`]])).toBe('4/3');
  });

  test('a whole day of Outlook is that day everywhere, although it is written from midnight to midnight of a zone', () => {
    const written = [
      'DTSTART;TZID=W. Europe Standard Time:20270328T000000',
      'DTEND;TZID=W. Europe Standard Time:20270329T000000',
    ];
    const event = ['UID:1', 'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE', ...written];
    expect(zones.map((zone) => daysIn(zone, [event], berlin))).toEqual(['28', '28']);
    const atMidnightUtc = [
      'UID:1',
      'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE',
      'DTSTART:20270328T000000Z',
      'DTEND:20270329T000000Z',
    ];
    expect(zones.map((zone) => daysIn(zone, [atMidnightUtc]))).toEqual(['28', '28']);
  });

  test('an event that has lasted for years is on the days that are asked for', () => {
    const event = ['UID:1', 'DTSTART:00010101', 'DTEND:99991231'];
    expect(daysIn('UTC', [event]).split(' ')).toHaveLength(61);
  });
});
