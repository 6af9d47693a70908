import { expect, test } from 'vitest';
import { planTask } from '../../../functions/maintenance/invocation/plan-task.ts';
import { createCesService } from '../../../functions/minicloud/ces/ces-service.ts';
import { createDcsService } from '../../../functions/minicloud/dcs/dcs-service.ts';
import { createMemoryMetrics } from '../../minicloud/ces/memory-metrics.ts';
import { createMemoryFleet } from '../../minicloud/dcs/memory-fleet.ts';
import { startAt } from '../run/night.ts';
import { createVirtualTime } from '../run/virtual-clock.ts';
import { scheduleOf } from '../runtime/schedule-fixture.ts';

test('a project that variables gave two names is touched under neither, and the other regions are', async () => {
  const { cloud, clock } = createVirtualTime(startAt);
  const regions = {
    beijing: { region: 'cn-north-4', projectId: '0123456789abcdef0123456789abcdef' },
    // As an environment has it that names the project of the first once more.
    north: { region: 'cn-north-4', projectId: '0123456789abcdef0123456789abcdef' },
    shanghai: { region: 'cn-east-3', projectId: 'fedcba9876543210fedcba9876543210' },
  };
  const dcs = createDcsService({
    clock: cloud,
    projects: {
      'cn-north-4': '0123456789abcdef0123456789abcdef',
      'cn-east-3': 'fedcba9876543210fedcba9876543210',
    },
    instances: [
      { name: 'cache-1', region: 'cn-north-4' },
      { name: 'cache-2', region: 'cn-east-3' },
    ],
  });
  const fleet = createMemoryFleet({ dcs, regions, clock });
  const [job] = scheduleOf(
    'jobs: { nightly: { action: restart, destroysData: acknowledged, targets: { region: beijing, names: ["*"] } } }',
  ).jobs;
  if (!job) expect.unreachable();
  const planOf = (region: readonly string[]) =>
    planTask({ job: { ...job, targets: { region: [...region], names: ['*'] } }, windowEnd: null }, fleet, {
      regions,
    });
  const all = await planOf(['beijing', 'north', 'shanghai']);
  expect(all.instances.map(({ name }) => name)).toEqual(['cache-2']);
  expect(all.problems).toMatchObject([
    { code: 'same-project', region: 'beijing', reason: expect.stringContaining('the same project as north') },
    { code: 'same-project', region: 'north', reason: expect.stringContaining('the same project as beijing') },
  ]);
  const one = await planOf(['north', 'shanghai']);
  expect(one.instances.map(({ name }) => name)).toEqual(['cache-1', 'cache-2']);
  expect(one.problems).toEqual([]);
});

test('no plan is made beyond the window of its run, however long Cloud Eye asks to be left alone', async () => {
  const { cloud, clock } = createVirtualTime(startAt);
  const regions = { beijing: { region: 'cn-north-4', projectId: '0123456789abcdef0123456789abcdef' } };
  const projects = { 'cn-north-4': regions.beijing.projectId };
  const dcs = createDcsService({ clock: cloud, projects, instances: [{ name: 'cache-1' }] });
  const effect = { kind: 'throttled', by: 'ces', retryAfterSeconds: 25 } as const;
  const ces = createCesService(dcs, { faults: [{ operation: 'any', effect }] });
  const fleet = createMemoryFleet({ dcs, regions, clock });
  const [job] = scheduleOf(
    'jobs: { nightly: { action: restart, targets: { region: beijing, names: ["*"] }, onlyIf: { keys: "> 1" } } }',
  ).jobs;
  if (!job) expect.unreachable();
  const windowEnd = clock.now() + 20_000;
  const judging = { metrics: createMemoryMetrics({ dcs, ces, regions, clock }), clock };
  const plan = await planTask({ job, windowEnd }, fleet, { regions, now: clock.now(), judging });
  expect(plan.instances).toMatchObject([{ decision: 'refuse', code: 'condition-unknown' }]);
  expect(clock.now()).toBeLessThan(windowEnd);
});
