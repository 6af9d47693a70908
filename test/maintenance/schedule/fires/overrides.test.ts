import { describe, expect, test } from 'vitest';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import { pausedAt } from '../../../../functions/maintenance/schedule/fires/overrides.ts';
import { lineOf, stage } from '../schedule-fixture.ts';

const jobs = [
  'nightly: { cron: "30 3 * * *" }',
  'hourly: { cron: "0 * * * *" }',
  'other: { cron: "0 4 * * *" }',
];
const because = 'until: 2026-11-12, by: li.wei, reason: load test';

function overridden(...overrides: string[]) {
  return stage({ jobs, overrides: overrides.map((override) => `- { ${override}, ${because} }`) });
}

describe('a skipped job', () => {
  test('has its fires skipped before the day of until, with who, how long and why', async () => {
    const { fires } = await overridden('job: nightly, skip: true');
    const nightly = fires('2026-11-10', '2026-11-13').filter(({ job }) => job.name === 'nightly');
    const why = 'override: skipped by li.wei until 2026-11-12: load test';
    expect(nightly.map(lineOf)).toEqual([
      `nightly@2026-11-10T03:30 11-10 03:30 ${why}`,
      `nightly@2026-11-11T03:30 11-11 03:30 ${why}`,
      'nightly@2026-11-12T03:30 11-12 03:30',
      'nightly@2026-11-13T03:30 11-13 03:30',
    ]);
  });

  test('leaves other jobs alone', async () => {
    const { fires } = await overridden('job: nightly, skip: true');
    const others = fires('2026-11-10', '2026-11-13').filter(({ job }) => job.name !== 'nightly');
    expect(others.filter(({ skipped }) => skipped)).toEqual([]);
  });

  test('may still be run by hand', async () => {
    const { schedule, job } = await overridden('job: nightly, skip: true');
    expect(
      pausedAt(job('nightly'), Date.parse('2026-11-10T12:00+08:00'), schedule, zoneOffset),
    ).toBeUndefined();
  });
});

describe('a paused job', () => {
  test('runs neither by timer nor by hand', async () => {
    const { schedule, job, fires } = await overridden('job: nightly, pause: true');
    const reason = { code: 'override', reason: 'paused by li.wei until 2026-11-12: load test' };
    expect(fires('2026-11-11', '2026-11-11').find((fire) => fire.job.name === 'nightly')?.skipped).toEqual(
      reason,
    );
    const at = (time: string) => pausedAt(job('nightly'), Date.parse(`${time}+08:00`), schedule, zoneOffset);
    expect(at('2026-11-11T23:59')).toEqual(reason);
    expect(at('2026-11-12T00:00')).toBeUndefined();
    expect(
      pausedAt(job('other'), Date.parse('2026-11-11T12:00+08:00'), schedule, zoneOffset),
    ).toBeUndefined();
  });

  test('is told to be paused when it is skipped or moved as well', async () => {
    const { fires } = await overridden(
      'job: nightly, skip: true',
      'job: nightly, move: "05:00"',
      'job: nightly, pause: true',
    );
    const reasons = fires('2026-11-11', '2026-11-11').flatMap(({ skipped }) => skipped?.reason ?? []);
    expect(reasons).toEqual(['paused by li.wei until 2026-11-12: load test']);
  });
});

describe('a moved job', () => {
  test.each(['05:00', '01:15', '23:59', '00:00'])(
    'starts at %s of the same day, keeps the id of its nominal time and says who moved it',
    async (time) => {
      const { fires } = await overridden(`job: nightly, move: "${time}"`);
      const nightly = fires('2026-11-11', '2026-11-12').filter(({ job }) => job.name === 'nightly');
      expect(nightly.map(lineOf)).toEqual([
        `nightly@2026-11-11T03:30 11-11 ${time}`,
        'nightly@2026-11-12T03:30 11-12 03:30',
      ]);
      expect(nightly.map(({ notes }) => notes)).toEqual([
        [`moved to ${time} by li.wei until 2026-11-12: load test`],
        [],
      ]);
    },
  );

  test('of several fires a day starts once', async () => {
    const { fires } = await overridden('job: hourly, move: "05:00"');
    const hourly = fires('2026-11-11', '2026-11-11').filter(({ job }) => job.name === 'hourly');
    expect(hourly).toHaveLength(24);
    expect(hourly.filter(({ skipped }) => !skipped).map(lineOf)).toEqual([
      'hourly@2026-11-11T00:00 11-11 05:00',
    ]);
    expect(hourly.find(({ id }) => id.includes('T07:00'))?.skipped).toEqual({
      code: 'merged',
      reason:
        'moved to 05:00 by li.wei until 2026-11-12: load test; the fire of 2026-11-11 00:00 starts there already',
    });
  });

  test('has the window that belongs to its new time', async () => {
    const { fires } = await stage({
      jobs: ['nightly: { cron: "30 3 * * *", window: 2h }'],
      overrides: [`- { job: nightly, move: "05:00", ${because} }`],
    });
    const [fire] = fires('2026-11-11', '2026-11-11');
    expect(fire?.windowEnd).toBe(Date.parse('2026-11-11T07:00+08:00'));
  });

  test('to a time that the clock leaves out or repeats starts as the clock allows', async () => {
    const { fires } = await stage({
      jobs: ['nightly: { cron: "0 5 * * *", timezone: Europe/Berlin }'],
      overrides: ['- { job: nightly, move: "02:30", until: 2026-12-01, by: li.wei, reason: load test }'],
    });
    const start = (from: string, to: string) =>
      fires(from, to).map(({ startsAt }) => new Date(startsAt).toISOString().slice(0, 16));
    // 02:30 on the old clock; then the first 02:30.
    expect(start('2026-03-29', '2026-03-29')).toEqual(['2026-03-29T01:30']);
    expect(start('2026-10-25', '2026-10-25')).toEqual(['2026-10-25T00:30']);
  });
});

test('an override whose day is over does nothing', async () => {
  const expired = await overridden(
    'job: nightly, skip: true',
    'job: hourly, move: "05:00"',
    'job: other, pause: true',
  );
  const plain = await stage({ jobs });
  const lines = (fires: (from: string, to: string) => Parameters<typeof lineOf>[0][]) =>
    fires('2026-11-12', '2026-11-14').map(lineOf);
  expect(lines(expired.fires)).toEqual(lines(plain.fires));
});
