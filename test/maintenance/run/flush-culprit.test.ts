import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fault, FaultEffect } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import { type InstanceSeed, instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { repeatedFlushes } from '../../minicloud/gateway/audit-invariants.ts';
import {
  answered,
  anyCulprit,
  callsOf,
  fails,
  nightWith,
  operation,
  sparesTheOthers,
  tried,
  unanswered,
} from './culprit-nights.ts';
import { endsOf, fleetOf, runNight } from './night.ts';

const flush = { action: 'flush', destroysData: 'acknowledged' };

describe('a call to flush several that fails for one of them', () => {
  const spoiltBy = (effect: FaultEffect, seed: Partial<InstanceSeed> = {}, more: readonly Fault[] = []) =>
    runNight({
      instances: fleetOf(8, seed),
      job: { ...flush, rollout: { concurrency: 8, maxFailures: 8 } },
      faults: [{ operation, matches: { instance: instanceIdOf('cache-3') }, effect }, ...more],
    });

  test.each([
    [400, 'DCS.4027'],
    [403, 'DCS.2007'],
  ])('refused for certain (%i %s): the others are flushed', async (status, code) => {
    const night = await spoiltBy(fails(status, code));
    const failed = [...night.rows.values()].filter(({ outcome }) => outcome !== 'succeeded');
    expect(failed).toMatchObject([{ name: 'cache-3', outcome: 'failed', cause: { code } }]);
    expect(repeatedFlushes(night.audit)).toEqual([]);
    expect(night.calls[operation]).toBe(7);
  });

  test.each([
    [409, 'DCS.4999'],
    [409, ''],
    [425, ''],
    [500, 'DCS.5000'],
    [500, '111500000'],
    [501, 'APIGW.0601'],
    [503, 'APIGW.0106'],
  ])(
    'answered by DCS (%i %s): the others are flushed, as they were seen to keep their keys',
    async (status, code) => {
      const night = await spoiltBy(fails(status, code));
      const failed = [...night.rows.values()].filter(({ outcome }) => outcome !== 'succeeded');
      expect(failed).toMatchObject([
        {
          name: 'cache-3',
          outcome: 'failed',
          code: 'answer-lost',
          cause: { code: code || `HTTP.${status}` },
        },
      ]);
      expect(failed[0]?.reason).toContain('it was not seen FLUSHING and it holds 1000 keys (3 tries)');
      expect(repeatedFlushes(night.audit)).toEqual([]);
    },
  );

  const lost: readonly FaultEffect[] = [
    { kind: 'silent' },
    { kind: 'dropped-before' },
    ...([408, 499, 502, 504] as const).map((status) => fails(status, 'APIGW.0201')),
    // By whom is not told: perhaps somebody between, while DCS is at work.
    { kind: 'fails', status: 500, code: '', message: '' },
    fails(200, 'DCS.0000'),
  ];
  test.each(lost)('whose answer was lost (%j): nobody is flushed again, and nobody knows', async (effect) => {
    const night = await spoiltBy(effect);
    expect(new Set(endsOf(night))).toEqual(new Set(['unknown answer-lost']));
    expect(night.calls[operation]).toBe(1);
  });

  test.each<[string, Partial<InstanceSeed>, readonly Fault[]]>([
    ['held no keys', { keys: 0 }, []],
    [
      'have keys that cannot be counted',
      {},
      [{ operation: 'ListStatisticsOfRunningInstances', effect: { kind: 'forbidden' } }],
    ],
    [
      'have keys that cannot be counted any more',
      {},
      [{ operation: 'ListStatisticsOfRunningInstances', after: 1, effect: { kind: 'forbidden' } }],
    ],
  ])('answered by DCS: those that %s are not flushed again', async (_, seed, more) => {
    const night = await spoiltBy(fails(500, 'DCS.5000'), seed, more);
    expect(new Set(endsOf(night))).toEqual(new Set(['unknown answer-lost']));
    expect(night.calls[operation]).toBe(1);
  });

  test('answered by DCS: whose keys cannot be counted when their turn comes again are left, and told', async () => {
    const counting = { operation: 'ListStatisticsOfRunningInstances' } as const;
    const first = await spoiltBy(fails(500, 'DCS.5000'));
    const counts = Number(first.calls[counting.operation]);
    for (let after = 1; after < counts; after += Math.ceil(counts / 8)) {
      const faults = [{ ...counting, after, effect: { kind: 'forbidden' } }] as const;
      const night = await spoiltBy(fails(500, 'DCS.5000'), {}, faults);
      expect(repeatedFlushes(night.audit)).toEqual([]);
      expect(night.seconds).toBeLessThan(1_800);
    }
  });

  test('answered by DCS, of any fleet whose instances hold keys: all others succeed', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(fc.asyncProperty(anyCulprit(answered), sparesTheOthers(flush)), tried(10));
  });

  test('without an answer: whoever it named is unknown, and flushed once at most', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(anyCulprit(unanswered), async ({ count, place, failure: [effect, code] }) => {
        const night = await nightWith(count, [place % count], effect, flush);
        const others = [...night.rows.values()].filter(({ outcome }) => outcome !== 'succeeded');
        expect(others.length).toBeLessThanOrEqual(50);
        for (const row of others)
          expect(row).toMatchObject({ outcome: 'unknown', attempts: 1, cause: { code } });
        expect(callsOf(night)).toBe(Math.ceil(count / 50));
      }),
      tried(10),
    );
  });
});
