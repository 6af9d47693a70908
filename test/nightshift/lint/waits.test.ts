import { describe, expect, test } from 'vitest';
import { jobText, lintsOf, mondayNoon } from './lint-fixture.ts';

const nightly = (parts: Record<string, string>, top = '', now = mondayNoon) =>
  lintsOf(`${top}jobs:\n${jobText('nightly', parts)}`, now);

test('a plain job has nothing to be found in it', async () => {
  expect(await nightly({})).toEqual([]);
});

describe('waits that contradict each other', () => {
  test.each([
    [
      'retry',
      '{ backoff: 10m, maxBackoff: 1m }',
      'backoff',
      'backoff (10m) is above maxBackoff (1m) - expected at most 1m',
    ],
    ['retry', '{ backoff: 6m }', 'backoff', 'backoff (6m) is above maxBackoff (5m) - expected at most 5m'],
    ['settle', '{ timeout: 5m, poll: 6m }', 'poll', 'poll (6m) is above timeout (5m) - expected at most 5m'],
    [
      'settle',
      '{ timeout: 50s }',
      'acceptance',
      'acceptance (1m) is above timeout (50s) - expected at most 50s',
    ],
  ])('%s: %s', async (section, written, key, message) => {
    expect(await nightly({ [section]: written })).toEqual([
      `${section}.${key} jobs.nightly.${section}.${key}: ${message}`,
    ]);
  });

  test('equal ones do not', async () => {
    expect(
      await nightly({ retry: '{ backoff: 1m, maxBackoff: 1m }', settle: '{ timeout: 1m, poll: 1m }' }),
    ).toEqual([]);
  });
});

describe('a job that waits for its conditions', () => {
  const waits = (parts: Record<string, string>, top = '') =>
    nightly(
      {
        ...{ cron: '"0 2-5 * * *"', window: '4h', otherwise: 'wait', onlyIf: '{ keys: "> 5" }' },
        ...parts,
      },
      `journal: obs://bucket/runs\n${top}`,
    );

  test('beyond its next fire', async () => {
    const found = (window: string, gap: string, most: string) =>
      `condition.overlap jobs.nightly.window: waits for its conditions for a window of ${window} and fires again after ${gap}: what comes due meanwhile is skipped (overlap) - expected one fire a window${most}`;
    expect(await waits({})).toEqual([found('4h', '1h', ', or a window of at most 55m')]);
    expect(await waits({ window: '56m' })).toEqual([found('56m', '1h', ', or a window of at most 55m')]);
    expect(await waits({ cron: '"0 2,3,5 * * *"', window: '2h' }, 'tick: 1h\n')).toEqual([
      found('2h', '1h', ''),
    ]);
  });

  test.each([
    { window: '55m' },
    { otherwise: 'skip' },
    { overlap: 'queue' },
    { enabled: 'false' },
    { cron: '"0 2 * * *"' },
  ])('is as it may be: %j', async (parts) => {
    expect(await waits(parts)).toEqual([]);
  });
});

describe('a window', () => {
  test('that closes before one instance had its time to settle', async () => {
    expect(await nightly({ window: '20m' })).toEqual([
      'window.settle jobs.nightly.window: a window of 20m closes before settle.timeout (30m): one slow instance, and nothing else starts - expected at least 30m',
    ]);
  });

  test('that is as long as the time to settle is long enough', async () => {
    expect(await nightly({ window: '30m' })).toEqual([]);
  });

  test('that closes before the last instance can start', async () => {
    const four = '{ region: beijing, ids: [a, b, c, d] }';
    const rollout = '{ canary: 1, concurrency: 2, pauseBetween: 1h }';
    expect(await nightly({ window: '1h', targets: four, rollout })).toEqual([
      'window.waves jobs.nightly.window: a window of 1h for instances of which the last starts after 1h at best - expected more than 1h, or more concurrency',
    ]);
    expect(await nightly({ window: '2h', targets: four, rollout })).toEqual([]);
  });

  test('counts nothing where only DCS knows how many instances there are', async () => {
    expect(await nightly({ window: '30m', rollout: '{ concurrency: 1, pauseBetween: 1h }' })).toEqual([]);
  });
});

describe('a tick that finds a fire too late', () => {
  test.each([
    [
      'by the 30 minutes that hold without window and startDeadline',
      'tick: 1h\n',
      { cron: '"20 3 * * *"' },
      'cron',
      '1h',
      '40m',
      '30m',
    ],
    [
      'by its startDeadline',
      '',
      { cron: '"32 3 * * *"', startDeadline: '2m' },
      'startDeadline',
      '5m',
      '3m',
      '2m',
    ],
    ['by its window', 'tick: 1h\n', { cron: '"15 3 * * *"', window: '40m' }, 'window', '1h', '45m', '40m'],
    [
      'in a zone that is 45 minutes off the grid',
      'tick: 1h\n',
      { timezone: 'Asia/Kathmandu', cron: '"0 3 * * *"' },
      'cron',
      '1h',
      '45m',
      '30m',
    ],
  ])('%s', async (_, top, parts, key, tick, late, deadline) => {
    expect(await nightly(parts as Record<string, string>, top)).toEqual([
      `tick.late jobs.nightly.${key}: the tick of ${tick} finds a fire up to ${late} late, when it may not start any more (${deadline}) - expected minutes on the grid of the tick, a shorter tick, or more time`,
    ]);
  });

  test('by jitter that may carry a fire past the tick', async () => {
    const [found] = await nightly({ jitter: '1m', startDeadline: '4m' });
    expect(found).toContain('jobs.nightly.startDeadline: the tick of 5m finds a fire up to 4m 59s late');
  });

  test.each([
    ['minutes on the grid', 'tick: 30m\n', { startDeadline: '1m' }],
    ['more time than the tick takes', '', { cron: '"32 3 * * *"', startDeadline: '4m' }],
    ['a job that no tick starts', 'tick: 1h\n', { enabled: 'false', cron: '"20 3 * * *"' }],
  ])('does not with %s', async (_, top, parts) => {
    expect(await nightly(parts as Record<string, string>, top)).toEqual([]);
  });
});

describe('an override that is over', () => {
  const override =
    'overrides: [{ job: nightly, skip: true, until: 2026-11-24, by: li.wei, reason: load test }]\n';

  test.each([
    ['2026-11-23T23:59:00+08:00', []],
    [
      '2026-11-24T00:00:00+08:00',
      [
        'override.expired overrides[0].until: the override of nightly by li.wei ended on 2026-11-24 and does nothing - expected it removed, or a later day',
      ],
    ],
  ])("is found from its until on, in the job's zone: %s", async (now, found) => {
    expect(await nightly({}, override, Date.parse(now))).toEqual(found);
  });
});
