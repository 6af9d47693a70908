import { describe, expect, test } from 'vitest';
import { adapters, idsOf, type Scene } from './fleets-under-contract.ts';

const [a = '', b = ''] = idsOf('a', 'b');
const minute = 60_000;

/** The half hour that ends now. */
const halfHour = ({ clock }: Scene) => ({ from: clock.now() - 30 * minute, to: clock.now() });
const calls = ({ dcs }: Scene) =>
  dcs.log.entries().filter((entry) => entry.kind === 'call' && entry.operation === 'BatchListMetricData');

describe.each(adapters)('metrics %s that cannot be read', (_, open) => {
  const wanted = [
    { instanceId: a, metric: 'keys' },
    { instanceId: b, metric: 'keys' },
  ];
  const instances = [{ name: 'a' }, { name: 'b' }];

  test.each(['nested', 'text', 'flat'] as const)('say why, an error being %s', async (errors) => {
    const scene = await open({
      instances,
      ces: {
        knobs: { errors },
        faults: [{ operation: 'any', effect: { kind: 'forbidden' } }],
      },
    });
    for (const read of await scene.metrics.read('beijing', wanted, halfHour(scene)))
      expect(read).toMatchObject({
        kind: 'unread',
        cause: {
          message: expect.stringContaining("Policy doesn't allow [ces:metricData:list]"),
          ending: 'refused',
          status: 403,
          permission: 'ces:metricData:list',
          code: errors === 'nested' ? 'HTTP.403' : 'ces.0017',
          requestId: expect.any(String),
        },
      });
    expect(calls(scene)).toHaveLength(1);
  });

  test.each([
    ['ces', 429, 'nested'],
    ['ces', 400, 'nested'],
    ['ces', 400, 'text'],
    ['ces', 503, 'flat'],
    ['gateway', 429, 'nested'],
  ] as const)(
    'because %s throttles with HTTP %i and %s errors are asked for again, three times at most',
    async (by, throttledStatus, errors) => {
      const knobs = { throttledStatus, errors };
      const fault = { operation: 'any', effect: { kind: 'throttled', by, retryAfterSeconds: 2 } } as const;
      const passing = await open({ instances, ces: { knobs, faults: [{ ...fault, times: 2 }] } });
      const read = await passing.metrics.read('beijing', wanted, halfHour(passing));
      expect(read.map(({ kind }) => kind)).toEqual(['points', 'points']);
      const lasting = await open({ instances, ces: { knobs, faults: [fault] } });
      const unread = await lasting.metrics.read('beijing', wanted, halfHour(lasting));
      expect(unread).toMatchObject([{ kind: 'unread' }, { kind: 'unread' }]);
      expect(calls(lasting)).toHaveLength(3);
    },
  );

  test.each([
    [{ kind: 'server-error' }, 500],
    [{ kind: 'gateway-timeout' }, 504],
    [{ kind: 'malformed', as: 'html' }, 200],
    [{ kind: 'malformed', as: 'truncated-json' }, 200],
    [{ kind: 'said', body: { metrics: 'none' } }, 200],
    [{ kind: 'said', body: {} }, 200],
    [{ kind: 'said', body: { error_code: 'ces.0007', error_msg: 'Internal service error.' } }, 200],
    [{ kind: 'dropped' }, undefined],
  ] as const)('for %j are none, which is not the same as no data', async (effect, status) => {
    const scene = await open({ instances, ces: { faults: [{ operation: 'any', effect }] } });
    for (const read of await scene.metrics.read('beijing', wanted, halfHour(scene)))
      expect(read).toMatchObject({
        kind: 'unread',
        cause: { message: expect.any(String), ...(status && { status }) },
      });
    expect(calls(scene)).toHaveLength(3);
  });

  test('by an instant are told to be so, and not waited for any longer', async () => {
    const fault = { operation: 'any', effect: { kind: 'server-error' } } as const;
    const scene = await open({ instances, ces: { faults: [fault] } });
    const until = scene.clock.now() + 1_500;
    const read = await scene.metrics.read('beijing', wanted, { ...halfHour(scene), until });
    expect(read).toMatchObject([{ kind: 'unread', cause: { status: 500 } }, { kind: 'unread' }]);
    expect(scene.clock.now()).toBeLessThanOrEqual(until);
    const late = await scene.metrics.read('beijing', wanted, {
      ...halfHour(scene),
      until: scene.clock.now(),
    });
    expect(late).toMatchObject([{ kind: 'unread', cause: { code: 'TIMEOUT' } }, { kind: 'unread' }]);
    expect(calls(scene).length).toBeLessThanOrEqual(2);
  });
});
