import { describe, expect, test } from 'vitest';
import type { Instance } from '../../../functions/maintenance/plan/instance.ts';
import {
  needsCacheModes,
  selectInstances,
  withoutCacheModes,
} from '../../../functions/maintenance/plan/select-instances.ts';
import type { Selectors, Targets } from '../../../functions/maintenance/schedule/selector-schema.ts';
import { beijing, instance, unread } from './instance-fixture.ts';

const fleet = beijing(
  instance('orders', { tags: { env: 'prod', app: 'shop' }, engineVersion: '5.0.14' }),
  instance('sessions-1', { tags: { env: 'staging', app: 'shop' } }),
  instance('sessions-2', { tags: { env: 'staging', app: 'blog' }, engineVersion: '5.01' }),
  instance('old', { tags: { env: 'staging' }, engineVersion: '3.0.7' }),
  instance('memo', { engine: 'Memcached', engineVersion: '1.5' }),
);

function selected(selectors: Selectors & Pick<Targets, 'exclude'>) {
  return selectInstances({ region: 'beijing', ...selectors }, [fleet]).selected.map(({ name }) => name);
}

describe('targets', () => {
  test.each<[string, Selectors, readonly string[]]>([
    ['nothing but a region: all of it', {}, ['memo', 'old', 'orders', 'sessions-1', 'sessions-2']],
    ['ids', { ids: ['old', 'orders'] }, ['old', 'orders']],
    ['names', { names: ['sessions-*'] }, ['sessions-1', 'sessions-2']],
    [
      'several names, any of which may fit',
      { names: ['sessions-*', 'o??'] },
      ['old', 'sessions-1', 'sessions-2'],
    ],
    ['a tag', { tags: { env: 'staging' } }, ['old', 'sessions-1', 'sessions-2']],
    ['two tags, both of which must fit', { tags: { env: 'staging', app: 'shop' } }, ['sessions-1']],
    ['a tag with another value', { tags: { env: 'Staging' } }, []],
    ['a tag that has the name of a property of every object', { tags: { constructor: 'Object' } }, []],
    [
      'an engine version, its patches included, and not 5.01',
      { engineVersions: ['5.0'] },
      ['orders', 'sessions-1'],
    ],
    [
      'several engine versions, any of which may fit',
      { engineVersions: ['3.0', '5.01'] },
      ['old', 'sessions-2'],
    ],
    ['a major version', { engineVersions: ['5'] }, ['orders', 'sessions-1', 'sessions-2']],
    [
      'names and tags together narrow each other',
      { names: ['sessions-*'], tags: { app: 'blog' } },
      ['sessions-2'],
    ],
  ])('by %s', (_, selectors, expected) => {
    expect(selected(selectors)).toEqual(expected);
  });

  test.each<[string, Selectors, readonly string[]]>([
    ['an id', { ids: ['old'] }, ['memo', 'orders', 'sessions-1', 'sessions-2']],
    ['a glob', { names: ['*s-?'] }, ['memo', 'old', 'orders']],
    [
      'two conditions, any of which is enough',
      { names: ['memo'], tags: { app: 'shop' } },
      ['old', 'sessions-2'],
    ],
    [
      'tags of one condition, all of which must fit',
      { tags: { app: 'shop', env: 'prod' } },
      ['memo', 'old', 'sessions-1', 'sessions-2'],
    ],
  ])('without what %s excludes', (_, exclude, expected) => {
    expect(selected({ exclude })).toEqual(expected);
  });

  test('exclude what they name themselves, too: exclusions win', () => {
    expect(selected({ ids: ['old', 'orders'], exclude: { names: ['old'] } })).toEqual(['orders']);
  });
});

describe('the selection', () => {
  const shanghai = (name: string, parts: Partial<Instance> = {}) =>
    instance(name, { region: 'shanghai', ...parts });

  test('goes by region, then name, then id, however the lists were ordered', () => {
    const targets = { region: ['shanghai', 'beijing'] };
    const lists = [
      { region: 'shanghai', instances: [shanghai('b'), shanghai('a')] },
      beijing(instance('z'), instance('twin', { id: '2' }), instance('twin', { id: '1' })),
    ];
    const expected = ['1', '2', 'z', 'a', 'b'];
    expect(selectInstances(targets, lists).selected.map(({ id }) => id)).toEqual(expected);
    expect(selectInstances(targets, lists.toReversed()).selected.map(({ id }) => id)).toEqual(expected);
  });

  test('names the ids that nobody has', () => {
    const { selected, missing } = selectInstances({ region: 'beijing', ids: ['old', 'gone'] }, [fleet]);
    expect(selected.map(({ id }) => id)).toEqual(['old']);
    expect(missing).toEqual(['gone']);
  });

  test('misses no id that is there and left out by another condition', () => {
    expect(
      selectInstances({ region: 'beijing', ids: ['old'], tags: { env: 'prod' } }, [fleet]),
    ).toMatchObject({
      selected: [],
      missing: [],
    });
  });

  test('takes what can be read when another region cannot', () => {
    const { selected } = selectInstances({ region: ['beijing', 'shanghai'] }, [
      unread('shanghai'),
      beijing(instance('a')),
    ]);
    expect(selected.map(({ id }) => id)).toEqual(['a']);
  });
});

describe('cache modes, which most lists do not tell', () => {
  const plain: Targets = { region: 'beijing', names: ['a*'], exclude: { statuses: ['ERROR'] } };
  const modes = ['single'] as const;

  test.each<[string, Targets, boolean]>([
    ['targets that do not go by them', plain, false],
    ['targets by them', { ...plain, cacheModes: [...modes] }, true],
    ['targets that exclude by them', { ...plain, exclude: { cacheModes: [...modes] } }, true],
  ])('are asked for by %s: %s', (_, targets, expected) => {
    expect(needsCacheModes(targets)).toBe(expected);
    expect(needsCacheModes(withoutCacheModes(targets))).toBe(false);
  });

  test('leave the rest as it is', () => {
    const exclude = { statuses: plain.exclude?.statuses, cacheModes: undefined };
    expect(withoutCacheModes({ ...plain, cacheModes: [...modes] })).toStrictEqual({
      ...plain,
      cacheModes: undefined,
      exclude,
    });
    const { exclude: _, ...others } = plain;
    expect(withoutCacheModes(others)).toStrictEqual({ ...others, cacheModes: undefined });
  });
});
