import { expect, test } from 'vitest';
import { planTask } from '../../../functions/maintenance/invocation/plan-task.ts';
import { createDcsService } from '../../../functions/minicloud/dcs/dcs-service.ts';
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
