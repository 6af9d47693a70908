import { describe, expect, test } from 'vitest';
import { lineOf, stage } from './schedule-fixture.ts';

const freeze = [
  'freeze: [{ from: 2026-11-10, to: 2026-11-12, reason: Double 11 }, { date: 2027-11-11, reason: Double 11 }]',
];
const putOff = (name: string, cron: string, more = '') =>
  `${name}: { cron: "${cron}", skipOn: [freeze], onSkip: next-allowed-day${more} }`;

describe('a fire that is put off to the next allowed day', () => {
  test('starts at the same time of that day, under the id of its own day', async () => {
    const { fires } = await stage({ jobs: [putOff('weekly', '0 4 * * TUE')], calendars: freeze });
    expect(fires('2026-11-09', '2026-11-16').map(lineOf)).toEqual(['weekly@2026-11-10T04:00 11-13 04:00']);
    expect(fires('2026-11-09', '2026-11-16')[0]?.notes).toEqual([
      'put off from 2026-11-10 04:00: calendar freeze: Double 11',
    ]);
  });

  test('is one with the fire that its job has on that day anyway', async () => {
    const { fires } = await stage({ jobs: [putOff('nightly', '30 3 * * *')], calendars: freeze });
    const why = 'calendar: calendar freeze: Double 11; the fire of 2026-11-13 03:30 stands in for it';
    const found = fires('2026-11-09', '2026-11-14');
    expect(found.map(lineOf)).toEqual([
      'nightly@2026-11-09T03:30 11-09 03:30',
      `nightly@2026-11-10T03:30 11-10 03:30 ${why}`,
      `nightly@2026-11-11T03:30 11-11 03:30 ${why}`,
      `nightly@2026-11-12T03:30 11-12 03:30 ${why}`,
      'nightly@2026-11-13T03:30 11-13 03:30',
      'nightly@2026-11-14T03:30 11-14 03:30',
    ]);
    expect(found.find(({ id }) => id.includes('11-13'))?.notes).toEqual([
      'stands in for 3 fires since 2026-11-10 03:30, calendar freeze: Double 11',
    ]);
  });

  test('is one with others that are put off to the same time', async () => {
    const { fires } = await stage({ jobs: [putOff('often', '0 4 * * TUE,WED')], calendars: freeze });
    expect(fires('2026-11-10', '2026-11-13').map(lineOf)).toEqual([
      'often@2026-11-11T04:00 11-11 04:00 merged: put off from 2026-11-11 04:00: calendar freeze: Double 11; the fire of 2026-11-10 04:00 starts there already',
      'often@2026-11-10T04:00 11-13 04:00',
    ]);
  });

  test('is found by a look at that day alone', async () => {
    const { fires } = await stage({ jobs: [putOff('weekly', '0 4 * * TUE')], calendars: freeze });
    expect(fires('2026-11-13', '2026-11-13').map(lineOf)).toEqual(['weekly@2026-11-10T04:00 11-13 04:00']);
  });

  test('goes at most 31 days on', async () => {
    const long = (to: string) => [`freeze: [{ from: 2026-11-10, to: ${to}, reason: renovation }]`];
    const jobs = [putOff('yearly', '0 4 10 11 *')];
    const near = await stage({ jobs, calendars: long('2026-12-10') });
    expect(near.fires('2026-12-11', '2026-12-11').map(lineOf)).toEqual([
      'yearly@2026-11-10T04:00 12-11 04:00',
    ]);
    const far = await stage({ jobs, calendars: long('2026-12-11') });
    expect(far.fires('2026-11-01', '2027-01-31').map(lineOf)).toEqual([
      'yearly@2026-11-10T04:00 11-10 04:00 calendar: calendar freeze: renovation; none of the 31 days after it is allowed either',
    ]);
  });

  test('of a month meets the next one: the day of either is the day of both', async () => {
    const calendars = ['freeze: [{ from: 2026-11-30, to: 2026-12-01, reason: year end }]'];
    const { fires } = await stage({ jobs: [putOff('monthly', '0 4 30,2 * *')], calendars });
    expect(fires('2026-11-30', '2026-12-02').map(lineOf)).toEqual([
      'monthly@2026-11-30T04:00 11-30 04:00 calendar: calendar freeze: year end; the fire of 2026-12-02 04:00 stands in for it',
      'monthly@2026-12-02T04:00 12-02 04:00',
    ]);
  });

  test('is not put off into the unknown', async () => {
    const { fires } = await stage({
      jobs: ['yearly: { cron: "0 4 1 1 *", skipOn: [off], onSkip: next-allowed-day }'],
      calendars: ['off: [{ china: holidays }]'],
    });
    expect(fires('2027-01-01', '2027-02-28').map(({ skipped }) => skipped?.code)).toEqual([
      'calendar.year-missing',
    ]);
  });

  test('skips over the working weekends and holidays of a Chinese calendar', async () => {
    const { fires } = await stage({
      jobs: ['weekly: { cron: "0 4 * * SUN", onlyOn: [worked], onSkip: next-allowed-day }'],
      calendars: ['worked: [{ china: workdays }]'],
    });
    // Sunday 20 September is worked; 4 October is a holiday until the 7th; 11 October is a plain Sunday.
    expect(fires('2026-09-20', '2026-10-12').map(lineOf)).toEqual([
      'weekly@2026-09-20T04:00 09-20 04:00',
      'weekly@2026-09-27T04:00 09-28 04:00',
      'weekly@2026-10-04T04:00 10-08 04:00',
      'weekly@2026-10-11T04:00 10-12 04:00',
    ]);
  });
});
