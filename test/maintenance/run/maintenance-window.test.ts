import { describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { runNight } from './night.ts';
import { endOf, night, owned, startsIn } from './windowed-night.ts';

describe('an instance with a maintenance window of its own', () => {
  test('is started in it and not before, also where it goes over midnight', async () => {
    const instances = [
      owned('open', '19:00:00', '20:00:00'),
      owned('open-over-midnight', '19:15:00', '01:00'),
      owned('later', '20:00:00', '21:00:00'),
      owned('later-over-midnight', '23:00:00Z', '03:00:00Z'),
      owned('after-midnight', '00:00', '04:00'),
    ];
    const played = await night(instances);
    expect(startsIn(played, instances)).toEqual(['19:30', '19:30', '20:00', '23:00', '00:00']);
    expect([...played.rows.values()].map(({ outcome }) => outcome)).toEqual(Array(5).fill('succeeded'));
  });

  test('is skipped where the window of the job ends before it, with its window by both clocks', async () => {
    const instances = [owned('open', '19:00', '20:00'), owned('too-late', '02:00:00', '06:00:00')];
    const played = await night(instances);
    expect(startsIn(played, instances)).toEqual(['19:30', 'never']);
    expect(endOf(played, 'too-late')).toBe(
      'skipped maintenance-window: not started: the window closed before its turn came; its maintenance window is 02:00-06:00 UTC (10:00-14:00 Asia/Shanghai)',
    );
    expect(played.seconds).toBe(6 * 3_600);
  });

  test('keeps no slot from others while it waits', async () => {
    const instances = [
      owned('a', '20:00', '21:00'),
      owned('b', '19:00', '20:00'),
      owned('c', '19:00', '20:00'),
    ];
    const played = await night(instances, { job: { rollout: { concurrency: 1 } } });
    expect(startsIn(played, instances)).toEqual(['20:00', '19:30', '19:30']);
  });

  test('whose window is the first to open is the canary', async () => {
    const instances = [
      owned('a', '21:00', '22:00'),
      owned('b', '20:00', '21:00'),
      owned('c', '20:30', '23:00'),
    ];
    const played = await night(instances, { job: { rollout: { canary: 1 } } });
    expect(startsIn(played, instances)).toEqual(['21:00', '20:00', '20:30']);
  });

  test('waits for a tier before its own, and is skipped where that leaves it no time', async () => {
    const tier = (value: string) => ({ tags: { tier: value } });
    const instances = [
      owned('first', '22:00', '23:00', tier('1')),
      owned('then', '21:00', '23:00', tier('2')),
      owned('too-soon', '20:00', '21:00', tier('2')),
    ];
    const played = await night(instances, { job: { rollout: { order: 'tag:tier' } } });
    expect(startsIn(played, instances)).toEqual(['22:00', '22:00', 'never']);
    expect(endOf(played, 'too-soon')).toContain('its maintenance window is 20:00-21:00 UTC');
  });

  test('is seen to its end where its window closes meanwhile', async () => {
    const instances = [owned('slow', '19:00', '19:31', { restartSeconds: 600 })];
    const played = await night(instances);
    expect(endOf(played, 'slow')).toMatch(/^succeeded returned/);
  });

  test('is tried again inside its window, and in another of a long night', async () => {
    const faults = [
      { operation: 'RestartOrFlushInstances', times: 1, effect: { kind: 'ends-in-error' } },
    ] as const;
    const inside = [owned('a', '19:00', '20:00')];
    expect(startsIn(await night(inside, { faults }), inside)).toEqual(['19:30, 19:30']);
    const outside = [owned('a', '19:00', '19:30:30')];
    const played = await night(outside, { faults });
    expect(startsIn(played, outside)).toEqual(['19:30']);
    expect(endOf(played, 'a')).toBe(
      'failed error: is ERROR after the restart; no further try: not started: the window closes before its turn can come; its maintenance window is 19:00-19:30:30 UTC (03:00-03:30:30 Asia/Shanghai)',
    );
    const long = await night(outside, {
      faults,
      windowSeconds: 30 * 3_600,
      seconds: { start: 120_000, act: 130_000 },
    });
    expect(startsIn(long, outside)).toEqual(['19:30, 19:00']);
    expect(endOf(long, 'a')).toMatch(/^succeeded/);
  });

  test('has all the time to become RUNNING from when its window opens', async () => {
    const instances = [
      owned('extending', '21:00', '22:00', { status: 'RUNNING', settlesAfterSeconds: 1 }),
      owned('stuck', '21:00', '22:00'),
    ];
    const played = await night(instances, {
      prepare: (dcs) => dcs.startBackup(instanceIdOf('stuck'), 40_000),
      job: { settle: { timeout: '10m' } },
    });
    expect(startsIn(played, instances)).toEqual(['21:00', 'never']);
    expect(endOf(played, 'stuck')).toBe(
      'refused state: has been busy with another task for 10m, so it was not touched',
    );
  });

  test('gets no backup out of its window', async () => {
    const instances = [owned('a', '20:00', '22:00')];
    const played = await night(instances, { job: { backup: 'required' } });
    const begun = played.audit.flatMap((entry) =>
      entry.kind === 'backup' && entry.result === 'started'
        ? [new Date(entry.at).toISOString().slice(11, 16)]
        : [],
    );
    expect(begun).toEqual(['20:00']);
    expect(endOf(played, 'a')).toMatch(/^succeeded/);
  });

  test.each([
    ['nothing', null, null, 'DCS tells no maintenance window of it'],
    ['what is none', '26:00', '27:00', 'DCS tells "26:00" to "27:00" as its maintenance window'],
    [
      'an end that is its begin',
      '02:00:00',
      '02:00:00',
      'its maintenance window begins and ends at 02:00 UTC',
    ],
  ])('is refused where DCS tells %s, and the others are done', async (_, begin, end, why) => {
    const instances = [owned('odd', begin, end), owned('open', '19:00', '20:00')];
    const played = await night(instances);
    expect(startsIn(played, instances)).toEqual(['never', '19:30']);
    expect(endOf(played, 'odd')).toContain(`refused maintenance-unread: ${why}`);
  });

  test('is done at once by a job that does not keep to it', async () => {
    const instances = [owned('a', '02:00:00', '06:00:00'), owned('b', null, null)];
    const { audit } = await runNight({ instances });
    expect(startsIn({ audit }, instances)).toEqual(['19:30', '19:30']);
  });
});

describe('an instance whose window is changed in the middle of a run', () => {
  const moved = (afterSeconds: number, begin: unknown, end: unknown) => ({
    maintenanceChanges: [{ afterSeconds, begin, end }],
  });

  test('is started in the new one, sooner or later than in the old one', async () => {
    const instances = [
      owned('sooner', '23:00', '01:00', moved(600, '20:00', '21:00')),
      owned('later', '20:00', '21:00', moved(600, '23:00', '01:00')),
      owned('open-now', '23:00', '01:00', moved(3_600, '19:00', '21:00')),
    ];
    const played = await night(instances);
    expect(startsIn(played, instances)).toEqual(['20:00', '23:00', '20:30']);
  });

  test('is judged by the look before its turn, and skipped with the new one named', async () => {
    // A second before it opens: nobody has looked since.
    const instances = [owned('a', '20:00', '21:00', moved(1_799, '02:00', '03:00'))];
    const played = await night(instances);
    expect(startsIn(played, instances)).toEqual(['never']);
    expect(endOf(played, 'a')).toContain(
      'its maintenance window is 02:00-03:00 UTC (10:00-11:00 Asia/Shanghai)',
    );
  });

  test('is left alone where the new one cannot be read', async () => {
    const instances = [owned('a', '20:00', '21:00', moved(600, 'tomorrow', ''))];
    const played = await night(instances);
    expect(startsIn(played, instances)).toEqual(['never']);
    expect(endOf(played, 'a')).toMatch(/^refused maintenance-unread: DCS tells "tomorrow" to ""/);
  });
});
