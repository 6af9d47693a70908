import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Instance } from '../../../functions/maintenance/plan/instance.ts';
import { selectInstances } from '../../../functions/maintenance/plan/select-instances.ts';
import { translated } from '../../../functions/maintenance/report/wording/chinese.ts';
import { jobOf, startAt } from '../run/night.ts';
import { beijing, instance, planOf, variedFleet, whole } from './instance-fixture.ts';

const day = 86_400_000;

const all = ['big', 'old', 'plain', 'sick', 'single'];

const targetsOf = (conditions: object) => jobOf({ targets: { region: 'beijing', ...conditions } }).targets;
const selected = (conditions: object, ...inventory: readonly ReturnType<typeof beijing>[]) =>
  selectInstances(targetsOf(conditions), inventory.length > 0 ? inventory : [variedFleet], startAt);
const namesOf = (instances: readonly Instance[]) => instances.map(({ name }) => name);

const conditions: readonly [object, readonly string[]][] = [
  [{ enterpriseProjects: ['0'] }, ['big', 'old', 'plain', 'single']],
  [{ enterpriseProjects: ['shop', 'books'] }, ['sick']],
  [{ cacheModes: ['single', 'cluster'] }, ['single']],
  [{ capacity: '>= 8GB' }, ['big', 'old', 'plain', 'sick']],
  [{ capacity: '< 1GB' }, ['single']],
  [{ capacity: '8GB' }, ['old', 'plain', 'sick']],
  [{ availabilityZones: ['cn-north-4b'] }, ['big', 'old', 'plain']],
  [{ availabilityZones: ['cn-north-4a', 'cn-north-4c'] }, all],
  [{ statuses: ['ERROR'] }, ['sick']],
  [{ statuses: ['ERROR', 'RUNNING'] }, all],
  [{ engineVersions: ['>= 5.0 < 7.0'] }, ['big', 'plain', 'sick', 'single']],
  [{ engineVersions: ['3.0', '> 5.0'] }, ['big', 'old']],
  [{ age: '> 40d' }, ['old']],
  [{ age: '>= 40d < 41d' }, ['big', 'plain', 'sick', 'single']],
];

describe('targets', () => {
  test.each(conditions)('by %j', (condition, expected) => {
    expect(namesOf(selected(condition).selected)).toEqual(expected);
  });

  test.each(conditions)('without what %j excludes', (exclude, excluded) => {
    expect(namesOf(selected({ names: ['*'], exclude }).selected)).toEqual(
      all.filter((name) => !excluded.includes(name)),
    );
  });

  test('narrow each other, and exclusions widen each other', () => {
    expect(namesOf(selected({ capacity: '>= 8GB', age: '< 100d', statuses: ['RUNNING'] }).selected)).toEqual([
      'big',
      'plain',
    ]);
    const exclude = { capacity: '> 8GB', age: '> 100d', cacheModes: ['single'] };
    expect(namesOf(selected({ names: ['*'], exclude }).selected)).toEqual(['plain', 'sick']);
  });
});

describe('what DCS does not tell is never guessed', () => {
  const untold: readonly [Partial<Instance>, object, string, RegExp][] = [
    [{ enterpriseProject: undefined }, { enterpriseProjects: ['0'] }, 'its enterprise project', /企业项目/],
    [{ cacheMode: undefined }, { cacheModes: ['ha'] }, 'its cache mode', /实例类型/],
    [
      { cacheMode: 'HA' },
      { cacheModes: ['single'] },
      'a cache mode that is known (HA)',
      /可识别的实例类型（HA）/,
    ],
    [{ capacity: undefined }, { capacity: '>= 1GB' }, 'its capacity', /容量/],
    [{ zones: [] }, { availabilityZones: ['cn-north-4a'] }, 'its availability zones', /可用区/],
    [
      { status: 'SCALING' },
      { statuses: ['ERROR'] },
      'a status that is known (SCALING)',
      /可识别的状态（SCALING）/,
    ],
    [{ createdAt: undefined }, { age: '> 30d' }, 'when it was created', /创建时间/],
    [{ createdAt: startAt + day }, { age: '< 30d' }, 'when it was created', /创建时间/],
    [{ engineVersion: '' }, { engineVersions: ['>= 5.0'] }, 'its engine version', /引擎版本/],
    [
      { engineVersion: '5.0' },
      { engineVersions: ['>= 5.0.9'] },
      'enough of its engine version (5.0)',
      /引擎版本（5\.0）/,
    ],
    [
      { engineVersion: '5.0' },
      { engineVersions: ['> 5.0.2 < 5.0.4'] },
      'enough of its engine version (5.0)',
      /引擎版本/,
    ],
  ];

  test.each(untold)('%j by %j is refused, in targets and in exclude', (parts, condition, words, chinese) => {
    const odd = beijing(instance('odd', { ...whole, ...parts }), instance('plain', whole));
    const reason = `DCS does not tell ${words}, which the targets select by, so nothing was done to it - look at it in the console`;
    for (const targets of [condition, { names: ['*'], exclude: condition }]) {
      const plan = planOf({ targets: { region: 'beijing', ...targets } }, odd);
      expect(plan.instances.find(({ name }) => name === 'odd')).toMatchObject({
        decision: 'refuse',
        code: 'untold',
        reason,
        losesData: false,
      });
      expect(plan.problems).toEqual([]);
    }
    expect(translated(reason)).toMatch(chinese);
  });

  test('of one that is not meant for another reason nothing is said', () => {
    const odd = beijing(instance('odd', { ...whole, capacity: undefined, cacheMode: undefined }));
    const {
      selected: chosen,
      unread,
      unreadOthers,
    } = selected({ names: ['x-*'], capacity: '> 1GB', exclude: { cacheModes: ['ha'] } }, odd);
    expect([chosen, unread, unreadOthers]).toEqual([[], [], []]);
    const excluded = selected({ capacity: '> 1GB', exclude: { names: ['odd'] } }, odd);
    expect([excluded.selected, excluded.unread]).toEqual([[], []]);
  });

  test('without an instant no age is known', () => {
    const { selected: chosen, unread } = selectInstances(targetsOf({ age: '> 1d' }), [variedFleet]);
    expect([chosen, namesOf(unread)]).toEqual([[], all]);
  });

  test('clocks that differ by some minutes make nobody older or younger than new', () => {
    const fresh = beijing(instance('fresh', { createdAt: startAt + 60_000 }));
    expect(namesOf(selected({ age: '< 1h' }, fresh).selected)).toEqual(['fresh']);
  });

  const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
  test('whoever is selected tells all that is asked for, whatever else is told', () => {
    const parts = fc.record({
      enterpriseProject: optional(fc.constantFrom('0', 'shop')),
      cacheMode: optional(fc.constantFrom('ha', 'single', 'Single', 'new')),
      capacity: optional(fc.constantFrom(128, 8_192)),
      zones: fc.constantFrom([], ['cn-north-4a'], ['cn-north-4a', 'cn-north-4b']),
      createdAt: optional(fc.constantFrom(startAt - day, startAt - 40 * day, startAt + day)),
      status: fc.constantFrom('RUNNING', 'ERROR', 'SCALING'),
      engineVersion: fc.constantFrom('', '5.0', '5.0.9', '6', 'five'),
    });
    fc.assert(
      fc.property(fc.constantFrom(...conditions), parts, ([condition], told) => {
        const one = beijing(instance('one', told));
        const [key = ''] = Object.keys(condition);
        const asked = {
          enterpriseProjects: told.enterpriseProject !== undefined,
          cacheModes: told.cacheMode === 'ha' || told.cacheMode === 'single',
          capacity: told.capacity !== undefined,
          availabilityZones: told.zones.length > 0,
          statuses: told.status !== 'SCALING',
          age: told.createdAt !== undefined && told.createdAt < startAt,
          engineVersions: /^\d/.test(told.engineVersion),
        }[key];
        const within = selected(condition, one);
        const without = selected({ names: ['*'], exclude: condition }, one);
        // Told, it is in one of the two and not in the other; untold, in neither, and said of both.
        expect(within.selected.length + without.selected.length).toBe(asked ? 1 : 0);
        expect([within.unread.length, without.unread.length]).toEqual(asked ? [0, 0] : [1, 1]);
      }),
    );
  });
});
