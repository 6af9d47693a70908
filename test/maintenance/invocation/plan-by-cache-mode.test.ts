import { describe, expect, test } from 'vitest';
import { planTask } from '../../../functions/maintenance/invocation/plan-task.ts';
import type { Fault } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { fleetOf, jobOf } from '../run/night.ts';
import { setStage } from '../run/stage.ts';

const tags = { env: 'test' };
const instances = [
  ...fleetOf(6, { tags }, 'cache'),
  ...fleetOf(3, { tags, cacheMode: 'single' }, 'session'),
  ...fleetOf(70, { tags: { env: 'live' } }, 'other'),
];

/** What is planned of a job, which instances were looked at for it, and how often a region was listed. */
async function planned(targets: object, faults: readonly Fault[] = [], job: object = {}) {
  const stage = setStage({ instances, faults, job: {} });
  const settings = { destroysData: 'acknowledged', ...job, targets: { region: 'beijing', ...targets } };
  const plan = await planTask({ job: jobOf(settings), windowEnd: null }, stage.fleet, {
    now: stage.clock.now(),
  });
  const calls = stage.dcs.log.entries().flatMap((entry) => (entry.kind === 'call' ? [entry.operation] : []));
  const count = (operation: string) => calls.filter((each) => each === operation).length;
  return {
    plan,
    acting: plan.instances.filter(({ decision }) => decision === 'act').map(({ name }) => name),
    looks: count('ShowInstance'),
    lists: count('ListInstances'),
  };
}

const caches = fleetOf(6).map(({ name }) => name);
const sessions = ['session-1', 'session-2', 'session-3'];

describe('how an instance is made up is asked of those that all else selects', () => {
  test.each<[object, readonly string[], number]>([
    [{ tags, cacheModes: ['ha'] }, caches, 9],
    [{ tags, cacheModes: ['single', 'cluster'] }, sessions, 9],
    [{ tags, names: ['session-*'], cacheModes: ['single'] }, sessions, 3],
    [{ tags, exclude: { cacheModes: ['single'] } }, caches, 9],
    [{ tags, cacheModes: ['ha'], exclude: { names: ['*-1', 'session-*'] } }, caches.slice(1), 5],
    [{ tags, capacity: '> 64GB', cacheModes: ['ha'] }, [], 0],
    [{ ids: [instanceIdOf('session-1')], cacheModes: ['single'] }, ['session-1'], 1],
    [{ tags }, [...caches, ...sessions], 0],
  ])('%j', async (targets, acting, looks) => {
    expect(await planned(targets)).toMatchObject({ acting, looks });
  });

  test('and its data is asked of those only that are left', async () => {
    const facts = { destroysData: undefined };
    // A look for the mode of nine, and one for the data of three of them.
    expect(await planned({ tags, cacheModes: ['single'] }, [], facts)).toMatchObject({ looks: 12 });
    expect(await planned({ tags, names: ['cache-*'] }, [], facts)).toMatchObject({ looks: 6 });
  });

  test('one that does not tell it is refused with what DCS said, and the others go on', async () => {
    const denied = { kind: 'fails', status: 403, code: 'DCS.2003', message: 'no' } as const;
    const matches = { instance: instanceIdOf('cache-3') };
    const fault = { operation: 'ShowInstance', matches, effect: denied } as const;
    const { plan, acting } = await planned({ tags, cacheModes: ['ha'] }, [fault]);
    expect(acting).toEqual(caches.filter((name) => name !== 'cache-3'));
    expect(plan.instances.filter(({ decision }) => decision === 'refuse')).toMatchObject([
      {
        name: 'cache-3',
        code: 'untold',
        reason: expect.stringContaining('does not tell its cache mode, which the targets select by'),
        cause: { code: 'DCS.2003' },
      },
    ]);
    expect(plan.problems).toEqual([]);
  });

  test('a selection of nothing names them with the mode that they have', async () => {
    const { plan, lists } = await planned({ tags, names: ['session-*'], cacheModes: ['ha'] });
    expect(plan.problems.map(({ reason }) => reason)).toEqual([
      'the targets select no instance: 3 instances meet all but cacheModes ha: session-1 (single), session-2 (single), session-3 (single)',
    ]);
    expect(lists).toBe(1);
  });
});

test('a status narrows the list of the plan, and none of those that the run is watched by', async () => {
  const stage = setStage({ instances: [{ name: 'sick', status: 'ERROR' }, ...fleetOf(60)] });
  const job = jobOf({ targets: { region: 'beijing', statuses: ['ERROR'] }, destroysData: 'acknowledged' });
  const plan = await planTask({ job, windowEnd: null }, stage.fleet);
  expect(plan.instances.map(({ name }) => name)).toEqual(['sick']);
  expect(plan.rules).toMatchObject({ startFrom: ['ERROR'] });
  expect(plan.rules.narrowing).toBeUndefined();
});
