import { describe, expect, test } from 'vitest';
import type { Narrowing } from '../../../functions/maintenance/plan/narrowing.ts';
import type { FaultEffect } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import { adapters, idsOf, type SceneOptions } from './fleets-under-contract.ts';

const [a = '', b = ''] = idsOf('a', 'b');
const pair: SceneOptions = { instances: [{ name: 'a' }, { name: 'b' }] };

describe.each(adapters)('a fleet %s', (_, open) => {
  test('lists the instances of a region, and only its own, in our words', async () => {
    const { fleet } = await open({
      instances: [
        { name: 'a', tags: { env: 'staging' }, zones: ['cn-north-4a'], engineVersion: '6.0' },
        { name: 'south', region: 'cn-south-1' },
      ],
    });
    expect(await fleet.list('beijing')).toEqual([
      {
        id: a,
        name: 'a',
        region: 'beijing',
        engine: 'Redis',
        engineVersion: '6.0',
        status: 'RUNNING',
        idle: true,
        tags: { env: 'staging' },
        zones: ['cn-north-4a'],
        enterpriseProject: '0',
        cacheMode: undefined,
        capacity: 4_096,
        maintenance: { begin: 18 * 3_600_000, end: 19 * 3_600_000 },
        createdAt: expect.any(Number),
        updatedAt: expect.stringMatching(/^\d{4}-/),
      },
    ]);
    expect((await fleet.list('guangzhou')).map(({ name }) => name)).toEqual(['south']);
  });

  test.each(['by-name', 'unstable'] as const)(
    'lists 1,200 instances, each once, in %s order',
    async (listOrder) => {
      const instances = Array.from({ length: 1_200 }, (_, index) => ({ name: `cache-${index}` }));
      const { fleet } = await open({ instances, knobs: { listOrder } });
      const names = (await fleet.list('beijing')).map(({ name }) => name);
      expect(names).toHaveLength(1_200);
      expect(new Set(names).size).toBe(1_200);
    },
  );

  test('lists what is narrowed by tags, by a name or what it begins with, and by ids', async () => {
    const tags = { env: 'staging', team: 'a' };
    const { fleet } = await open({
      instances: [{ name: 'a', tags }, { name: 'ab', tags: { env: 'staging' } }, { name: 'b' }],
    });
    const found = async (narrowing: Narrowing) =>
      (await fleet.list('beijing', { narrowing })).map(({ name }) => name).sort();
    expect(await found({ tags: { env: 'staging' } })).toEqual(['a', 'ab']);
    expect(await found({ tags })).toEqual(['a']);
    expect(await found({ name: { text: 'a', whole: false } })).toEqual(['a', 'ab']);
    expect(await found({ name: { text: 'a', whole: true } })).toEqual(['a']);
    expect(await found({ name: { text: 'a', whole: false }, tags: { env: 'staging' } })).toEqual(['a', 'ab']);
    expect(await found({ ids: [a, b, idsOf('nobody')[0] ?? ''] })).toEqual(['a', 'b']);
  });

  test('lists few of a long list alone or where they stand in it, and those that are gone not at all', async () => {
    const { fleet, dcs } = await open({
      instances: [...Array.from({ length: 60 }, (_, index) => ({ name: `cache-${index}` })), { name: 'a' }],
    });
    expect(await fleet.list('beijing')).toHaveLength(61);
    expect(await fleet.list('beijing', { ids: [a] })).toMatchObject([{ id: a, status: 'RUNNING' }]);
    dcs.remove(a);
    expect(await fleet.list('beijing', { ids: [a] })).toEqual([]);
    // And by those around them, where they stand together.
    expect((await fleet.list('beijing', { ids: idsOf('cache-1', 'cache-2') })).length).toBeLessThan(60);
  });

  test('shows that an instance is not idle while it backs up, which its status does not tell', async () => {
    const { fleet, dcs, clock } = await open(pair);
    dcs.startBackup(a, 60);
    expect(await fleet.show('beijing', a)).toMatchObject({ status: 'RUNNING', idle: false });
    clock.advance(61_000);
    expect(await fleet.show('beijing', a)).toMatchObject({ status: 'RUNNING', idle: true });
  });

  test.each(['dotted', 'numeric'] as const)(
    'shows that there is no such instance, told in %s codes',
    async (errorCodes) => {
      const { fleet, dcs } = await open({ ...pair, knobs: { errorCodes } });
      dcs.remove(a);
      expect(await fleet.show('beijing', a)).toMatchObject({
        none: { code: errorCodes === 'dotted' ? 'DCS.3022' : '111404022', status: 404 },
      });
      expect(await fleet.show('beijing', b)).toMatchObject({ id: b });
    },
  );

  test('submits a restart, and shows the instance leave and return', async () => {
    const { fleet, clock } = await open(pair);
    expect(await fleet.submit('beijing', 'restart', [a])).toEqual({
      kind: 'answered',
      accepted: [a],
      rejected: [],
      requestId: expect.any(String),
    });
    expect(await fleet.show('beijing', a)).toMatchObject({ status: 'RESTARTING' });
    clock.advance(31_000);
    expect(await fleet.show('beijing', a)).toMatchObject({ status: 'RUNNING' });
  });

  test('measures keys and nodes; a flush leaves no keys, and Redis 3.0 has no nodes to tell of', async () => {
    const { fleet, clock } = await open({
      instances: [
        { name: 'a', keys: 7 },
        { name: 'b', engineVersion: '3.0' },
      ],
    });
    const before = await fleet.measure('beijing');
    expect(before.keys.get(a)).toBe(7);
    expect([...before.nodes]).toEqual([[a, { total: 2, active: 2, masters: 1 }]]);
    await fleet.submit('beijing', 'flush', [a]);
    clock.advance(10_000);
    expect((await fleet.measure('beijing')).keys.get(a)).toBe(0);
  });

  test('joins the results by id, whatever their order', async () => {
    const { fleet } = await open({
      ...pair,
      knobs: { oneBadOfSeveral: 'per-item' },
      faults: [
        { operation: 'RestartOrFlushInstances', effect: { kind: 'results-reversed' } },
        { operation: 'RestartOrFlushInstances', matches: { instance: b }, effect: { kind: 'item-failed' } },
      ],
    });
    expect(await fleet.submit('beijing', 'restart', [a, b])).toEqual({
      kind: 'answered',
      accepted: [a],
      rejected: [b],
      requestId: expect.any(String),
    });
  });

  test('names an instance neither accepted nor rejected when the answer leaves it out', async () => {
    const effect: FaultEffect = { kind: 'result-missing' };
    const { fleet } = await open({
      ...pair,
      faults: [{ operation: 'RestartOrFlushInstances', matches: { instance: a }, effect }],
    });
    expect(await fleet.submit('beijing', 'restart', [a, b])).toEqual({
      kind: 'answered',
      accepted: [b],
      rejected: [],
      requestId: expect.any(String),
    });
  });

  test.each(['dotted', 'numeric'] as const)(
    'tells a call refused for one state as wait, in %s codes',
    async (errorCodes) => {
      const { fleet } = await open({ ...pair, knobs: { errorCodes } });
      await fleet.submit('beijing', 'restart', [a]);
      expect(await fleet.submit('beijing', 'restart', [a, b])).toMatchObject({
        kind: 'refused',
        failure: { kind: 'wait', code: errorCodes === 'dotted' ? 'DCS.4111' : '111400111' },
      });
    },
  );

  // Each effect, what a submit says of it, and whether the instance was restarted all the same.
  test.each([
    [{ kind: 'throttled', retryAfterSeconds: 20 }, 'throttled', 'APIGW.0308', 20_000, false],
    [{ kind: 'throttled' }, 'throttled', 'APIGW.0308', 60_000, false],
    [{ kind: 'credentials-expired' }, 'denied', 'APIGW.0301', undefined, false],
    [{ kind: 'call-refused', code: 'DCS.4027' }, 'permanent', 'DCS.4027', undefined, false],
    [{ kind: 'server-error', code: 'DCS.5000' }, 'ambiguous', 'DCS.5000', undefined, false],
    [{ kind: 'dropped-before' }, 'ambiguous', 'CLOSED', undefined, false],
    [{ kind: 'dropped-after' }, 'ambiguous', 'CLOSED', undefined, true],
    [{ kind: 'gateway-timeout' }, 'ambiguous', 'APIGW.0201', undefined, true],
    [{ kind: 'slow-answer', seconds: 60 }, 'ambiguous', 'TIMEOUT', undefined, true],
    [{ kind: 'malformed', as: 'html' }, 'ambiguous', 'MALFORMED', undefined, true],
    [{ kind: 'malformed', as: 'truncated-json' }, 'ambiguous', 'MALFORMED', undefined, true],
  ] as const)('submits once under %j and says %s', async (effect, kind, code, retryAfterMs, restarted) => {
    const { fleet, dcs } = await open({
      ...pair,
      faults: [{ operation: 'RestartOrFlushInstances', effect }],
    });
    const answer = await fleet.submit('beijing', 'restart', [a]);
    expect(answer).toMatchObject({ kind: 'refused', failure: { kind, code } });
    expect(answer.kind === 'refused' && answer.failure.retryAfterMs).toBe(retryAfterMs);
    expect(dcs.log.entries().filter((entry) => entry.kind === 'call')).toHaveLength(1);
    expect(dcs.log.entries().some((entry) => entry.kind === 'accepted')).toBe(restarted);
  });

  test.each([
    { kind: 'throttled', retryAfterSeconds: 5 },
    { kind: 'server-error', code: 'DCS.5000' },
    { kind: 'dropped-before' },
    { kind: 'dropped-after' },
    { kind: 'gateway-timeout' },
    { kind: 'malformed', as: 'html' },
  ] as const)(
    'reads on when $kind passes within three tries, and says so when it does not',
    async (effect) => {
      const { fleet, dcs } = await open({
        ...pair,
        faults: [{ operation: 'ListInstances', times: 2, effect }],
      });
      expect(await fleet.list('beijing')).toHaveLength(2);
      dcs.addFault({ operation: 'ListInstances', effect });
      await expect(fleet.list('beijing')).rejects.toMatchObject({ name: 'CallError' });
      dcs.addFault({ operation: 'ShowInstance', effect });
      await expect(fleet.show('beijing', a)).rejects.toMatchObject({ name: 'CallError' });
    },
  );

  test('measures what it can: a half that is refused is empty, the other is told', async () => {
    const { fleet } = await open({
      ...pair,
      faults: [{ operation: 'BatchShowNodesInformation', effect: { kind: 'credentials-expired' } }],
    });
    const { keys, nodes } = await fleet.measure('beijing');
    expect(keys.size).toBe(2);
    expect(nodes.size).toBe(0);
  });

  test('takes 51 ids or an unknown region for a mistake of the caller', async () => {
    const { fleet } = await open(pair);
    const tooMany = Array.from({ length: 51 }, () => a);
    await expect(fleet.submit('beijing', 'restart', tooMany)).rejects.toThrow(TypeError);
    await expect(fleet.submit('nowhere', 'restart', [a])).rejects.toThrow(TypeError);
  });
});
