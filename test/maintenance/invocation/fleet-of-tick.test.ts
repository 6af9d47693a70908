import { describe, expect, test } from 'vitest';
import { fleetOfTick } from '../../../functions/maintenance/invocation/fleet-of-tick.ts';
import type { InstanceSeed } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { fleetOf, jobOf } from '../run/night.ts';
import { setStage } from '../run/stage.ts';

const jobs = (count: number) => Array.from({ length: count }, () => jobOf());
const lists = ({ dcs }: ReturnType<typeof setStage>) =>
  dcs.log.entries().filter((entry) => entry.kind === 'call' && entry.operation === 'ListInstances').length;
const byName = (text: string) => ({ narrowing: { name: { text, whole: true } } });

function tick(count: number, others: readonly InstanceSeed[] = []) {
  const stage = setStage({ instances: [...fleetOf(3), ...others] });
  const fleet = fleetOfTick(stage.fleet, jobs(count), { clock: stage.clock, tickMs: 300_000 });
  return { ...stage, stage, planning: fleet };
}

const namesIn = (found: readonly { readonly name: string }[]) => found.map(({ name }) => name);

describe('the fleet that the jobs of a tick are planned by', () => {
  test('lists a region once for many, and gives each what it wants', async () => {
    const { planning, stage } = tick(11);
    const found = await Promise.all(
      ['cache-1', 'cache-3', 'cache-9'].map((name) => planning.list('beijing', byName(name))),
    );
    expect(found.map(namesIn)).toEqual([['cache-1'], ['cache-3'], []]);
    expect(namesIn(await planning.list('beijing'))).toEqual(['cache-1', 'cache-2', 'cache-3']);
    expect(lists(stage)).toBe(1);
  });

  test('gives those of a status out of the list of all, and who cannot be read with them', async () => {
    const { planning, stage, dcs } = tick(11, [{ name: 'sick', status: 'ERROR' }]);
    dcs.addFault({
      operation: 'ListInstances',
      times: 1,
      effect: { kind: 'spoilt', field: 'instances.1.tags', value: 'none' },
    });
    const [error, frozen, running] = await Promise.all(
      ['ERROR', 'FROZEN', 'RUNNING'].map((status) => planning.list('beijing', { narrowing: { status } })),
    );
    expect([error, frozen, running].map((found) => namesIn(found ?? []))).toEqual([
      ['cache-2', 'sick'],
      ['cache-2'],
      ['cache-1', 'cache-2', 'cache-3'],
    ]);
    expect(lists(stage)).toBe(1);
  });

  test('lists it anew for few, for a look at single ones, and in another region', async () => {
    const few = tick(10);
    await few.planning.list('beijing', byName('cache-1'));
    await few.planning.list('beijing', byName('cache-1'));
    expect(lists(few.stage)).toBe(2);
    const many = tick(11);
    await many.planning.list('beijing');
    await many.planning.list('beijing', { ids: ['x', 'y'] });
    await many.planning.list('shanghai');
    await many.planning.list('shanghai');
    expect(lists(many.stage)).toBe(4);
  });

  test('lists it anew after a failure, and at the next tick', async () => {
    const { planning, stage, clock, dcs } = tick(11);
    dcs.addFault({
      operation: 'ListInstances',
      times: 1,
      effect: { kind: 'fails', status: 403, code: 'DCS.2007', message: 'no' },
    });
    await expect(planning.list('beijing')).rejects.toThrow();
    await planning.list('beijing');
    await planning.list('beijing');
    expect(lists(stage)).toBe(2);
    await clock.wait(300_000);
    await planning.list('beijing');
    expect(lists(stage)).toBe(3);
  });
});
