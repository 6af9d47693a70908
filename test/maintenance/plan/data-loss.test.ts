import { describe, expect, test } from 'vitest';
import { dataLossOf } from '../../../functions/maintenance/plan/data-loss.ts';
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
    [{ appendOnly: undefined }, 'whether it persists its data (appendonly) could not be read'],
    [{ cacheMode: undefined }, 'its type could not be read'],
    [{ cacheMode: 'cluster', replicasPerShard: undefined }, 'its replicas could not be counted'],
    [{ cacheMode: 'proxy', replicasPerShard: undefined }, 'its replicas could not be counted'],
    [{ cacheMode: 'tiered' }, 'tiered is no type that is known to keep its data'],
  ])('loses the data of one with %o', (changes, reason) => {
    expect(dataLossOf(redis, { ...replicated, ...changes }, action)).toEqual({ loses: true, reason });
  });

  test('counts as losing it when no facts could be read', () => {
    expect(dataLossOf(redis, undefined, action)).toEqual({
      loses: true,
      reason: 'how it keeps its data could not be read',
    });
  });

  test('loses the data of Memcached, single or not: no setting proves the contrary', () => {
    expect(dataLossOf(memcached, replicated, action)).toEqual({
      loses: true,
      reason: 'Memcached: that it keeps its data cannot be proved',
    });
    expect(dataLossOf(memcached, { ...replicated, cacheMode: 'single' }, action).reason).toBe(
      'single-node: nothing is kept over a restart',
    );
  });

  test('loses the data of an engine that is not told', () => {
    expect(dataLossOf(instance('cache', { engine: '' }), replicated, action).loses).toBe(true);
  });
});

test.each([redis, memcached])('a flush clears all data of $engine, whatever the facts', (one) => {
  const flush = { loses: true, reason: 'a flush clears all data' };
  expect(dataLossOf(one, replicated, 'flush')).toEqual(flush);
  expect(dataLossOf(one, undefined, 'flush')).toEqual(flush);
});
