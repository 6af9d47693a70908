import { describe, expect, test } from 'vitest';
import { jobText, lintsOf } from './lint-fixture.ts';

const lintsOfJobs = (...jobs: readonly string[]) => lintsOf(`jobs:\n${jobs.join('')}`);

describe('two jobs with the same targets at the same time', () => {
  test('are found at the later one, with their next meeting', async () => {
    const found = await lintsOfJobs(
      jobText('nightly', {
        targets: '{ region: beijing, names: ["a-*", "b-*"], tags: { env: dev, app: x } }',
      }),
      jobText('weekly', {
        action: 'restart',
        cron: '"30 3 * * 6"',
        targets: '{ tags: { app: x, env: dev }, names: ["b-*", "a-*"], region: [beijing] }',
      }),
    );
    expect(found).toEqual([
      'jobs.same jobs.weekly.cron: the same targets at the same time as nightly, next on 2026-11-27T19:30Z - expected another time, other targets, or one job',
    ]);
  });

  test('are found across zones, and months away', async () => {
    const found = await lintsOfJobs(
      jobText('nightly', { cron: '"0 4 1 8 *"' }),
      jobText('utc', { timezone: 'UTC', cron: '"0 20 31 7 *"' }),
    );
    expect(found).toEqual([expect.stringContaining('next on 2027-07-31T20:00Z')]);
  });

  test('are told of once for each later job', async () => {
    const three = ['one', 'two', 'three'].map((name) => jobText(name));
    expect((await lintsOfJobs(...three)).map((line) => line.split(':')[0])).toEqual([
      'jobs.same jobs.two.cron',
      'jobs.same jobs.three.cron',
    ]);
  });

  test.each([
    ['another time', { cron: '"0 4 * * *"' }],
    ['other targets', { targets: '{ region: beijing, names: ["session-*"] }' }],
    ['an exclusion', { targets: '{ region: beijing, names: ["cache-*"], exclude: { ids: [a] } }' }],
    ['a job that is disabled', { enabled: 'false' }],
  ])('are not found with %s', async (_, parts) => {
    expect(await lintsOfJobs(jobText('nightly'), jobText('other', parts))).toEqual([]);
  });
});
