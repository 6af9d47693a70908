import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anySeries } from './any-series.ts';
import { calendarText, zones } from './calendar-text.ts';
import { daysByBoth } from './days-by-ical.ts';

function zoneText(
  tzid: string,
  [winter, summer]: readonly [string, string],
  rules: readonly [string, string],
) {
  const part = (name: string, from: string, to: string, rule: string) => [
    ...[`BEGIN:${name}`, `TZOFFSETFROM:${from}`, `TZOFFSETTO:${to}`],
    ...[rule, `END:${name}`],
  ];
  return [
    ...['BEGIN:VTIMEZONE', `TZID:${tzid}`, ...part('STANDARD', summer, winter, rules[0])],
    ...[...part('DAYLIGHT', winter, summer, rules[1]), 'END:VTIMEZONE'],
  ];
}

const definitions = [
  ...zoneText(
    'Europe/Berlin',
    ['+0100', '+0200'],
    [
      'DTSTART:20201025T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
      'DTSTART:20200329T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
    ],
  ),
  ...zoneText(
    'America/New_York',
    ['-0500', '-0400'],
    [
      'DTSTART:20201101T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU',
      'DTSTART:20200308T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU',
    ],
  ),
];

test('openIcs and ical.js find the same days in 1,000 series of what both support', () => {
  let found = 0;
  fc.assert(
    fc.property(anySeries, fc.constantFrom(...zones), (events, zone) => {
      const { ours, theirs } = daysByBoth(calendarText(events, definitions), zone);
      expect(ours, JSON.stringify(events)).toEqual(theirs);
      found += ours.length;
    }),
    { seed: 20_261_129, numRuns: 1_000 },
  );
  expect(found).toBeGreaterThan(20_000);
});
