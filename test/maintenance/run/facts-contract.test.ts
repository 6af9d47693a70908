import { describe, expect, test } from 'vitest';
import { adapters, idsOf } from './fleets-under-contract.ts';

const [a = '', b = ''] = idsOf('a', 'b');

describe.each(adapters)('the facts of a fleet %s', (_, open) => {
  test.each([
    [{}, { cacheMode: 'ha', replicasPerShard: 2, appendOnly: true }],
    [{ appendOnly: false }, { cacheMode: 'ha', replicasPerShard: 2, appendOnly: false }],
    [{ cacheMode: 'single' }, { cacheMode: 'single', replicasPerShard: 1, appendOnly: false }],
    [
      { cacheMode: 'cluster', replicas: 1 },
      { cacheMode: 'cluster', replicasPerShard: 1, appendOnly: true },
    ],
    [{ cacheMode: 'proxy' }, { cacheMode: 'proxy', replicasPerShard: 2, appendOnly: true }],
    [
      { cacheMode: 'ha_rw_split', replicas: 3 },
      { cacheMode: 'ha_rw_split', replicasPerShard: 3, appendOnly: true },
    ],
  ] as const)('tell of one with %j: %j', async (seed, expected) => {
    const { fleet } = await open({ instances: [{ name: 'a', ...seed }] });
    expect(await fleet.facts('beijing', a)).toEqual({ ...expected, task: undefined });
  });

  test('tell the task of an instance', async () => {
    const { fleet, dcs, clock } = await open({ instances: [{ name: 'a' }] });
    dcs.startBackup(a, 60);
    expect(await fleet.facts('beijing', a)).toMatchObject({ task: 'BACKUPING' });
    clock.advance(61_000);
    expect(await fleet.facts('beijing', a)).toMatchObject({ task: undefined });
  });

  test('count the replicas of a cluster in its groups where its detail lacks them', async () => {
    const { fleet, dcs } = await open({
      instances: [{ name: 'a', cacheMode: 'cluster', replicas: 1 }, { name: 'b' }],
      knobs: { replicaCount: 'left-out' },
    });
    expect(await fleet.facts('beijing', a)).toMatchObject({ replicasPerShard: 1 });
    expect(await fleet.facts('beijing', b)).toMatchObject({ cacheMode: 'ha', replicasPerShard: undefined });
    const groupReads = dcs.log
      .entries()
      .filter((entry) => entry.kind === 'call' && entry.operation === 'ListGroupReplicationInfo');
    expect(groupReads).toHaveLength(1);
  });

  test('leave out what may not be read, say which permission is missing, and tell the rest', async () => {
    const { fleet } = await open({
      instances: [{ name: 'a', cacheMode: 'cluster' }],
      knobs: { replicaCount: 'left-out' },
      faults: [
        { operation: 'ListConfigurations', effect: { kind: 'forbidden' } },
        { operation: 'ListGroupReplicationInfo', effect: { kind: 'forbidden' } },
      ],
    });
    const refused = { code: 'DCS.2003', ending: 'refused', status: 403, requestId: expect.any(String) };
    expect(await fleet.facts('beijing', a)).toMatchObject({
      cacheMode: 'cluster',
      replicasPerShard: undefined,
      appendOnly: undefined,
      task: undefined,
      unread: {
        replicas: { ...refused, permission: 'dcs:instance:get' },
        appendOnly: { ...refused, permission: 'dcs:instance:getConfiguration' },
      },
    });
  });

  test('are none of an instance that is not there', async () => {
    const { fleet, dcs } = await open({ instances: [{ name: 'a' }] });
    dcs.remove(a);
    expect(await fleet.facts('beijing', a)).toMatchObject({ none: { code: 'DCS.3022', status: 404 } });
  });

  test('cannot be told when the instance itself may not be read', async () => {
    const { fleet } = await open({
      instances: [{ name: 'a' }],
      faults: [{ operation: 'ShowInstance', effect: { kind: 'forbidden' } }],
    });
    await expect(fleet.facts('beijing', a)).rejects.toMatchObject({
      name: 'CallError',
      failure: { kind: 'denied', code: 'DCS.2003', permission: 'dcs:instance:get' },
    });
  });

  test('are read in spite of what passes within three tries', async () => {
    const { fleet } = await open({
      instances: [{ name: 'a' }],
      faults: [
        { operation: 'ShowInstance', times: 2, effect: { kind: 'dropped-after' } },
        { operation: 'ListConfigurations', times: 2, effect: { kind: 'throttled', retryAfterSeconds: 5 } },
      ],
    });
    expect(await fleet.facts('beijing', a)).toMatchObject({ cacheMode: 'ha', appendOnly: true });
  });

  test('of an unknown region are a mistake of the caller', async () => {
    const { fleet } = await open({ instances: [{ name: 'a' }] });
    await expect(fleet.facts('nowhere', a)).rejects.toThrow(TypeError);
  });
});
