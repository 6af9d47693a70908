import { describe, expect, test } from 'vitest';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import { yearsCovered } from '../../../../functions/maintenance/schedule/calendars/china-calendar.ts';
import { missingYears } from '../../../../functions/nightshift/lint/missing-years.ts';
import { calendarText } from '../ics/calendar-text.ts';
import { lineOf, stage } from '../schedule-fixture.ts';

/** The first year that is not known here. */
const year = (yearsCovered.at(-1) ?? 0) + 1;
const jobs = [
  'off: { cron: "30 3 * * *", skipOn: [off] }',
  'worked: { cron: "30 4 * * *", onlyOn: [worked] }',
];
const given = [
  `{ year: ${year}, holidays: [${year - 1}-12-31, { from: ${year}-01-01, to: ${year}-01-03, reason: 元旦 }], workdays: [${year}-01-10] }`,
];
const written = calendarText([
  ['UID:1', 'SUMMARY:元旦（休）', `DTSTART;VALUE=DATE:${year - 1}1231`, `DTEND;VALUE=DATE:${year}0104`],
  ['UID:2', 'SUMMARY:元旦（班）', `DTSTART;VALUE=DATE:${year}0110`],
]);

const asFile = [`{ year: ${year}, ics: ./year.ics }`];

describe('a year that is not known', () => {
  test.each([
    [
      'written out beside one of the calendars',
      `off: [{ china: holidays }, ${given}]`,
      'worked: [{ china: workdays }]',
    ],
    ['as a file', `off: [{ china: holidays }, ${asFile}]`, 'worked: [{ china: workdays }]'],
    [
      'in a calendar of its own',
      'off: [{ china: holidays }]',
      `worked: [{ china: workdays }]`,
      `year: [${given}]`,
    ],
  ])('can be given, %s, and then holds for all', async (_, ...calendars) => {
    const { fires, schedule } = await stage({ jobs, calendars, ics: { './year.ics': written } });
    const days = fires(`${year - 1}-12-30`, `${year}-01-13`).filter(({ skipped }) => !skipped);
    const of = (name: string) =>
      days.filter(({ job }) => job.name === name).map(({ at }) => new Date(at).getUTCDate());
    // Fires are before midnight in UTC.
    expect(of('off')).toEqual([29, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const isWeekday = (date: number) => ![0, 6].includes(new Date(Date.UTC(year, 0, date)).getUTCDay());
    const workdays = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13].filter((date) => date === 10 || isWeekday(date));
    expect(of('worked').filter((date) => date !== 29)).toEqual(workdays.map((date) => date - 1));
    const span = [Date.parse(`${year}-01-01T00:00Z`), Date.parse(`${year}-12-30T00:00Z`)] as const;
    expect(await missingYears(schedule, ...span, zoneOffset)).toEqual([]);
  });

  test('says in a summary which day of it is meant', async () => {
    const { fires } = await stage({
      jobs,
      calendars: [`off: [{ china: holidays }, ${given}]`, 'worked: [{ china: workdays }]'],
    });
    expect(
      fires(`${year - 1}-12-31`, `${year}-01-01`)
        .map(lineOf)
        .filter((line) => line.startsWith('off')),
    ).toEqual([
      `off@${year - 1}-12-31T03:30 12-31 03:30 calendar: calendar off: a holiday of ${year}, as the schedule has it`,
      `off@${year}-01-01T03:30 01-01 03:30 calendar: calendar off: 元旦`,
    ]);
  });

  test('keeps jobs from running where its file cannot be read', async () => {
    const { fires } = await stage({
      jobs,
      calendars: [`off: [{ china: holidays }, ${asFile}]`, 'worked: [{ china: workdays }]'],
      ics: {},
    });
    const [off, worked] = fires(`${year}-01-05`, `${year}-01-05`);
    const skip = { code: 'calendar.unreadable', reason: 'calendar off: ./year.ics is missing' };
    expect([off?.skipped, worked?.skipped]).toEqual([
      skip,
      { ...skip, reason: 'calendar worked: ./year.ics is missing' },
    ]);
    // The days that are known are not in doubt.
    expect(fires(`${year - 1}-12-30`, `${year - 1}-12-30`)[0]?.skipped).toBeUndefined();
  });

  test('says how to give it, and so do the reasons of the jobs that do not run', async () => {
    const { fires } = await stage({
      jobs,
      calendars: ['off: [{ china: holidays }]', 'worked: [{ china: workdays }]'],
    });
    const reason = fires(`${year}-01-05`, `${year}-01-05`)[0]?.skipped?.reason;
    expect(reason).toContain(`or { year: ${year}, holidays: […], workdays: […] } in a calendar`);
  });

  test('may also be one that is known, whose notice was changed', async () => {
    const { fires } = await stage({
      jobs,
      calendars: [
        'off: [{ china: holidays }, { year: 2026, holidays: [2026-10-09] }]',
        'worked: [{ china: workdays }]',
      ],
    });
    const ran = fires('2026-10-01', '2026-10-10').filter(
      ({ skipped, job }) => !skipped && job.name === 'off',
    );
    expect(ran).toHaveLength(9);
  });
});
