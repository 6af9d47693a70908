import { describe, expect, test } from 'vitest';
import { parseOneTime } from '../../../functions/maintenance/schedule/one-time.ts';

const walls = (text: string) => {
  const read = parseOneTime(text);
  return read.ok ? new Date(read.time.wall).toISOString().slice(0, 16) : read.found;
};
const refusal = (text: string) => {
  const read = parseOneTime(text);
  return read.ok ? 'accepted' : `${read.code}: ${read.found} - expected ${read.expected}`;
};

test.each([
  '2026-12-12T03:00',
  '2026-12-12 03:00',
  '2026-12-12t03:00',
  '2026-12-12T03:00:00',
  '2026-12-12 03:00:00.000',
  ' 2026-12-12T03:00 ',
])('%j is three in the morning of 12 December 2026', (text) => {
  expect(walls(text)).toBe('2026-12-12T03:00');
});

test.each([
  ['2028-02-29T00:00', '2028-02-29T00:00'],
  ['2026-12-31 23:59', '2026-12-31T23:59'],
])('%s is at the ends of the calendar and the clock', (text, wall) => {
  expect(walls(text)).toBe(wall);
});

describe('another writing is refused with the one that is accepted', () => {
  test.each([
    ['2026/12/12 03:00', '2026-12-12T03:00'],
    ['2026.12.12 03:00', '2026-12-12T03:00'],
    ['20261212T0300', '2026-12-12T03:00'],
    ['20261212 03:00', '2026-12-12T03:00'],
    ['2026-12-12 3:00', '2026-12-12T03:00'],
    ['2026-1-2 03:00', '2026-01-02T03:00'],
    ['2026-12-12, 03:00', '2026-12-12T03:00'],
    ['2026-12-12_03:00', '2026-12-12T03:00'],
    ['2026-12-12  03:00', '2026-12-12T03:00'],
    ['2026-12-12 3:00 pm', '2026-12-12T15:00'],
    ['2026-12-12 3pm', '2026-12-12T15:00'],
    ['2026-12-12T03', '2026-12-12T03:00'],
    ['2026-12-12 12:30 AM', '2026-12-12T00:30'],
    ['2026-12-12 12:30 p.m.', '2026-12-12T12:30'],
    ['2026年12月12日 03:00', '2026-12-12T03:00'],
    ['2026年12月12日3点00分', '2026-12-12T03:00'],
    ['at(2026-12-12T03:00:00)', '2026-12-12T03:00'],
    ['2026-12-12T03:00:00.500', '2026-12-12T03:00'],
    ['2026-12-12T03:00 sharp', '2026-12-12T03:00'],
  ])('%s', (text, plain) => {
    expect(refusal(text)).toBe(`at.form: ${JSON.stringify(text)} - expected "${plain}"`);
  });
});

describe('what is no time is refused with what is wrong in it', () => {
  const whose = "the time that the clock of the job's timezone shows, without an offset";
  test.each([
    [
      '2026-12-12T03:00Z',
      `at.offset: the offset Z in "2026-12-12T03:00Z" - expected ${whose}: "2026-12-12T03:00" if that is it`,
    ],
    [
      '2026-12-12 03:00:00 +08:00',
      `at.offset: the offset +08:00 in "2026-12-12 03:00:00 +08:00" - expected ${whose}: "2026-12-12T03:00" if that is it`,
    ],
    [
      '2026-12-12T03:00-0500',
      `at.offset: the offset -0500 in "2026-12-12T03:00-0500" - expected ${whose}: "2026-12-12T03:00" if that is it`,
    ],
    [
      '2026-12-12 03:00 UTC+8',
      `at.offset: the offset UTC+8 in "2026-12-12 03:00 UTC+8" - expected ${whose}: "2026-12-12T03:00" if that is it`,
    ],
    [
      '2026-12-12T03:00[Asia/Tokyo]',
      'at.zone: a time zone in "2026-12-12T03:00[Asia/Tokyo]" - expected "2026-12-12T03:00", and timezone: Asia/Tokyo in the job',
    ],
    [
      '2026-12-12 03:00 America/Port-au-Prince',
      'at.zone: a time zone in "2026-12-12 03:00 America/Port-au-Prince" - expected "2026-12-12T03:00", and timezone: America/Port-au-Prince in the job',
    ],
    [
      '2026-12-12',
      'at.time: "2026-12-12" without a time of day - expected the time too, such as "2026-12-12T03:00"',
    ],
    ['2026-12-12T', 'at.form: "2026-12-12T" - expected a day and a time such as "2026-12-12T03:00"'],
    ['2026-12-12T3:5', 'at.form: "2026-12-12T3:5" - expected a day and a time such as "2026-12-12T03:00"'],
    [
      '2026-12-31T24:00',
      'at.clock: "2026-12-31T24:00", the end of a day - expected the beginning of the next: "2027-01-01T00:00"',
    ],
    ['2026-12-12T25:00', 'at.clock: 25:00, which no clock shows - expected a time from 00:00 to 23:59'],
    ['2026-12-12T03:60', 'at.clock: 03:60, which no clock shows - expected a time from 00:00 to 23:59'],
    [
      '2026-12-12T03:00:30',
      'at.seconds: 30 seconds in "2026-12-12T03:00:30" - expected whole minutes: "2026-12-12T03:00"',
    ],
    ['2026-02-30T03:00', 'at.day: 2026-02-30, which does not exist - expected a day of the calendar'],
    ['2027-02-29 03:00', 'at.day: 2027-02-29, which does not exist - expected a day of the calendar'],
    ['2026-13-01 03:00', 'at.day: 2026-13-01, which does not exist - expected a day of the calendar'],
    [
      '0 3 12 12 *',
      'at.cron: the cron expression "0 3 12 12 *" - expected cron in place of at; at is a day and a time, for once',
    ],
    [
      '12/12/2026 03:00',
      'at.form: "12/12/2026 03:00" - expected a day and a time in quotes, the year first: "2026-12-12T03:00"',
    ],
    ['03:00', 'at.form: "03:00" - expected a day and a time in quotes, the year first: "2026-12-12T03:00"'],
    ['', 'at.form: "" - expected a day and a time in quotes, the year first: "2026-12-12T03:00"'],
    [
      'tomorrow',
      'at.form: "tomorrow" - expected a day and a time in quotes, the year first: "2026-12-12T03:00"',
    ],
  ])('%j', (text, told) => {
    expect(refusal(text)).toBe(told);
  });

  test('however long it is', () => {
    for (const text of [
      `2026-12-12T03:00${' '.repeat(100_000)}x`,
      '2026-'.repeat(50_000),
      '1'.repeat(200_000),
    ])
      expect(refusal(text)).toMatch(/^at\.form: .{0,80} - expected /);
  });
});
