import { describe, expect, test } from 'vitest';
import { translated } from '../../../functions/maintenance/report/wording/chinese.ts';
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

test('of a large fleet only the first of many names are looked at for what they may be meant for', () => {
  const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const many = beijing(...Array.from({ length: 20_000 }, (_, n) => instance(`cache-${n}`, { id: idOf(n) })));
  const ids = Array.from({ length: 100 }, (_, n) => `${idOf(n)}0`);
  const told = planOf({ targets: { region: 'beijing', ids } }, many).instances;
  expect(told).toHaveLength(100);
  expect(told.filter(({ reason }) => reason.includes('the nearest id is'))).toHaveLength(10);
});
