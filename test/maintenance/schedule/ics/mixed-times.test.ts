import { describe, expect, test } from 'vitest';
import { berlin, daysIn, zones } from './calendar-text.ts';

/** A series of four days, or of nights at 23:30 in Berlin, whose clock is set forward on the 28th. */
const starts = {
  day: ';VALUE=DATE:20270326',
  floating: ':20270326T233000',
  zoned: ';TZID=Europe/Berlin:20270326T233000',
  utc: ':20270326T223000Z',
};
const at = (day: string, clock: string, instant: string) => ({
  day: `;VALUE=DATE:${day}`,
  floating: `:${day}T${clock}`,
  zoned: `;TZID=Europe/Berlin:${day}T${clock}`,
  utc: `:${instant}Z`,
});
const values = {
  EXDATE: at('20270328', '233000', '20270328T213000'),
  RDATE: at('20270402', '233000', '20270402T213000'),
  UNTIL: at('20270328', '233000', '20270328T213000'),
  DTEND: at('20270328', '000000', '20270327T230000'),
  'RECURRENCE-ID': at('20270328', '233000', '20270328T213000'),
};
type Kind = keyof typeof starts;

function eventsOf(start: Kind, property: keyof typeof values, kind: Kind): readonly (readonly string[])[] {
  const begin = ['UID:1', `DTSTART${starts[start]}`];
  const value = values[property][kind];
  const rule = 'RRULE:FREQ=DAILY;COUNT=4';
  switch (property) {
    case 'DTEND':
      return [[...begin, `DTEND${value}`]];
    case 'UNTIL':
      return [[...begin, `RRULE:FREQ=DAILY;UNTIL=${value.replace(/^.*:/, '')}`]];
    case 'RECURRENCE-ID':
      return [
        [...begin, rule],
        ['UID:1', `RECURRENCE-ID${value}`, 'DTSTART;VALUE=DATE:20270410'],
      ];
    case 'EXDATE':
    case 'RDATE':
      return [[...begin, rule, `${property}${value}`]];
  }
}

describe('a mixture of days, floating times, times of a zone and UTC is one thing', () => {
  test.each<[Kind, keyof typeof values, Kind, string, string]>([
    ['day', 'EXDATE', 'day', '26 27 29', '26 27 29'],
    ['day', 'EXDATE', 'floating', '26 27 29', '26 27 29'],
    ['day', 'EXDATE', 'zoned', '26 27 29', '26 27 29'],
    ['day', 'EXDATE', 'utc', '26 27 28', '26 27 29'],
    ['day', 'RDATE', 'day', '26 27 28 29 4/2', '26 27 28 29 4/2'],
    ['day', 'RDATE', 'floating', '26 27 28 29 4/2', '26 27 28 29 4/2'],
    ['day', 'RDATE', 'zoned', '26 27 28 29 4/2', '26 27 28 29 4/2'],
    ['day', 'RDATE', 'utc', '26 27 28 29 4/3', '26 27 28 29 4/2'],
    ['day', 'UNTIL', 'day', '26 27 28', '26 27 28'],
    ['day', 'UNTIL', 'floating', '26 27 28', '26 27 28'],
    ['day', 'UNTIL', 'utc', '26 27 28 29', '26 27 28'],
    ['day', 'DTEND', 'day', '26 27', '26 27'],
    ['day', 'DTEND', 'floating', '26 27', '26 27'],
    ['day', 'DTEND', 'zoned', '26 27', '26 27'],
    ['day', 'DTEND', 'utc', '26 27', '26'],
    ['day', 'RECURRENCE-ID', 'day', '26 27 29 4/10', '26 27 29 4/10'],
    ['day', 'RECURRENCE-ID', 'floating', '26 27 29 4/10', '26 27 29 4/10'],
    ['day', 'RECURRENCE-ID', 'zoned', '26 27 29 4/10', '26 27 29 4/10'],
    ['day', 'RECURRENCE-ID', 'utc', '26 27 28 4/10', '26 27 29 4/10'],
    ['floating', 'EXDATE', 'day', '26 27 29', '26 27 29'],
    ['floating', 'EXDATE', 'floating', '26 27 29', '26 27 29'],
    ['floating', 'EXDATE', 'zoned', '26 27 29', '26 27 29'],
    ['floating', 'EXDATE', 'utc', '26 27 28 29', '26 27 28 29'],
    ['floating', 'RDATE', 'day', '26 27 28 29 4/2', '26 27 28 29 4/2'],
    ['floating', 'RDATE', 'floating', '26 27 28 29 4/2', '26 27 28 29 4/2'],
    ['floating', 'RDATE', 'zoned', '26 27 28 29 4/2', '26 27 28 29 4/2'],
    ['floating', 'RDATE', 'utc', '26 27 28 29 4/3', '26 27 28 29 4/2'],
    ['floating', 'UNTIL', 'day', '26 27 28', '26 27 28'],
    ['floating', 'UNTIL', 'floating', '26 27 28', '26 27 28'],
    ['floating', 'UNTIL', 'utc', '26 27 28', '26 27'],
    ['floating', 'DTEND', 'day', '26 27', '26 27'],
    ['floating', 'DTEND', 'floating', '26 27', '26 27'],
    ['floating', 'DTEND', 'zoned', '26 27', '26 27'],
    ['floating', 'DTEND', 'utc', '26 27 28', '26 27'],
    ['floating', 'RECURRENCE-ID', 'day', '26 27 29 4/10', '26 27 29 4/10'],
    ['floating', 'RECURRENCE-ID', 'floating', '26 27 29 4/10', '26 27 29 4/10'],
    ['floating', 'RECURRENCE-ID', 'zoned', '26 27 29 4/10', '26 27 29 4/10'],
    ['floating', 'RECURRENCE-ID', 'utc', '26 27 28 29 4/10', '26 27 28 29 4/10'],
    ['zoned', 'EXDATE', 'day', '27 28 30', '26 27 29'],
    ['zoned', 'EXDATE', 'floating', '27 28 30', '26 27 29'],
    ['zoned', 'EXDATE', 'zoned', '27 28 30', '26 27 29'],
    ['zoned', 'EXDATE', 'utc', '27 28 30', '26 27 29'],
    ['zoned', 'RDATE', 'day', '27 28 29 30 4/3', '26 27 28 29 4/2'],
    ['zoned', 'RDATE', 'floating', '27 28 29 30 4/3', '26 27 28 29 4/2'],
    ['zoned', 'RDATE', 'zoned', '27 28 29 30 4/3', '26 27 28 29 4/2'],
    ['zoned', 'RDATE', 'utc', '27 28 29 30 4/3', '26 27 28 29 4/2'],
    ['zoned', 'UNTIL', 'day', '27 28 29', '26 27 28'],
    ['zoned', 'UNTIL', 'floating', '27 28 29', '26 27 28'],
    ['zoned', 'UNTIL', 'utc', '27 28 29', '26 27 28'],
    ['zoned', 'DTEND', 'day', '27 28', '26 27'],
    ['zoned', 'DTEND', 'floating', '27 28', '26 27'],
    ['zoned', 'DTEND', 'zoned', '27 28', '26 27'],
    ['zoned', 'DTEND', 'utc', '27 28', '26 27'],
    ['zoned', 'RECURRENCE-ID', 'day', '27 28 30 4/10', '26 27 29 4/10'],
    ['zoned', 'RECURRENCE-ID', 'floating', '27 28 30 4/10', '26 27 29 4/10'],
    ['zoned', 'RECURRENCE-ID', 'zoned', '27 28 30 4/10', '26 27 29 4/10'],
    ['zoned', 'RECURRENCE-ID', 'utc', '27 28 30 4/10', '26 27 29 4/10'],
    ['utc', 'EXDATE', 'day', '27 29 30', '26 27 29'],
    ['utc', 'EXDATE', 'floating', '27 28 29 30', '26 27 28 29'],
    ['utc', 'EXDATE', 'zoned', '27 28 29 30', '26 27 28 29'],
    ['utc', 'EXDATE', 'utc', '27 28 29 30', '26 27 28 29'],
    ['utc', 'RDATE', 'day', '27 28 29 30 4/2', '26 27 28 29 4/2'],
    ['utc', 'RDATE', 'floating', '27 28 29 30 4/2', '26 27 28 29 4/2'],
    ['utc', 'RDATE', 'zoned', '27 28 29 30 4/3', '26 27 28 29 4/2'],
    ['utc', 'RDATE', 'utc', '27 28 29 30 4/3', '26 27 28 29 4/2'],
    ['utc', 'UNTIL', 'day', '27 28', '26 27 28'],
    ['utc', 'UNTIL', 'floating', '27 28', '26 27 28'],
    ['utc', 'UNTIL', 'utc', '27 28', '26 27'],
    ['utc', 'DTEND', 'day', '27', '26 27'],
    ['utc', 'DTEND', 'floating', '27', '26 27'],
    ['utc', 'DTEND', 'zoned', '27 28', '26 27'],
    ['utc', 'DTEND', 'utc', '27 28', '26 27'],
    ['utc', 'RECURRENCE-ID', 'day', '27 29 30 4/10', '26 27 29 4/10'],
    ['utc', 'RECURRENCE-ID', 'floating', '27 28 29 30 4/10', '26 27 28 29 4/10'],
    ['utc', 'RECURRENCE-ID', 'zoned', '27 28 29 30 4/10', '26 27 28 29 4/10'],
    ['utc', 'RECURRENCE-ID', 'utc', '27 28 29 30 4/10', '26 27 28 29 4/10'],
  ])(
    'DTSTART as %s with %s as %s, from Shanghai: %s, from New York: %s',
    (start, property, kind, ...days) => {
      expect(zones.map((zone) => daysIn(zone, eventsOf(start, property, kind)))).toEqual(days);
    },
  );
});

describe('an exception whose time is the very time of the series', () => {
  test.each<[string, string, string, string]>([
    ['floating, and UTC as Shanghai has it', ':20270326T233000', 'EXDATE:20270327T153000Z', '26 28 29'],
    [
      'of a zone, in another zone',
      ';TZID=Europe/Berlin:20270326T233000',
      'EXDATE;TZID=Asia/Shanghai:20270328T063000',
      '27 29 30',
    ],
    ['UTC, in a zone', ':20270326T223000Z', 'EXDATE;TZID=Europe/Berlin:20270327T233000', '27 29 30'],
    ['UTC, floating as Shanghai has it', ':20270326T223000Z', 'EXDATE:20270328T063000', '27 29 30'],
    ['UTC, UTC', ':20270326T223000Z', 'EXDATE:20270327T223000Z', '27 29 30'],
    [
      'a time that the clock leaves out',
      ';TZID=Europe/Berlin:20270326T023000',
      'EXDATE:20270328T013000Z',
      '26 27 29',
    ],
  ])('takes it out: %s', (_, start, exception, days) => {
    const event = ['UID:1', `DTSTART${start}`, 'RRULE:FREQ=DAILY;COUNT=4', exception];
    expect(daysIn('Asia/Shanghai', [event])).toBe(days);
  });

  test.each([
    ['W. Europe Standard Time', berlin],
    ['W. Europe Standard Time', []],
    ['tzone://Microsoft/Utc', []],
    ['Nowhere we know', []],
  ])('and of a whole day names the day, whatever its zone: %s', (zone, before) => {
    const event = [
      'UID:1',
      'DTSTART;VALUE=DATE:20270326',
      'RRULE:FREQ=DAILY;COUNT=4',
      `EXDATE;TZID=${zone}:20270328T000000`,
    ];
    expect(zones.map((each) => daysIn(each, [event], before))).toEqual(['26 27 29', '26 27 29']);
  });
});

describe('a series that ends with the midnight of its last day in UTC, as Outlook and Exchange write it', () => {
  test.each([
    ['Asia/Shanghai', ';VALUE=DATE:20270326', '20270328T160000Z', '26 27 28 29'],
    ['America/New_York', ';VALUE=DATE:20270326', '20270329T040000Z', '26 27 28 29'],
    ['Europe/Berlin', ';VALUE=DATE:20270326', '20270328T220000Z', '26 27 28 29'],
    ['UTC', ';VALUE=DATE:20270326', '20270329T000000Z', '26 27 28 29'],
    ['Asia/Shanghai', ':20270326T000000', '20270328T160000Z', '26 27 28 29'],
    ['America/New_York', ':20270326T000000', '20270329T040000Z', '26 27 28 29'],
  ])('has that day in %s with DTSTART%s', (zone, start, until, days) => {
    expect(daysIn(zone, [['UID:1', `DTSTART${start}`, `RRULE:FREQ=DAILY;UNTIL=${until}`]])).toBe(days);
  });
});
