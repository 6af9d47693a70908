import { describe, expect, test } from 'vitest';
import type { Fault, FaultEffect } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { repeatedActions } from '../../minicloud/gateway/audit-invariants.ts';
import { fleetOf, type Night, runNight } from './night.ts';

const operation = 'RestartOrFlushInstances';

/** Three instances, and a fault that plays in the first call that names the second of them. */
function nightWith(effect: FaultEffect, options: { times?: number; matches?: string; job?: object } = {}) {
  const { times = 1, matches, job } = options;
  return runNight({
    instances: fleetOf(3),
    faults: [{ operation, times, ...(matches && { matches: { instance: instanceIdOf(matches) } }), effect }],
    job: { ...job },
  });
}

function told(night: Night) {
  return [...night.rows.values()].map(({ outcome, code, attempts }) => `${outcome} ${code} ${attempts}`);
}

describe('what DCS does wrong, and what people are told of a restart', () => {
  test('an item "failed" every time: failed after as many tries as the job allows', async () => {
    const night = await nightWith({ kind: 'item-failed' }, { times: 99, matches: 'cache-2' });
    expect(told(night)).toEqual(['succeeded returned 1', 'failed rejected 3', 'succeeded returned 1']);
    expect(night.rows.get('cache-2')?.reason).toMatch(
      /DCS answered "failed" for it and gives no reason.*\(3 tries\)/,
    );
  });

  test.each(['whole-call', 'per-item'] as const)(
    'one instance in a bad state (%s refusal): the others are restarted all the same',
    async (oneBadOfSeveral) => {
      const night = await runNight({
        instances: [...fleetOf(7), { name: 'busy', status: 'EXTENDING', settlesAfterSeconds: 90 }],
        knobs: { oneBadOfSeveral },
        // Listed as RUNNING when the plan is made, extending when the call arrives.
        faults: [
          {
            operation,
            times: 2,
            matches: { instance: instanceIdOf('cache-4') },
            effect: { kind: 'call-refused', code: 'DCS.4113' },
          },
        ],
      });
      expect(night.rows.get('busy')).toMatchObject({ outcome: 'refused', code: 'state' });
      expect(fleetOf(7).map(({ name }) => night.rows.get(name)?.outcome)).toEqual(Array(7).fill('succeeded'));
      expect(repeatedActions(night.audit)).toEqual([]);
    },
  );

  test('the status shows the restart late: no second call, and it is seen through', async () => {
    const night = await nightWith({ kind: 'acceptance-lag', seconds: 45 });
    expect(told(night)).toEqual(Array(3).fill('succeeded returned 1'));
    expect(repeatedActions(night.audit)).toEqual([]);
  });

  test('stuck RESTARTING: failed after the settle timeout, never reported as back', async () => {
    const night = await nightWith(
      { kind: 'stuck' },
      { matches: 'cache-2', job: { settle: { timeout: '10m' } } },
    );
    expect(told(night)).toEqual(['succeeded returned 1', 'failed settle-timeout 1', 'succeeded returned 1']);
    expect(night.rows.get('cache-2')?.reason).toBe(
      'is still RESTARTING after 10m; DCS may yet bring it back',
    );
  });

  test('ERROR after the restart, once: it is restarted again, and succeeds', async () => {
    const night = await nightWith({ kind: 'ends-in-error' }, { matches: 'cache-2' });
    expect(told(night)).toEqual(['succeeded returned 1', 'succeeded returned 2', 'succeeded returned 1']);
    expect(repeatedActions(night.audit)).toEqual([]);
  });

  test('ERROR after every restart: failed, with the tries counted', async () => {
    const night = await nightWith({ kind: 'ends-in-error' }, { times: 99, matches: 'cache-2' });
    expect(night.rows.get('cache-2')).toMatchObject({ outcome: 'failed', code: 'error', attempts: 3 });
  });

  test('a running backup that forbids restarts: waited for, then restarted', async () => {
    const night = await runNight({
      instances: fleetOf(3),
      knobs: { restartDuringBackup: 'refused' },
      prepare: (dcs) => dcs.startBackup(instanceIdOf('cache-2'), 400),
    });
    expect([...night.rows.values()].map(({ outcome }) => outcome)).toEqual(Array(3).fill('succeeded'));
    expect(night.seconds).toBeGreaterThan(400);
    const backups = night.audit.flatMap((entry) => (entry.kind === 'backup' ? [entry.result] : []));
    expect(backups).toEqual(['started', 'succeed']);
  });

  test.each([{ retryAfterSeconds: 30 }, {}])(
    'throttled (%o): waits, and does not count it as a try',
    async (hint) => {
      const night = await nightWith({ kind: 'throttled', ...hint }, { times: 4 });
      expect(told(night)).toEqual(Array(3).fill('succeeded returned 1'));
      expect(night.seconds).toBeGreaterThan('retryAfterSeconds' in hint ? 120 : 15);
    },
  );

  test.each(['gateway-timeout', 'dropped-after'] as const)(
    'the answer is lost after DCS accepted (%s): nothing is sent twice',
    async (kind) => {
      const night = await nightWith({ kind });
      expect(told(night)).toEqual(Array(3).fill('succeeded returned 1'));
      expect(repeatedActions(night.audit)).toEqual([]);
    },
  );

  test.each([{ kind: 'dropped-before' }, { kind: 'server-error', code: 'DCS.5006' }] as const)(
    'the answer is lost and DCS did nothing (%o): sent again after the acceptance time, not before',
    async (effect) => {
      const night = await nightWith(effect);
      expect(told(night)).toEqual(Array(3).fill('succeeded returned 2'));
      const calls = night.audit.filter((entry) => entry.kind === 'call' && entry.operation === operation);
      expect((calls[1]?.at ?? 0) - (calls[0]?.at ?? 0)).toBeGreaterThanOrEqual(60_000);
      expect(repeatedActions(night.audit)).toEqual([]);
    },
  );

  test('a restart too quick to be seen, its answer lost: unknown, and not sent again', async () => {
    const night = await runNight({
      instances: fleetOf(1, { restartSeconds: 2 }),
      knobs: { acceptanceLagSeconds: 1 },
      faults: [{ operation, times: 1, effect: { kind: 'dropped-after' } }],
    });
    expect(told(night)).toEqual(['unknown answer-lost 1']);
    expect(night.rows.get('cache-1')?.reason).toContain('it may have restarted unseen');
  });

  const hangs: Fault = { operation, times: 1, effect: { kind: 'slow-answer', seconds: 50 } };

  test('a call that hangs until it times out: what it does is seen meanwhile', async () => {
    const night = await runNight({
      instances: fleetOf(1, { restartSeconds: 12 }),
      knobs: { updatedAt: 'nothing' },
      faults: [hangs],
    });
    expect(told(night)).toEqual(['succeeded returned 1']);
    expect(repeatedActions(night.audit)).toEqual([]);
  });

  test('a call that hangs while nothing can be read: unknown, and not sent again', async () => {
    const night = await runNight({
      instances: fleetOf(1, { restartSeconds: 12 }),
      knobs: { updatedAt: 'nothing' },
      // The plan is made of the first list; then none is answered while the call hangs.
      faults: [hangs, { operation: 'ListInstances', after: 1, times: 9, effect: { kind: 'dropped-before' } }],
    });
    expect(told(night)).toEqual(['unknown answer-lost 1']);
    expect(night.rows.get('cache-1')?.reason).toMatch(
      /it was out of sight for \d+s: it may have restarted unseen/,
    );
  });

  test.each(['html', 'truncated-json'] as const)(
    'an answer that is no answer (%s) counts as lost',
    async (as) => {
      const night = await nightWith({ kind: 'malformed', as });
      expect(told(night)).toEqual(Array(3).fill('succeeded returned 1'));
      expect(repeatedActions(night.audit)).toEqual([]);
    },
  );

  test('an id that is left out of the results is looked at, not believed', async () => {
    const night = await nightWith({ kind: 'result-missing' }, { matches: 'cache-2' });
    expect([...night.rows.values()].map(({ outcome }) => outcome)).toEqual(Array(3).fill('succeeded'));
    expect(repeatedActions(night.audit)).toEqual([]);
  });

  test('results in another order are joined by id', async () => {
    const night = await runNight({
      instances: fleetOf(3),
      faults: [
        { operation, effect: { kind: 'results-reversed' } },
        {
          operation,
          times: 1,
          matches: { instance: instanceIdOf('cache-1') },
          effect: { kind: 'item-failed' },
        },
      ],
    });
    expect(told(night)).toEqual(['succeeded returned 2', 'succeeded returned 1', 'succeeded returned 1']);
  });

  test('credentials that expire: failed at once, with the words of the gateway', async () => {
    const night = await nightWith({ kind: 'credentials-expired' }, { times: 99 });
    expect(told(night)).toEqual(Array(3).fill('failed APIGW.0301 1'));
  });

  test.each(['dotted', 'legacy'] as const)('codes of the %s style are understood', async (errorCodes) => {
    const night = await runNight({
      instances: fleetOf(2),
      knobs: { errorCodes: errorCodes as 'dotted' },
      faults: [{ operation, times: 3, effect: { kind: 'call-refused', code: 'DCS.4111' } }],
    });
    expect([...night.rows.values()].map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded']);
  });

  test('a node that does not come back: failed, although the instance is RUNNING', async () => {
    const night = await nightWith(
      { kind: 'node-lost' },
      { matches: 'cache-2', job: { settle: { timeout: '5m' } } },
    );
    expect(night.rows.get('cache-2')).toMatchObject({ outcome: 'failed', code: 'topology', attempts: 1 });
    expect(night.rows.get('cache-2')?.reason).toBe('is RUNNING, but 1 of 2 nodes are active, 2 were');
  });

  test.each([
    // The plan looks at each of the three, and then each is looked at again before it is sent.
    { when: 'before its turn', operation: 'ShowInstance', after: 3, outcome: 'refused', attempts: 0 },
    { when: 'while it restarts', operation: 'ListInstances', after: 1, outcome: 'failed', attempts: 1 },
  ])(
    'an instance that is deleted $when: $outcome as gone',
    async ({ operation, after, outcome, attempts }) => {
      const effect = { kind: 'instance-vanishes', instance: instanceIdOf('cache-2') } as const;
      const night = await runNight({
        instances: fleetOf(3),
        faults: [{ operation: operation as 'ListInstances', after, times: 1, effect }],
      });
      expect(night.rows.get('cache-2')).toMatchObject({ outcome, attempts, code: 'state' });
      expect(night.rows.get('cache-1')).toMatchObject({ outcome: 'succeeded' });
    },
  );

  test('lists without a fixed order lose nobody', async () => {
    const night = await runNight({
      instances: fleetOf(30),
      knobs: { listOrder: 'unstable' },
      job: { rollout: { concurrency: 30 } },
    });
    expect([...night.rows.values()].every(({ outcome }) => outcome === 'succeeded')).toBe(true);
  });
});
