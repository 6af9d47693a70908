import { describe, expect, test } from 'vitest';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import { icsPathsOf } from '../../../../functions/maintenance/schedule/calendars/build-calendars.ts';
import { missingYears } from '../../../../functions/nightshift/lint/missing-years.ts';
import { calendarText } from '../ics/calendar-text.ts';
import { lineOf, stage } from '../schedule-fixture.ts';

const nightly = (keys: string) => `nightly: { cron: "30 3 * * *", ${keys} }`;
const freeze = [
  'freeze:',
  '  - { from: 2026-11-10, to: 2026-11-11, reason: Double 11 }',
  '  - { date: 2026-11-13, reason: closing of the books }',
];
const china = ['off: [{ china: holidays }]', 'worked: [{ china: workdays }]'];

describe('a job that skips on a calendar', () => {
  test('does not run on its days and spans, both ends included, and says why', async () => {
    const { fires } = await stage({ jobs: [nightly('skipOn: [freeze]')], calendars: freeze });
    expect(fires('2026-11-09', '2026-11-14').map(lineOf)).toEqual([
      'nightly@2026-11-09T03:30 11-09 03:30',
      'nightly@2026-11-10T03:30 11-10 03:30 calendar: calendar freeze: Double 11',
      'nightly@2026-11-11T03:30 11-11 03:30 calendar: calendar freeze: Double 11',
      'nightly@2026-11-12T03:30 11-12 03:30',
      'nightly@2026-11-13T03:30 11-13 03:30 calendar: calendar freeze: closing of the books',
      'nightly@2026-11-14T03:30 11-14 03:30',
    ]);
  });

  test('goes by the days of its own zone', async () => {
    const { fires } = await stage({
      jobs: ['late: { cron: "0 20 * * *", timezone: America/New_York, skipOn: [freeze] }'],
      calendars: freeze,
    });
    // 20:00 in New York on the 9th is 09:00 on the 10th in Shanghai.
    const [ninth, tenth] = fires('2026-11-10', '2026-11-11');
    expect(ninth?.skipped).toBeUndefined();
    expect(tenth?.skipped?.code).toBe('calendar');
  });

  test('says of an override rather than of a calendar when both hold', async () => {
    const { fires } = await stage({
      jobs: [nightly('skipOn: [freeze]')],
      calendars: freeze,
      overrides: ['- { job: nightly, skip: true, until: 2026-11-12, by: li.wei, reason: load test }'],
    });
    expect(fires('2026-11-11', '2026-11-11')[0]?.skipped?.code).toBe('override');
  });

  test('does not care for calendars that it does not name', async () => {
    const { fires } = await stage({ jobs: [nightly('skipOn: []')], calendars: freeze });
    expect(fires('2026-11-10', '2026-11-10')[0]?.skipped).toBeUndefined();
  });

  test('does not run on the days of an iCalendar file, by the summary of the event', async () => {
    const event = ['UID:1', 'DTSTART;VALUE=DATE:20201111', 'RRULE:FREQ=YEARLY', 'SUMMARY:Double 11'];
    const { fires } = await stage({
      jobs: [nightly('skipOn: [sales]')],
      calendars: ['sales: [{ ics: ./sales.ics }]'],
      ics: { './sales.ics': calendarText([event]) },
    });
    expect(fires('2026-11-10', '2026-11-12').map(({ skipped }) => skipped?.reason)).toEqual([
      undefined,
      'calendar sales: Double 11',
      undefined,
    ]);
  });

  test.each([
    ['is missing', {}, './sales.ics is missing'],
    [
      'cannot be read',
      { './sales.ics': 'garbage' },
      './sales.ics:1: "garbage", which is no line of iCalendar - expected NAME:value, or a blank before it where it continues the line above',
    ],
  ])('does not run at all while its file %s', async (_, ics, reason) => {
    const { fires } = await stage({
      jobs: [nightly('skipOn: [sales]')],
      calendars: ['sales: [{ ics: ./sales.ics }]'],
      ics,
    });
    expect(fires('2026-11-10', '2026-11-10')[0]?.skipped).toEqual({
      code: 'calendar.unreadable',
      reason: `calendar sales: ${reason}`,
    });
  });

  test('starts nothing on a forbidden day that begins before its window is over', async () => {
    const { fires } = await stage({
      jobs: ['late: { cron: "0 23 * * *", window: 3h, skipOn: [freeze] }'],
      calendars: freeze,
    });
    const [eighth, ninth] = fires('2026-11-08', '2026-11-09');
    expect(eighth?.windowEnd).toBe(Date.parse('2026-11-09T02:00+08:00'));
    expect(ninth?.windowEnd).toBe(Date.parse('2026-11-10T00:00+08:00'));
    expect(ninth?.notes).toEqual(['starts nothing from 2026-11-10 00:00 on: calendar freeze: Double 11']);
  });

  test('starts nothing on a forbidden day without a window either', async () => {
    const { fires } = await stage({
      jobs: ['late: { cron: "0 23 * * *", skipOn: [freeze] }'],
      calendars: freeze,
    });
    const [eighth, ninth] = fires('2026-11-08', '2026-11-09');
    expect(eighth?.windowEnd).toBeNull();
    expect(ninth?.windowEnd).toBe(Date.parse('2026-11-10T00:00+08:00'));
  });
});

describe('a job for the days of a calendar only', () => {
  test('runs on Chinese working days, made-up ones included', async () => {
    const { fires } = await stage({ jobs: [nightly('onlyOn: [worked]')], calendars: china });
    expect(fires('2026-10-07', '2026-10-12').map(lineOf)).toEqual([
      'nightly@2026-10-07T03:30 10-07 03:30 calendar: no day of calendar worked',
      'nightly@2026-10-08T03:30 10-08 03:30',
      'nightly@2026-10-09T03:30 10-09 03:30',
      'nightly@2026-10-10T03:30 10-10 03:30',
      'nightly@2026-10-11T03:30 10-11 03:30 calendar: no day of calendar worked',
      'nightly@2026-10-12T03:30 10-12 03:30',
    ]);
  });

  test('runs on a day of any of them, unless another forbids it', async () => {
    const { fires } = await stage({
      jobs: [nightly('onlyOn: [worked, freeze], skipOn: [closing]')],
      calendars: [...china, ...freeze, 'closing: [{ date: 2026-11-11, reason: inventory }]'],
    });
    // Saturday is no working day; the 11th is allowed twice and forbidden once.
    expect(fires('2026-11-10', '2026-11-14').map(({ skipped }) => skipped?.reason)).toEqual([
      undefined,
      'calendar closing: inventory',
      undefined,
      undefined,
      'no day of the calendars worked, freeze',
    ]);
  });
});

describe('a year whose holidays are not known', () => {
  test.each(['skipOn: [off]', 'onlyOn: [worked]'])('keeps a job with %s from running', async (keys) => {
    const { fires } = await stage({ jobs: [nightly(keys)], calendars: china });
    const [last, first] = fires('2026-12-31', '2027-01-01');
    expect(last?.skipped).toBeUndefined();
    expect(first?.skipped?.code).toBe('calendar.year-missing');
    expect(first?.skipped?.reason).toContain("China's holidays of 2027 are not known");
  });

  test('does not matter on a day that another calendar allows or forbids', async () => {
    const { fires } = await stage({
      jobs: [
        'sales: { cron: "0 3 * * *", onlyOn: [worked, sale] }',
        'closed: { cron: "0 4 * * *", skipOn: [off, sale] }',
      ],
      calendars: [...china, 'sale: [{ date: 2027-01-01, reason: sale }]'],
    });
    expect(fires('2027-01-01', '2027-01-01').map(({ skipped }) => skipped?.code)).toEqual([
      undefined,
      'calendar',
    ]);
  });

  test('is found beforehand, with the calendar and its jobs', async () => {
    const { schedule } = await stage({
      jobs: [
        'one: { onlyOn: [worked] }',
        'two: { skipOn: [off], onlyOn: [worked] }',
        'three: { skipOn: [freeze] }',
      ],
      calendars: [...china, ...freeze],
    });
    const missing = (from: string, to: string) =>
      missingYears(schedule, Date.parse(`${from}+08:00`), Date.parse(`${to}+08:00`), zoneOffset);
    expect(await missing('2026-01-01T00:00', '2026-12-31T23:59')).toEqual([]);
    expect(await missing('2026-11-23T00:00', '2027-11-23T00:00')).toEqual([
      { year: 2027, calendar: 'worked', jobs: ['one', 'two'] },
      { year: 2027, calendar: 'off', jobs: ['two'] },
    ]);
  });
});

describe('the iCalendar files of a schedule', () => {
  const parts = {
    jobs: [nightly('skipOn: [sales, holidays], onlyOn: [sales]')],
    calendars: [
      'sales: [{ ics: ./sales.ics }, { ics: b.ics }]',
      'holidays: [{ ics: b.ics }]',
      'unused: [{ ics: c.ics }]',
    ],
  };

  test('are those of calendars that jobs name', async () => {
    const { schedule } = await stage(parts);
    expect(icsPathsOf(schedule)).toEqual(['./sales.ics', 'b.ics']);
  });
});
