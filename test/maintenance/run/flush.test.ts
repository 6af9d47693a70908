import { describe, expect, test } from 'vitest';
import type { FaultEffect } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { repeatedFlushes } from '../../minicloud/gateway/audit-invariants.ts';
import { endsOf, fleetOf, type NightOptions, runNight } from './night.ts';

const flush = { action: 'flush', destroysData: 'acknowledged' };

function flushNight(options: Partial<NightOptions> & { effect?: FaultEffect; times?: number } = {}) {
  const { effect, times = 1, ...rest } = options;
  return runNight({
    instances: fleetOf(2),
    job: flush,
    ...(effect && { faults: [{ operation: 'RestartOrFlushInstances', times, effect }] }),
    ...rest,
  });
}

describe('a flush run', () => {
  test('ends succeeded for what was seen FLUSHING, and says how many keys are left', async () => {
    const night = await flushNight({ instances: fleetOf(2, { flushSeconds: 25 }) });
    expect([...night.rows.values()].map(({ outcome, code, reason }) => [outcome, code, reason])).toEqual(
      Array(2).fill(['succeeded', 'flushed', 'was seen FLUSHING and is RUNNING; it holds 0 keys']),
    );
  });

  test('touches nothing without the acknowledgement', async () => {
    const night = await flushNight({ job: { action: 'flush' } });
    expect([...night.rows.values()].map(({ outcome, code }) => [outcome, code])).toEqual(
      Array(2).fill(['refused', 'acknowledgement']),
    );
    expect(night.calls['RestartOrFlushInstances']).toBeUndefined();
  });

  test('leaves Redis 3.0 and Memcached alone, which DCS cannot flush', async () => {
    const night = await flushNight({
      instances: [
        { name: 'old', engineVersion: '3.0.7' },
        { name: 'mem', engine: 'Memcached' },
        { name: 'new', engineVersion: '6.0' },
      ],
    });
    expect([...night.rows.values()].map(({ name, outcome, code }) => [name, outcome, code])).toEqual([
      ['mem', 'refused', 'engine'],
      ['new', 'succeeded', expect.any(String)],
      ['old', 'refused', 'engine'],
    ]);
  });

  test.each(['gateway-timeout', 'dropped-after'] as const)(
    'is not sent again when its answer was lost (%s), and succeeds on the evidence of 0 keys',
    async (kind) => {
      const night = await flushNight({ effect: { kind } });
      expect([...night.rows.values()].every(({ outcome }) => outcome === 'succeeded')).toBe(true);
      expect(night.calls['RestartOrFlushInstances']).toBe(1);
      expect(repeatedFlushes(night.audit)).toEqual([]);
    },
  );

  test.each([{ kind: 'dropped-before' }, { kind: 'silent' }] as const)(
    'is unknown when its answer was lost and its keys are still there (%o), and the reason says what to check',
    async (effect) => {
      const night = await flushNight({ effect });
      for (const row of night.rows.values()) {
        expect(row).toMatchObject({ outcome: 'unknown', code: 'answer-lost', attempts: 1 });
        expect(row.reason).toMatch(
          /it holds 1000 keys: check whether its data is gone before you flush it again/,
        );
      }
      expect(night.calls['RestartOrFlushInstances']).toBe(1);
    },
  );

  test('is never sent again once accepted, also when it ended in ERROR', async () => {
    const night = await flushNight({ effect: { kind: 'ends-in-error' }, times: 99 });
    expect([...night.rows.values()].map(({ outcome, code, attempts }) => [outcome, code, attempts])).toEqual(
      Array(2).fill(['failed', 'error', 1]),
    );
    expect(repeatedFlushes(night.audit)).toEqual([]);
  });

  test('is sent again when DCS said "failed", which is no acceptance', async () => {
    const night = await flushNight({ effect: { kind: 'item-failed' } });
    expect([...night.rows.values()].map(({ outcome, attempts }) => [outcome, attempts])).toEqual(
      Array(2).fill(['succeeded', 2]),
    );
    expect(repeatedFlushes(night.audit)).toEqual([]);
  });

  test('is failed, not repeated, for an id that the answer leaves out and nothing was seen of', async () => {
    const night = await runNight({
      instances: fleetOf(2, { flushSeconds: 2 }),
      job: flush,
      faults: [
        {
          operation: 'RestartOrFlushInstances',
          matches: { instance: instanceIdOf('cache-1') },
          effect: { kind: 'item-failed' },
        },
        {
          operation: 'RestartOrFlushInstances',
          matches: { instance: instanceIdOf('cache-1') },
          effect: { kind: 'result-missing' },
        },
      ],
    });
    expect(night.rows.get('cache-1')).toMatchObject({ outcome: 'failed', code: 'unnamed', attempts: 1 });
    expect(night.rows.get('cache-2')).toMatchObject({ outcome: 'succeeded' });
  });
});

const operation = 'RestartOrFlushInstances';

/** A flush of two, in which something comes of the first call; `seconds` is how long after it DCS begins. */
function afterFirst(effect: FaultEffect, { seconds = 0, knobs = {} } = {}) {
  return runNight({
    instances: fleetOf(2, { flushSeconds: 25 }),
    job: { ...flush, rollout: { maxFailures: 5 } },
    knobs: { acceptanceLagSeconds: seconds, ...knobs },
    faults: [{ operation, times: 1, effect }],
  });
}

describe('what is seen of a flush outranks what DCS answered:', () => {
  test.each(['SUCCESS', 'Success ', 'ok', '', null, 7, undefined, 'failed', { state: 'done' }])(
    'answered %j, it is flushed once and ends as it was seen',
    async (word) => {
      const night = await afterFirst({ kind: 'item-said', word });
      expect(endsOf(night)).toEqual(Array(2).fill('succeeded flushed'));
      const said = JSON.stringify(word ?? (word === undefined ? {} : null));
      for (const { reason } of night.rows.values()) expect(reason).toContain(`DCS answered ${said} for it`);
      expect(night.calls[operation]).toBe(1);
    },
  );

  test.each(['SUCCESS', 'failed', null])(
    'answered %j and too quick to be seen, its keys are gone',
    async (word) => {
      const night = await runNight({
        instances: fleetOf(2, { flushSeconds: 1 }),
        job: flush,
        knobs: { acceptanceLagSeconds: 1 },
        faults: [{ operation, times: 1, effect: { kind: 'item-said', word } }],
      });
      expect(endsOf(night)).toEqual(Array(2).fill('succeeded emptied'));
      expect(night.calls[operation]).toBe(1);
    },
  );

  test.each([
    [400, 'DCS.4026'],
    [400, 'DCS.4027'],
    [403, 'DCS.2007'],
    [404, 'DCS.3022'],
    [422, 'DCS.4999'],
    [451, 'DCS.4999'],
    [409, 'DCS.4999'],
    [500, 'DCS.5006'],
    [503, 'APIGW.0106'],
    [504, 'APIGW.0201'],
  ])('the call failed with %i %s, and half of it was carried out', async (status, code) => {
    const night = await afterFirst({ kind: 'half-done', status, code }, { seconds: 20 });
    expect(repeatedFlushes(night.audit)).toEqual([]);
    // Where DCS answered, the other is flushed when that is seen to be true of it; where nobody did, never.
    const other = status === 504 ? 'unknown answer-lost' : 'succeeded flushed';
    expect(endsOf(night).sort()).toEqual(['succeeded flushed', other].sort());
  });

  test.each([25, 1])(
    'the call came too often, and half of it was carried out, in %i s',
    async (flushSeconds) => {
      const night = await runNight({
        instances: fleetOf(2, { flushSeconds }),
        job: flush,
        faults: [{ operation, times: 1, effect: { kind: 'half-done', status: 429, code: 'APIGW.0308' } }],
      });
      expect(repeatedFlushes(night.audit)).toEqual([]);
      const code = flushSeconds === 25 ? 'flushed' : 'emptied';
      expect(endsOf(night).sort()).toEqual(['succeeded flushed', `succeeded ${code}`].sort());
      expect([...night.rows.values()].map(({ attempts }) => attempts)).toEqual([1, 1]);
    },
  );

  test('the call came too often, and keys expire until it is sent again: flushed then', async () => {
    const night = await runNight({
      instances: fleetOf(2),
      job: flush,
      faults: [
        { operation, times: 1, effect: { kind: 'throttled', retryAfterSeconds: 30 } },
        {
          operation: 'ListStatisticsOfRunningInstances',
          after: 1,
          times: 1,
          effect: { kind: 'spoilt', field: 'statistics.0.keys', value: 40 },
        },
      ],
    });
    expect(endsOf(night)).toEqual(Array(2).fill('succeeded flushed'));
  });

  test('"failed", and it begins when it waits for its next try', async () => {
    const night = await afterFirst({ kind: 'item-said', word: 'failed' }, { seconds: 72 });
    expect(endsOf(night)).toEqual(Array(2).fill('succeeded flushed'));
    expect(repeatedFlushes(night.audit)).toEqual([]);
  });

  test('"failed", and its keys cannot be counted: it is not sent again', async () => {
    const night = await runNight({
      instances: fleetOf(2),
      job: { ...flush, rollout: { maxFailures: 5 } },
      faults: [
        { operation, times: 1, effect: { kind: 'item-failed' } },
        { operation: 'ListStatisticsOfRunningInstances', effect: { kind: 'forbidden' } },
      ],
    });
    expect(endsOf(night)).toEqual(Array(2).fill('failed rejected'));
    expect(night.rows.get('cache-1')?.reason).toContain('its key count could not be read: check whether');
    expect(night.calls[operation]).toBe(1);
  });

  test('"success", and nothing comes of it: unknown, as its keys are all there', async () => {
    const night = await afterFirst({ kind: 'item-ignored' });
    expect(endsOf(night)).toEqual(Array(2).fill('unknown unflushed'));
    expect(night.calls[operation]).toBe(1);
  });
});
