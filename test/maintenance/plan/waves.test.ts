import { describe, expect, test } from 'vitest';
import type { Instance } from '../../../functions/maintenance/plan/instance.ts';
import {
  areTiersWhole,
  assignWaves,
  groupsOf,
  tiersOf,
  type WaveRules,
} from '../../../functions/maintenance/plan/waves.ts';
import { instance } from './instance-fixture.ts';

const plain: WaveRules = {
  canary: undefined,
  concurrency: 3,
  spreadBy: undefined,
  ramp: false,
  pauses: true,
  tiers: new Map(),
};

function several(count: number, parts: Partial<Instance> = {}, prefix = 'cache'): Instance[] {
  return Array.from({ length: count }, (_, index) => instance(`${prefix}-${index + 1}`, parts));
}

/** The ids of each wave of a region. */
function lanes(instances: readonly Instance[], waves: ReadonlyMap<string, number>, region = 'beijing') {
  const lane: Record<number, string[]> = {};
  for (const { id, region: its } of instances) {
    const wave = waves.get(id) ?? -1;
    if (its === region) lane[wave] = [...(lane[wave] ?? []), id];
  }
  return lane;
}

describe('without a ramp or a pause', () => {
  const slots = { ...plain, pauses: false, concurrency: 1 };

  test('all have their turn together, however few may run at once, and in every region', () => {
    const app = { tags: { app: 'shop' } };
    const instances = [...several(4, app), ...several(3, { ...app, region: 'shanghai' }, 'sh')];
    const waves = assignWaves(instances, { ...slots, spreadBy: 'tag:app' });
    expect([...waves.values()]).toEqual(Array(7).fill(1));
    expect(waves.size).toBe(7);
  });

  test('the canary goes first, and then tier by tier over all regions', () => {
    const instances = [...several(3), ...several(2, { region: 'shanghai' }, 'sh')];
    const tiers = new Map(instances.map(({ id }, index) => [id, [7, 4, 4, 9, 7][index] ?? 0]));
    const waves = assignWaves(instances, { ...slots, tiers, canary: { count: 1 } });
    expect(instances.map(({ id }) => waves.get(id))).toEqual([2, 0, 1, 3, 2]);
  });

  test('the canary is one that waits for nothing, and of the first tier all the same', () => {
    const instances = several(4);
    const tiers = new Map(instances.map(({ id }, index) => [id, index < 2 ? 0 : 1]));
    const canaryBeside = (...waiting: readonly string[]) => {
      const rules = { ...slots, tiers, canary: { count: 1 }, waiting: new Set(waiting) };
      return lanes(instances, assignWaves(instances, rules))[0];
    };
    expect(canaryBeside('cache-1')).toEqual(['cache-2']);
    const three = { ...slots, tiers, canary: { count: 3 }, waiting: new Set(['cache-3']) };
    expect(lanes(instances, assignWaves(instances, three))[0]).toEqual(['cache-1', 'cache-2', 'cache-4']);
    expect(canaryBeside('cache-1', 'cache-2')).toEqual(['cache-1']);
  });

  test('no tier is cut, which is seen by its instances', () => {
    const of = (...waves: readonly (readonly [number, number | null])[]) =>
      areTiersWhole(waves.map(([tier, wave]) => ({ tier, wave })));
    expect(of()).toBe(true);
    expect(of([0, 0], [0, 1], [0, 1], [0, null], [1, 2])).toBe(true);
    expect(of([0, 1], [0, 2])).toBe(false);
    expect(of([1, 2], [0, 1], [1, 3])).toBe(false);
  });
});

describe('waves', () => {
  test('are as large as the concurrency, the last one what is left', () => {
    const instances = several(7);
    expect(lanes(instances, assignWaves(instances, plain))).toEqual({
      1: ['cache-1', 'cache-2', 'cache-3'],
      2: ['cache-4', 'cache-5', 'cache-6'],
      3: ['cache-7'],
    });
  });

  test('are none for no instances, with a canary too', () => {
    expect(assignWaves([], { ...plain, canary: { count: 1 } }).size).toBe(0);
  });

  test.each([
    [{ count: 2 }, 2],
    [{ percent: 30 }, 3],
    [{ percent: 1 }, 1],
    [{ count: 99 }, 10],
  ])('a canary of %j among ten is %i instances, in wave 0', (canary, expected) => {
    const waves = assignWaves(several(10), { ...plain, canary });
    expect([...waves.values()].filter((wave) => wave === 0)).toHaveLength(expected);
  });

  test('of each region take its part of the concurrency, rounded up, and are counted on their own', () => {
    const instances = [...several(6), ...several(3, { region: 'shanghai' }, 'sh')];
    const waves = assignWaves(instances, plain);
    expect(lanes(instances, waves)).toEqual({
      1: ['cache-1', 'cache-2'],
      2: ['cache-3', 'cache-4'],
      3: ['cache-5', 'cache-6'],
    });
    expect(lanes(instances, waves, 'shanghai')).toEqual({ 1: ['sh-1'], 2: ['sh-2'], 3: ['sh-3'] });
  });

  test('of regions that share the concurrency unevenly are rounded up in each', () => {
    const instances = [...several(4), ...several(3, { region: 'shanghai' }, 'sh')];
    const waves = assignWaves(instances, plain);
    expect(lanes(instances, waves)).toEqual({ 1: ['cache-1', 'cache-2'], 2: ['cache-3', 'cache-4'] });
    expect(lanes(instances, waves, 'shanghai')).toEqual({ 1: ['sh-1', 'sh-2'], 2: ['sh-3'] });
  });

  test('grow from one to the concurrency with a ramp', () => {
    const instances = several(9);
    const sizes = Object.values(lanes(instances, assignWaves(instances, { ...plain, ramp: true })));
    expect(sizes.map((ids) => ids.length)).toEqual([1, 2, 3, 3]);
  });

  test('never mix tiers, and the canary is of the first', () => {
    const instances = several(5);
    const tiers = new Map(instances.map(({ id }, index) => [id, index < 2 ? 1 : 0]));
    expect(lanes(instances, assignWaves(instances, { ...plain, tiers, canary: { count: 1 } }))).toEqual({
      0: ['cache-3'],
      1: ['cache-4', 'cache-5'],
      2: ['cache-1', 'cache-2'],
    });
  });

  test('of a ramp are those of a job without a pause too, and grow on from tier to tier', () => {
    const instances = several(9);
    const tiers = new Map(instances.map(({ id }, index) => [id, index < 2 ? 0 : 1]));
    const waves = assignWaves(instances, { ...plain, ramp: true, pauses: false, tiers, concurrency: 4 });
    const sizes = Object.values(lanes(instances, waves)).map((ids) => ids.length);
    expect(sizes).toEqual([1, 1, 4, 3]);
  });

  test('hold one of a group each, and fill up with others', () => {
    const app = (name: string, value: string) => instance(name, { tags: { app: value } });
    const instances = [app('a1', 'a'), app('a2', 'a'), app('a3', 'a'), app('b1', 'b'), instance('free')];
    expect(lanes(instances, assignWaves(instances, { ...plain, spreadBy: 'tag:app' }))).toEqual({
      1: ['a1', 'b1', 'free'],
      2: ['a2'],
      3: ['a3'],
    });
  });
});

describe('groups', () => {
  const one = instance('session-cache-07', { tags: { app: 'shop', '': 'empty' }, zones: ['az1', 'az2'] });

  test.each<[string | undefined, readonly string[]]>([
    [undefined, []],
    ['tag:app', ['shop']],
    ['tag:team', []],
    ['az', ['az1', 'az2']],
    ['name-prefix', ['session-cache']],
  ])('by %s: %j', (spreadBy, expected) => {
    expect(groupsOf(one, spreadBy)).toEqual(expected);
  });

  test.each([
    ['orders', 'orders'],
    ['orders_1', 'orders'],
    ['a-b_c', 'a-b'],
    ['-1', ''],
  ])('of the name %s without its last part: %j', (name, prefix) => {
    expect(groupsOf(instance(name), 'name-prefix')).toEqual([prefix]);
  });
});

describe('tiers', () => {
  const tagged = (...values: readonly (string | undefined)[]) =>
    values.map((value, index) => instance(`${index}`, { tags: value === undefined ? {} : { tier: value } }));
  const inOrder = (instances: readonly Instance[], order: string | undefined) => {
    const tiers = tiersOf(instances, order);
    return instances.map(({ id }) => tiers.get(id));
  };

  test('are numbers by their size, then words by their letters, then those without the tag', () => {
    const values = ['web', '10', undefined, '2', 'db', '2', '1st', 'app', '9'];
    const expected = [6, 2, 7, 0, 5, 0, 3, 4, 1];
    expect(inOrder(tagged(...values), 'tag:tier')).toEqual(expected);
    expect(inOrder(tagged(...values.toReversed()), 'tag:tier')).toEqual(expected.toReversed());
  });

  test('are one where nobody has the tag', () => {
    expect(inOrder(tagged('1', '2'), 'tag:stage')).toEqual([0, 0]);
  });

  test('are one without an order, whatever the tags are called', () => {
    expect(inOrder([instance('a', { tags: { undefined: '1' } }), instance('b')], undefined)).toEqual([0, 0]);
  });
});

describe('waves with groups', () => {
  const app = (id: string, value: string) => instance(id, { tags: { app: value } });
  const instances = [
    app('a1', 'a'),
    app('a2', 'a'),
    app('b1', 'b'),
    app('b2', 'b'),
    app('c1', 'c'),
    app('a3', 'a'),
    app('d1', 'd'),
  ];

  test('have no two of one group, and let others go before those that wait for that', () => {
    expect(lanes(instances, assignWaves(instances, { ...plain, spreadBy: 'tag:app' }))).toEqual({
      1: ['a1', 'b1', 'c1'],
      2: ['a2', 'b2', 'd1'],
      3: ['a3'],
    });
  });

  test('have no two that share one of several', () => {
    const zones = (id: string, ...its: readonly string[]) => instance(id, { zones: its });
    const across = [zones('x', 'z1', 'z2'), zones('y', 'z2', 'z3'), zones('z', 'z1', 'z3'), zones('w', 'z3')];
    expect(lanes(across, assignWaves(across, { ...plain, spreadBy: 'az' }))).toEqual({
      1: ['x', 'w'],
      2: ['y'],
      3: ['z'],
    });
  });
});
