import { describe, expect, test } from 'vitest';
import type { FaultEffect } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import type { InstanceSeed } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { adapters, idsOf, type SceneOptions } from './fleets-under-contract.ts';

const [a = ''] = idsOf('a');
const hourSeconds = 3_600;

/** One instance, and what goes wrong with the backups that are asked for. */
const one = (seed: Partial<InstanceSeed> = {}, effect?: FaultEffect): SceneOptions => ({
  instances: [{ name: 'a', newBackupSeconds: 60, ...seed }],
  knobs: { backupWaitSeconds: 10 },
  faults: effect ? [{ operation: 'CopyInstance', effect }] : [],
});

describe.each(adapters)('the backups of a fleet %s', (_, open) => {
  test.each(['no-content', 'empty-list'] as const)('are none, told by %s', async (noBackups) => {
    const { backups } = await open({ ...one(), knobs: { noBackups } });
    expect(await backups.list('beijing', a)).toEqual([]);
  });

  test.each(['by-name', 'unstable'] as const)('are listed newest first, listed %s', async (listOrder) => {
    const { backups, clock } = await open({
      ...one({
        backups: [
          { ageSeconds: 3 * hourSeconds, status: 'expired' },
          { ageSeconds: hourSeconds, automatic: false },
          { ageSeconds: 2 * hourSeconds, status: 'failed' },
        ],
      }),
      knobs: { listOrder },
    });
    const hoursAgo = (hours: number) => clock.now() - hours * hourSeconds * 1000;
    const id = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect(await backups.list('beijing', a)).toEqual([
      {
        id,
        status: 'succeeded',
        restorable: true,
        createdAt: hoursAgo(1),
        finishedAt: hoursAgo(1),
        automatic: false,
        error: undefined,
      },
      {
        id,
        status: 'failed',
        restorable: false,
        createdAt: hoursAgo(2),
        finishedAt: hoursAgo(2),
        automatic: true,
        error: 'dcs.08.0002',
      },
      {
        id,
        status: 'gone',
        restorable: false,
        createdAt: hoursAgo(3),
        finishedAt: hoursAgo(3),
        automatic: true,
        error: undefined,
      },
    ]);
  });

  test('are listed over more pages than one, each once', async () => {
    const gone = Array.from({ length: 130 }, (_, index) => ({
      ageSeconds: index * 60,
      status: 'expired' as const,
    }));
    const { backups } = await open(one({ backups: gone }));
    const listed = await backups.list('beijing', a);
    expect(new Set(listed.map(({ id }) => id)).size).toBe(130);
    expect(listed).toHaveLength(130);
  });

  test('are made: waiting, running, succeeded and restorable', async () => {
    const { backups, fleet, clock } = await open(one());
    const began = clock.now();
    const answer = await backups.make('beijing', a, 'before a restart');
    if (answer.kind !== 'begun') throw new Error(JSON.stringify(answer));
    const latest = async () => (await backups.list('beijing', a))[0];
    expect(await latest()).toMatchObject({ id: answer.backup, status: 'waiting', finishedAt: undefined });
    clock.advance(10_000);
    expect(await latest()).toMatchObject({ status: 'running', restorable: false, finishedAt: undefined });
    expect(await fleet.facts('beijing', a)).toMatchObject({ task: 'BACKUPING' });
    clock.advance(60_000);
    expect(await latest()).toEqual({
      id: answer.backup,
      status: 'succeeded',
      restorable: true,
      createdAt: began,
      finishedAt: began + 70_000,
      automatic: false,
      error: undefined,
    });
    expect(await fleet.facts('beijing', a)).toMatchObject({ task: undefined });
  });

  test('are made with a remark that is cut to what DCS takes, or with none', async () => {
    const { backups, clock } = await open(one());
    expect(await backups.make('beijing', a, 'long '.repeat(100))).toMatchObject({ kind: 'begun' });
    clock.advance(70_000);
    expect(await backups.make('beijing', a, '')).toMatchObject({ kind: 'begun' });
  });

  test.each([
    [{ kind: 'backup-fails' }, [{ status: 'failed', restorable: false, error: 'dcs.08.0002' }]],
    [{ kind: 'backup-not-restorable' }, [{ status: 'succeeded', restorable: false }]],
    [{ kind: 'backup-expires' }, [{ status: 'gone', restorable: false }]],
    [{ kind: 'backup-vanishes' }, []],
    [{ kind: 'backup-takes', seconds: 600 }, [{ status: 'running', restorable: false }]],
  ] as const)('that were taken on and meet %j end as %j', async (effect, expected) => {
    const { backups, clock } = await open(one({}, effect));
    expect(await backups.make('beijing', a, '')).toMatchObject({ kind: 'begun' });
    clock.advance(70_000);
    expect(await backups.list('beijing', a)).toMatchObject(expected);
  });

  test('fail when a restart comes in between', async () => {
    const { backups, fleet } = await open(one());
    await backups.make('beijing', a, '');
    expect(await fleet.submit('beijing', 'restart', [a])).toMatchObject({ accepted: [a] });
    expect(await backups.list('beijing', a)).toMatchObject([{ status: 'failed', restorable: false }]);
  });

  test('are refused as wait while one is under way', async () => {
    const { backups } = await open(one());
    await backups.make('beijing', a, '');
    expect(await backups.make('beijing', a, '')).toMatchObject({
      kind: 'refused',
      failure: { kind: 'wait', code: 'DCS.4096' },
    });
    expect(await backups.list('beijing', a)).toHaveLength(1);
  });

  test.each([
    ['DCS.4086', { cacheMode: 'single' }],
    ['DCS.4095', { cacheMode: 'single' }],
    ['DCS.4086', { cacheMode: 'cluster', replicas: 1 }],
  ] as const)('are refused for good, with %s, of one with %j', async (noBackupCode, seed) => {
    const { backups } = await open({ ...one(seed), knobs: { noBackupCode } });
    expect(await backups.make('beijing', a, '')).toMatchObject({
      kind: 'refused',
      failure: { kind: 'permanent', code: noBackupCode },
    });
  });

  // Each effect, what `make` says of it, and whether a backup is under way all the same.
  test.each([
    [{ kind: 'throttled', retryAfterSeconds: 20 }, 'throttled', 'APIGW.0308', false],
    [{ kind: 'forbidden' }, 'denied', 'DCS.2003', false],
    [{ kind: 'call-refused', code: 'DCS.4111' }, 'wait', 'DCS.4111', false],
    [{ kind: 'server-error', code: 'DCS.5000' }, 'ambiguous', 'DCS.5000', false],
    [{ kind: 'dropped-before' }, 'ambiguous', 'CLOSED', false],
    [{ kind: 'dropped-after' }, 'ambiguous', 'CLOSED', true],
    [{ kind: 'gateway-timeout' }, 'ambiguous', 'APIGW.0201', true],
    [{ kind: 'slow-answer', seconds: 60 }, 'ambiguous', 'TIMEOUT', true],
    [{ kind: 'malformed', as: 'html' }, 'ambiguous', 'MALFORMED', true],
  ] as const)('are asked for once under %j, which is told as %s', async (effect, kind, code, underWay) => {
    const { backups, dcs, clock } = await open(one({}, effect));
    const asked = clock.now();
    expect(await backups.make('beijing', a, '')).toMatchObject({
      kind: 'refused',
      failure: { kind, code },
    });
    const calls = dcs.log
      .entries()
      .filter((entry) => entry.kind === 'call' && entry.operation === 'CopyInstance');
    expect(calls).toHaveLength(1);
    const listed = await backups.list('beijing', a);
    expect(listed.filter(({ createdAt }) => createdAt >= asked)).toHaveLength(underWay ? 1 : 0);
  });

  test('are listed in spite of what passes within three tries, and not of what stays', async () => {
    const { backups, dcs } = await open(one({ backups: [{ ageSeconds: 60 }] }));
    const operation = 'ListBackupRecords';
    dcs.addFault({ operation, times: 2, effect: { kind: 'server-error', code: 'DCS.5000' } });
    expect(await backups.list('beijing', a)).toHaveLength(1);
    dcs.addFault({ operation, effect: { kind: 'forbidden' } });
    await expect(backups.list('beijing', a)).rejects.toMatchObject({
      name: 'CallError',
      failure: { kind: 'denied', code: 'DCS.2003' },
    });
  });

  test('go with their instance', async () => {
    const { backups, dcs } = await open(one({ backups: [{ ageSeconds: 60 }] }));
    dcs.remove(a);
    await expect(backups.list('beijing', a)).rejects.toMatchObject({ failure: { code: 'DCS.3022' } });
    expect(await backups.make('beijing', a, '')).toMatchObject({
      kind: 'refused',
      failure: { kind: 'permanent', code: 'DCS.3022' },
    });
  });

  test('of an unknown region are a mistake of the caller', async () => {
    const { backups } = await open(one());
    await expect(backups.list('nowhere', a)).rejects.toThrow(TypeError);
    await expect(backups.make('nowhere', a, '')).rejects.toThrow(TypeError);
  });
});
