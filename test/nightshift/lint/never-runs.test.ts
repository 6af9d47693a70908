import { describe, expect, test } from 'vitest';
import {
  yearAdvice,
  yearsCovered,
} from '../../../functions/maintenance/schedule/calendars/china-calendar.ts';
import { jobText, lintsOf } from './lint-fixture.ts';

const lintsWith = (calendars: string, parts: Readonly<Record<string, string>>, now?: string) =>
  lintsOf(
    `calendars: { ${calendars} }\njobs:\n${jobText('nightly', parts)}`,
    now ? Date.parse(now) : undefined,
  );

describe('a job that can never run', () => {
  test('because what it skips is every day', async () => {
    const found = await lintsWith('always: [{ from: 2026-01-01, to: 2028-12-31, reason: moving house }]', {
      skipOn: '[always]',
    });
    expect(found).toEqual([
      'job.never jobs.nightly.skipOn: skips all of its 365 fires in the year to come, the next for: calendar always: moving house - expected calendars that leave a day to run on',
    ]);
  });

  test.each([
    ['is empty', 'nights: []', '; calendar nights has no day at all'],
    [
      'is over',
      'nights: [{ from: 2026-11-01, to: 2026-11-23, reason: maintenance }]',
      '; calendar nights has no day after 2026-11-23',
    ],
    ['has no day that its cron has', 'nights: [{ date: 2027-11-27, reason: maintenance }]', ''],
  ])('because what it only runs on %s', async (_, calendar, why) => {
    const found = await lintsWith(calendar, { onlyOn: '[nights]', cron: '"30 3 * * 1"' });
    expect(found.filter((each) => !each.startsWith('calendar.'))).toEqual([
      `job.never jobs.nightly.onlyOn: skips all of its 52 fires in the year to come, the next for: no day of calendar nights${why} - expected calendars that leave a day to run on`,
    ]);
  });

  test.each([
    [
      'one day left',
      'most: [{ from: 2026-01-01, to: 2027-11-01, reason: moving house }]',
      { skipOn: '[most]' },
    ],
    [
      'a fire that is put off',
      'days: [{ date: 2027-03-03, reason: maintenance }]',
      {
        onlyOn: '[days]',
        onSkip: 'next-allowed-day',
        cron: '"30 3 1 3 *"',
      },
    ],
    [
      'no fire at all in the year to come',
      'leap: [{ date: 2028-02-29, reason: leap day }]',
      {
        skipOn: '[leap]',
        cron: '"30 3 29 2 *"',
      },
    ],
    ['enabled: false, which says so', 'nights: []', { onlyOn: '[nights]', enabled: 'false' }],
  ])('is not one with %s', async (_, calendar, parts) => {
    const found = await lintsWith(calendar, { ...parts });
    expect(found.filter((line) => line.startsWith('job.never'))).toEqual([]);
  });
});

describe("a year of China's holidays that is not known", () => {
  const china = 'china: [{ china: holidays }]';
  const last = yearsCovered.at(-1) ?? 0;
  const message = `China's holidays of ${last + 1} are not known, so nightly will not run - expected ${yearAdvice(last + 1)}`;

  test.each([
    ['nothing half a year before', '06-01', []],
    ['a warning some months before', '10-15', ['']],
    ['an error in the month before', '12-20', ['error ']],
  ])('is %s', async (_, day, severities) => {
    expect(await lintsWith(china, { skipOn: '[china]' }, `${last}-${day}T00:00:00+08:00`)).toEqual(
      severities.map((severity) => `${severity}calendar.year-missing calendars.china[0].china: ${message}`),
    );
  });

  test('is no matter where no job relies on it', async () => {
    const found = await lintsWith(china, {}, `${last}-12-20T00:00:00+08:00`);
    expect(found.map((line) => line.split(' ')[0])).toEqual(['calendars.unused']);
  });
});
