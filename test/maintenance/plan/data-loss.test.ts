import { describe, expect, test } from 'vitest';
import { dataLossNotes, dataLossOf } from '../../../functions/maintenance/plan/data-loss.ts';
import type { InstanceFacts } from '../../../functions/maintenance/plan/instance.ts';
import { instance } from './instance-fixture.ts';

const replicated: InstanceFacts = { cacheMode: 'ha', replicasPerShard: 2, appendOnly: true, task: undefined };
const redis = instance('cache');
const memcached = instance('cache', { engine: 'Memcached', engineVersion: '1.5' });

describe.each(['restart', 'soft_restart'] as const)('a %s', (action) => {
  test.each<[string, Partial<InstanceFacts>]>([
    ['master/standby', {}],
    ['read/write splitting', { cacheMode: 'ha_rw_split', replicasPerShard: 3 }],
    ['a Redis cluster with replicas', { cacheMode: 'cluster' }],
    ['a proxy cluster with replicas', { cacheMode: 'proxy' }],
    [
      'master/standby whose replicas are not told, as they follow from its type',
      { replicasPerShard: undefined },
    ],
    ['one that is being backed up', { task: 'BACKUPING' }],
  ])('keeps the data of %s', (_, changes) => {
    expect(dataLossOf(redis, { ...replicated, ...changes }, action)).toEqual({
      loses: false,
      reason: 'keeps its data over a restart (appendonly is on)',
    });
  });

  test.each<[Partial<InstanceFacts>, string]>([
    [{ cacheMode: 'single', replicasPerShard: 1 }, 'single-node: nothing is kept over a restart'],
    [{ cacheMode: 'single' }, 'single-node: nothing is kept over a restart'],
    [{ cacheMode: 'cluster', replicasPerShard: 1 }, 'one node per shard: nothing is kept over a restart'],
    [{ cacheMode: 'proxy', replicasPerShard: 1 }, 'one node per shard: nothing is kept over a restart'],
    [{ cacheMode: 'cluster', replicasPerShard: 0 }, 'one node per shard: nothing is kept over a restart'],
    [{ replicasPerShard: 1 }, 'one node per shard: nothing is kept over a restart'],
    [{ appendOnly: false }, 'appendonly is off: nothing is kept over a restart'],
    [{ cacheMode: 'cluster', appendOnly: false }, 'appendonly is off: nothing is kept over a restart'],
  ])('loses the data of one with %o', (changes, reason) => {
    expect(dataLossOf(redis, { ...replicated, ...changes }, action)).toEqual({ loses: true, reason });
  });

  const cause = { code: 'DCS.2003', message: 'denied', permission: 'dcs:instance:get' };
  const whether = 'whether it persists its data (appendonly)';

  test.each<[Partial<InstanceFacts>, string]>([
    [{ appendOnly: undefined }, `DCS does not tell ${whether}`],
    [{ cacheMode: undefined }, 'DCS does not tell its type'],
    [{ cacheMode: 'cluster', replicasPerShard: undefined }, 'DCS does not tell its replicas'],
    [{ cacheMode: 'proxy', replicasPerShard: undefined }, 'DCS does not tell its replicas'],
    [{ cacheMode: 'tiered' }, 'tiered is no type that is known to keep its data'],
  ])('may lose the data of one with %o', (changes, reason) => {
    const loss = { loses: true, unknown: true, reason };
    expect(dataLossOf(redis, { ...replicated, ...changes }, action)).toEqual(loss);
  });

  test('may lose what could not be read, and says with which answer', () => {
    const unknown = { loses: true, unknown: true, cause };
    const unread = { replicas: cause, appendOnly: cause };
    expect(dataLossOf(redis, { ...replicated, appendOnly: undefined, unread }, action)).toEqual({
      ...unknown,
      reason: `${whether} could not be read`,
    });
    const cluster = { ...replicated, cacheMode: 'cluster', replicasPerShard: undefined, unread };
    expect(dataLossOf(redis, cluster, action)).toEqual({
      ...unknown,
      reason: 'its replicas could not be counted',
    });
    expect(dataLossOf(redis, { unreadable: cause }, action)).toEqual({
      ...unknown,
      reason: 'how it keeps its data could not be read',
    });
  });

  test('loses what one fact alone is enough for, whatever else could not be read', () => {
    const unread = { replicas: cause };
    const off = { ...replicated, cacheMode: 'cluster', replicasPerShard: undefined, appendOnly: false };
    expect(dataLossOf(redis, { ...off, unread }, action)).toEqual({
      loses: true,
      reason: 'appendonly is off: nothing is kept over a restart',
    });
  });

  test('may lose the data of one of which DCS told nothing', () => {
    expect(dataLossOf(redis, undefined, action)).toEqual({
      loses: true,
      unknown: true,
      reason: 'DCS did not tell how it keeps its data',
    });
  });

  test('may lose the data of Memcached: no setting proves the contrary', () => {
    expect(dataLossOf(memcached, replicated, action)).toEqual({
      loses: true,
      unknown: true,
      reason: 'Memcached: that it keeps its data cannot be proved',
    });
    expect(dataLossOf(memcached, { ...replicated, cacheMode: 'single' }, action)).toEqual({
      loses: true,
      reason: 'single-node: nothing is kept over a restart',
    });
  });

  test('may lose the data of an engine that is not told', () => {
    expect(dataLossOf(instance('cache', { engine: '' }), replicated, action)).toEqual({
      loses: true,
      unknown: true,
      reason: 'no engine told: that it keeps its data cannot be proved',
    });
  });
});

test.each([redis, memcached])('a flush deletes all data of $engine, whatever the facts', (one) => {
  const flush = { loses: true, reason: 'a flush deletes all data' };
  expect(dataLossOf(one, replicated, 'flush')).toEqual(flush);
  expect(dataLossOf(one, undefined, 'flush')).toEqual(flush);
});

describe('the notes of a plan', () => {
  const [known, kept] = ['known', 'kept'].map((name) => instance(name));
  const nameless = instance('', { id: 'a1b2c3d4-0000-4000-8000-000000000003' });
  const cause = { code: 'DCS.5000', message: 'Internal service error.' };
  const loss = (reason: string, unknown?: true) => ({
    loses: true,
    reason,
    ...(unknown && { unknown, cause }),
  });

  test('count what is known to be cleared, and name what is not known, with why', () => {
    const judged = [
      { instance: known, loss: loss('appendonly is off') },
      { instance: nameless, loss: loss('its configuration could not be read', true) },
      { instance: kept, loss: { loses: false, reason: 'keeps its data' } },
    ].flatMap(({ instance: one, ...rest }) => (one ? [{ instance: one, ...rest }] : []));
    expect(dataLossNotes(judged, 'soft_restart')).toEqual([
      'a restart clears the data of 1 of 3 instances: known',
      'of 1 of 3 instances it is not known whether a restart keeps their data: a1b2c3d4-0000-4000-8000-000000000003; its configuration could not be read (DCS.5000)',
    ]);
  });
});

describe('what people are told of the data of several', () => {
  const judged = (...loses: readonly boolean[]) =>
    loses.map((each, index) => ({
      instance: instance(`cache-${index}`),
      loss: { loses: each, reason: 'as it is' },
    }));

  test('is nothing when none loses it', () => {
    expect(dataLossNotes(judged(false, false), 'restart')).toEqual([]);
  });

  test.each([
    ['restart', 'a restart clears the data of 2 of 3 instances: cache-0, cache-2'],
    ['soft_restart', 'a restart clears the data of 2 of 3 instances: cache-0, cache-2'],
    ['flush', 'a flush clears the data of 2 of 3 instances: cache-0, cache-2'],
  ] as const)('is who, for a %s', (action, note) => {
    expect(dataLossNotes(judged(true, false, true), action)).toEqual([note]);
  });
});
