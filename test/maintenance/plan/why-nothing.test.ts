import { describe, expect, test } from 'vitest';
import { meantByIds, whyNothing } from '../../../functions/maintenance/plan/why-nothing.ts';
import { translated } from '../../../functions/maintenance/report/wording/chinese.ts';
import { startAt } from '../run/night.ts';
import { beijing, instance, planOf, unread } from './instance-fixture.ts';

const fleet = beijing(
  instance('session-cache-01', { tags: { env: 'staging', app: 'shop' } }),
  instance('session-cache-02', { tags: { env: 'staging', app: 'shop' } }),
  instance('orders', {
    id: '1b2c3d4e-0000-4000-8000-000000000001',
    tags: { env: 'prod' },
    engineVersion: '6.0.20',
  }),
);

const reasonFor = (targets: object, inventory = fleet) =>
  planOf({ targets: { region: 'beijing', ...targets } }, inventory).problems.map(
    ({ code, reason }) => `${code}: ${reason}`,
  );

const nothing = (details: string) => [`nothing-selected: the targets select no instance: ${details}`];

describe('targets that select nothing are told with what is the nearest to them:', () => {
  test.each<[string, object, string]>([
    [
      'a glob with a letter missing',
      { names: ['sesion-cache-*'] },
      'no instance is named sesion-cache-*, the nearest is session-cache-01',
    ],
    ['a name in other capitals', { names: ['Orders'] }, 'no instance is named Orders, the nearest is orders'],
    [
      'a glob with letters swapped behind the star',
      { names: ['*-chace-02'] },
      'no instance is named *-chace-02, the nearest is session-cache-02',
    ],
    [
      'a name that is like none',
      { names: ['payments'] },
      'no instance is named payments, there are orders, session-cache-01, session-cache-02',
    ],
    [
      'a value of a tag',
      { tags: { env: 'stagign' } },
      'no instance has the tag env=stagign, the nearest is env=staging',
    ],
    [
      'a value in other capitals',
      { tags: { env: 'Prod' } },
      'no instance has the tag env=Prod, the nearest is env=prod',
    ],
    [
      'the key of a tag',
      { tags: { enw: 'prod' } },
      'no instance has the tag enw=prod, the nearest is env=prod',
    ],
    [
      'a value that is like none',
      { tags: { env: 'qa' } },
      'no instance has the tag env=qa, there are env=prod, env=staging',
    ],
    [
      'a tag that is like none',
      { tags: { owner: 'li.wei' } },
      'no instance has the tag owner=li.wei, there are app=shop, env=prod, env=staging',
    ],
    [
      'a value with a star',
      { tags: { env: 'stag*' } },
      'no instance has the tag env=stag*, the nearest is env=staging; a * in the value of a tag stands for itself',
    ],
    [
      'an engine version',
      { engineVersions: ['7.0'] },
      'no instance has the engine version 7.0, there are 5.0, 6.0.20',
    ],
    [
      'several engine versions',
      { engineVersions: ['7.0', '4.0'] },
      'no instance has the engine version 7.0, 4.0, there are 5.0, 6.0.20',
    ],
    [
      'two conditions that none meets',
      { names: ['order'], tags: { env: 'prd' } },
      'no instance is named order, the nearest is orders; no instance has the tag env=prd, the nearest is env=prod',
    ],
    [
      'conditions that none meets together',
      { names: ['session-*'], tags: { env: 'prod' } },
      '1 instance meets all but names session-*: orders; 2 instances meet all but env=prod: session-cache-01 (env=staging), session-cache-02 (env=staging)',
    ],
    [
      'two tags that none has both of',
      { tags: { env: 'prod', app: 'shop' } },
      '2 instances meet all but env=prod: session-cache-01 (env=staging), session-cache-02 (env=staging); 1 instance meets all but app=shop: orders',
    ],
    [
      'an id and a version beside others',
      { ids: ['1b2c3d4e-0000-4000-8000-000000000001'], engineVersions: ['5.0'] },
      '2 instances meet all but ids 1b2c3d4e-0000-4000-8000-000000000001: session-cache-01, session-cache-02; 1 instance meets all but engineVersions 5.0: orders (6.0.20)',
    ],
    [
      'an id beside a tag',
      { ids: ['1b2c3d4e-0000-4000-8000-000000000001'], tags: { env: 'staging' } },
      '2 instances meet all but ids 1b2c3d4e-0000-4000-8000-000000000001: session-cache-01, session-cache-02; 1 instance meets all but env=staging: orders (env=prod)',
    ],
    [
      'a version beside a tag',
      { engineVersions: ['6.0'], tags: { env: 'staging' } },
      '1 instance meets all but env=staging: orders (env=prod); 2 instances meet all but engineVersions 6.0: session-cache-01 (5.0), session-cache-02 (5.0)',
    ],
    [
      'the first of several globs that is like any',
      { names: ['payments', 'ordes', 'sesion-*'] },
      'no instance is named payments, ordes, sesion-*, the nearest is orders',
    ],
    [
      'a tag without a value',
      { tags: { owner: '' } },
      'no instance has the tag owner, there are app=shop, env=prod, env=staging',
    ],
    [
      'exclusions that leave nothing',
      { names: ['session-*'], exclude: { tags: { app: 'shop' } } },
      'the exclusions leave none of 2',
    ],
  ])('%s', (_, targets, details) => {
    const [told, ...others] = reasonFor(targets);
    expect([told, ...others]).toEqual(nothing(details));
    expect(translated(told?.replace('nothing-selected: ', '') ?? '')).toMatch(/^\p{Script=Han}/u);
  });

  test('tags that differ in their capitals only', () => {
    const tags = (env: string) => ({ Env: 'x', env, app: env });
    const cased = beijing(instance('a', { tags: tags('Prod') }), instance('b', { tags: tags('prod') }));
    expect(reasonFor({ tags: { env: 'qa' } }, cased)).toEqual(
      nothing('no instance has the tag env=qa, there are env=Prod, env=prod'),
    );
    expect(reasonFor({ tags: { ap: 'prod' } }, cased)).toEqual(
      nothing('no instance has the tag ap=prod, the nearest is app=prod'),
    );
  });

  test('what is nowhere there', () => {
    const bare = beijing(instance('a', { engineVersion: '' }), instance('b'));
    expect(reasonFor({ tags: { env: 'x' } }, bare)).toEqual(
      nothing('no instance has the tag env=x, there are none'),
    );
    expect(reasonFor({ engineVersions: ['7.0'] }, bare)).toEqual(
      nothing('no instance has the engine version 7.0, there are 5.0'),
    );
  });

  test('a region that holds nothing', () => {
    expect(reasonFor({ names: ['*'] }, beijing())).toEqual(nothing('there is no instance in beijing'));
  });

  test('and nothing is said of what is there in a region that could not be read', () => {
    expect(reasonFor({ names: ['x'] }, unread('beijing'))).toEqual([
      'DCS.5000: the instances of beijing could not be listed, so none of them was touched',
    ]);
  });
});

describe('an id that no instance has is told with what it may be meant for:', () => {
  test.each([
    [
      '1b2c3d4e-0000-4000-8000-000000000002',
      '; the nearest id is 1b2c3d4e-0000-4000-8000-000000000001 of orders',
    ],
    ['orders', '; it is the name of an instance, which belongs under targets.names'],
    ['99999999-9999-4999-8999-999999999999', ''],
  ])('%s', (id, more) => {
    const [row] = planOf({ targets: { region: 'beijing', ids: [id] } }, fleet).instances;
    const reason = `no instance in beijing has this id - correct targets.ids, or the region${more}`;
    expect(row).toMatchObject({ decision: 'refuse', code: 'not-found', reason });
    expect(translated(reason)).toMatch(/\p{Script=Han}/u);
  });
});

describe('what DCS does not tell of an instance', () => {
  const day = 86_400_000;
  const reasonOf = (targets: object, ...instances: readonly ReturnType<typeof instance>[]) =>
    reasonFor(targets, beijing(...instances));

  test('does not count as what none has', () => {
    expect(reasonOf({ names: ['payments'], capacity: '> 8GB' }, instance('orders'))).toEqual(
      nothing('no instance is named payments, there are orders'),
    );
    const zones = ['cn-north-4a'];
    expect(
      reasonOf(
        { names: ['a'], availabilityZones: zones, capacity: '> 8GB' },
        instance('a', { zones: ['cn-north-4b'] }),
        instance('b', { zones }),
      ),
    ).toEqual(nothing('none meets all conditions together: names 1, availabilityZones 1'));
  });

  test('is left out of what others have, which is told from the smallest on', () => {
    const sized = [instance('x1', { capacity: 65_536 }), instance('y'), instance('x2', { capacity: 128 })];
    expect(reasonOf({ names: ['x*'], capacity: '> 100GB' }, ...sized)).toEqual(
      nothing(
        'no instance meets capacity > 100GB, there are 128MB, 64GB; 2 instances meet all but capacity > 100GB: x1 (64GB), x2 (128MB)',
      ),
    );
    const aged = [
      instance('a', { createdAt: startAt - 10 * day, capacity: 1_024 }),
      instance('b', { createdAt: startAt - 2 * day, capacity: 65_536 }),
    ];
    expect(reasonOf({ age: '> 100d' }, ...aged)).toEqual(
      nothing('no instance meets age > 100d, there are 2d, 10d'),
    );
  });
});

test('instances of the same name are told in the order in which DCS lists them', () => {
  const twins = beijing(
    instance('twin', { id: '1', capacity: 128 }),
    instance('twin', { id: '2', capacity: 256 }),
    instance('another', { id: '3', capacity: 512 }),
  );
  expect(reasonFor({ names: ['*'], capacity: '> 8GB' }, twins)[0]).toMatch(
    /3 instances meet all but capacity > 8GB: another \(512MB\), twin \(128MB\), twin \(256MB\)$/,
  );
});

test('a condition that is left open asks for nothing', () => {
  const targets = { region: 'beijing', names: undefined, tags: { env: 'qa' } };
  expect(whyNothing(targets, [instance('a', { tags: { env: 'prod' } })])).toBe(
    'the targets select no instance: no instance has the tag env=qa, there are env=prod',
  );
});

test('of a large fleet only the first of many ids are looked at for what they may be meant for', () => {
  // 200,000 comparisons are made at most: six ids with each of 30,000, and the seventh with none.
  const near = Array.from({ length: 8 }, (_, n) => `00000000-0000-4000-8000-00000000000${n}`);
  const others = Array.from({ length: 30_000 - near.length }, (_, n) => `${n}`);
  const many = [...near, ...others].map((id) => instance('cache', { id }));
  const meant = meantByIds(
    near.map((id) => `${id}f`),
    many,
  );
  expect([...meant.values()]).toEqual(near.slice(0, 6).map((id) => `the nearest id is ${id} of cache`));
});
