import { describe, expect, test } from 'vitest';
import { planTask } from '../../../functions/maintenance/invocation/plan-task.ts';
import { rowsOf } from '../../../functions/maintenance/report/summarize.ts';
import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import type { InstanceSeed } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { acceptedOutsideWindow } from '../../minicloud/gateway/audit-invariants.ts';
import { runInInvocations } from './in-invocations.ts';
import { setStage } from './stage.ts';
import { endOf, night, owned, startsIn } from './windowed-night.ts';

describe('without a journal', () => {
  // Nothing starts after twelve minutes.
  const seconds = { start: 720, act: 840 };

  test('what opens in time is waited for, and the rest is put off at once', async () => {
    const instances = [
      owned('soon', '19:40', '20:00'),
      owned('late', '20:00', '21:00'),
      owned('never', '02:00', '03:00'),
    ];
    const played = await night(instances, { seconds });
    expect(startsIn(played, instances)).toEqual(['19:40', 'never', 'never']);
    expect(endOf(played, 'late')).toBe(
      "deferred maintenance-window: not started: the function's time ends before its turn can come; its maintenance window is 20:00-21:00 UTC (04:00-05:00 Asia/Shanghai)",
    );
    expect(endOf(played, 'never')).toMatch(
      /^skipped maintenance-window: not started: the window closes before its turn can come; its maintenance window is 02:00-03:00 UTC/,
    );
    expect(played.seconds).toBeLessThan(720);
  });

  test('a canary that was not touched shows nothing', async () => {
    const instances = [owned('a', '20:00', '21:00'), owned('b', '20:30', '21:00')];
    const played = await night(instances, { seconds, job: { rollout: { canary: 1 } } });
    expect(endOf(played, 'a')).toMatch(/^deferred maintenance-window/);
    expect(played.seconds).toBeLessThan(60);
    expect(endOf(played, 'b')).toMatch(/^deferred maintenance-window/);
  });
});

describe('over many invocations', () => {
  async function run(instances: readonly InstanceSeed[], windowEnd: number | null, job: object = {}) {
    const stage = setStage({ instances, job: { inMaintenanceWindow: true, ...job } });
    const planning = { now: stage.clock.now(), zoneOffset };
    const plan = () => planTask({ job: stage.job, windowEnd }, stage.fleet, planning);
    const { open, invocations } = await runInInvocations(stage, plan);
    const audit = stage.dcs.log.entries();
    expect(acceptedOutsideWindow(audit, instances)).toEqual([]);
    const iso = (instant: number) => new Date(instant).toISOString();
    const rows = rowsOf(open.state, iso).map(({ outcome, code, reason }) => `${outcome} ${code}: ${reason}`);
    return { starts: startsIn({ audit }, instances), rows, invocations, state: open.state };
  }

  test('each comes in its window, and nobody stays to wait for it', async () => {
    const instances = [
      owned('a', '19:00', '20:00'),
      owned('b', '21:00', '22:00'),
      owned('c', '23:00', '01:00'),
    ];
    const { starts, invocations } = await run(instances, Date.parse('2026-11-23T01:30:00Z'));
    expect(starts).toEqual(['19:30', '21:00', '23:00']);
    const worked = invocations.reduce((sum, { began, ended }) => sum + ended - began, 0);
    expect(worked).toBeLessThan(15 * 60_000);
    expect(invocations.filter(({ end }) => end === 'time')).toEqual([]);
  });

  test('by hand each is waited for until it has come, which takes a day at most', async () => {
    const instances = [owned('a', '18:00', '19:00'), owned('b', '19:00', '19:15')];
    const { starts, rows } = await run(instances, null);
    expect(starts).toEqual(['18:00', '19:00']);
    expect(rows.map((row) => row.split(':')[0])).toEqual(['succeeded returned', 'succeeded returned']);
  });

  test('by hand one that keeps going away from its window is given up after a day', async () => {
    const instances = [
      owned('a', '20:00', '21:00', {
        maintenanceChanges: [
          { afterSeconds: 1_500, begin: '19:00', end: '19:25' },
          { afterSeconds: 82_000, begin: '20:00', end: '21:00' },
        ],
      }),
    ];
    const { starts, rows } = await run(instances, null);
    expect(starts).toEqual(['never']);
    expect(rows).toEqual([
      'skipped maintenance-window: not started: its turn did not come in its maintenance window within a day; its maintenance window is 20:00-21:00 UTC (04:00-05:00 Asia/Shanghai)',
    ]);
  });

  test('a change is noticed while nobody is there', async () => {
    const instances = [
      owned('a', '23:00', '01:00', {
        maintenanceChanges: [{ afterSeconds: 4_000, begin: '20:00', end: '22:00' }],
      }),
    ];
    const { starts } = await run(instances, Date.parse('2026-11-23T01:30:00Z'));
    expect(starts).toEqual(['20:40']);
  });
});
