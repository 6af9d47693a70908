import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FaultEffect } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { repeatedActions } from '../../minicloud/gateway/audit-invariants.ts';
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
import { fleetOf, type Night, runNight, startAt } from './night.ts';

describe('one instance for which every call fails as a whole', () => {
  test('does not spoil the others, whatever the failure', { timeout: 120_000 }, async () => {
    const given = anyCulprit([...answered, ...unanswered]);
    await fc.assert(fc.asyncProperty(given, sparesTheOthers({})), tried(20));
  });

  test('is found in about 2 log2(n) calls, wherever it stands', { timeout: 60_000 }, async () => {
    const most = async (count: number, effect: FaultEffect) => {
      const places = [0, 0.33, 0.5, 1].map((part) => Math.round(part * (count - 1)));
      const nights = await Promise.all(places.map((place) => nightWith(count, [place], effect)));
      return Math.max(...nights.map(callsOf));
    };
    expect({
      'of 10, refused for good': await most(10, fails(403, 'DCS.2007')),
      'of 10, in doubt': await most(10, fails(500, 'DCS.5000')),
      'of 50, refused for good': await most(50, fails(403, 'DCS.2007')),
      'of 50, in doubt': await most(50, fails(500, 'DCS.5000')),
    }).toEqual({
      'of 10, refused for good': 8,
      'of 10, in doubt': 10,
      'of 50, refused for good': 13,
      'of 50, in doubt': 15,
    });
  });

  test('has its permission named where it is denied', async () => {
    const night = await nightWith(4, [1], fails(403, 'DCS.2007'));
    expect([...night.rows.values()].map(({ outcome }) => outcome).sort()).toEqual([
      'failed',
      'succeeded',
      'succeeded',
      'succeeded',
    ]);
    expect(night.rows.get('cache-2')?.cause).toMatchObject({
      code: 'DCS.2007',
      permission: 'dcs:instance:modifyStatus',
    });
  });
});

describe('a restart in a call that failed', () => {
  const code: Readonly<Record<number, string>> = { 403: 'DCS.2007', 404: 'DCS.3022', 405: 'DCS.5001' };
  const statuses = [400, 402, 403, 404, 405, 409, 413, 422, 451, 494, 500];

  /** The first half of the first call is carried out all the same, and shows only later. */
  const night = (count: number, status: number, its = code[status] ?? 'DCS.4027') =>
    runNight({
      instances: fleetOf(count),
      job: {
        rollout: { concurrency: count, maxFailures: count },
        settle: { acceptance: '40s' },
        retry: { backoff: '1s' },
      },
      knobs: { acceptanceLagSeconds: 33 },
      faults: [{ operation, times: 1, effect: { kind: 'half-done', status, code: its } }],
    });

  test.each(statuses)('with %i is not sent again while what it did may yet show', async (status) => {
    const { rows, audit } = await night(4, status);
    expect([...rows.values()].map(({ outcome }) => outcome)).toEqual(Array(4).fill('succeeded'));
    expect(repeatedActions(audit)).toEqual([]);
  });

  test.each(statuses)(
    'with %i for it alone is told as it was seen, not as it was answered',
    async (status) => {
      const { rows, audit } = await night(1, status);
      expect([...rows.values()]).toMatchObject([{ outcome: 'succeeded', code: 'returned', attempts: 1 }]);
      expect(repeatedActions(audit)).toEqual([]);
    },
  );

  test.each([1, 4])('for the state of one of %i is no exception', async (count) => {
    const { rows, audit } = await night(count, 400, 'DCS.4026');
    expect([...rows.values()].map(({ outcome }) => outcome)).toEqual(Array(count).fill('succeeded'));
    expect(repeatedActions(audit)).toEqual([]);
  });
});

test('the others wait three times as long as an action may take to show, for one culprit of fifty', async () => {
  const acceptance = 200;
  for (const effect of [fails(400, 'DCS.4027'), fails(500, 'DCS.5000')]) {
    const { rows, state } = await nightWith(50, [20], effect, { settle: { acceptance: `${acceptance}s` } });
    const ends = [...state.instances.values()]
      .filter(({ planned }) => rows.get(planned.name)?.outcome === 'succeeded')
      .map(({ doneAt = 0 }) => (doneAt - startAt) / 1_000);
    expect(ends).toHaveLength(49);
    expect(Math.max(...ends)).toBeLessThan(4 * acceptance);
  }
});

describe('several such instances', () => {
  test.each([
    [20, [3, 4, 5]],
    [20, [0, 10, 19]],
    [50, [1, 7, 20, 33, 48]],
    [4, [0, 2]],
  ])('of %i, those at %j, do not spoil the others either', async (count, culprits) => {
    for (const effect of [fails(403, 'DCS.2007'), fails(500, 'DCS.5000')]) {
      const night = await nightWith(count, culprits, effect);
      const failed = [...night.rows.values()].filter(({ outcome }) => outcome !== 'succeeded');
      const ids = culprits.map((place) => instanceIdOf(fleetOf(count)[place]?.name ?? ''));
      expect(failed.map(({ id }) => id).sort()).toEqual([...ids].sort());
      expect(failed.map(({ outcome }) => outcome)).toEqual(ids.map(() => 'failed'));
      expect(repeatedActions(night.audit)).toEqual([]);
    }
  });
});

describe('a region in which every call fails', () => {
  const all = (count: number) => Array.from({ length: count }, (_, place) => place);
  const outcomesOf = (night: Night) => new Set([...night.rows.values()].map(({ outcome }) => outcome));

  test.each([
    [10, 13],
    [50, 17],
  ])(
    'denied: all %i are failed after %i calls, little more than one culprit would take',
    async (count, most) => {
      const night = await nightWith(count, all(count), fails(403, 'DCS.2007'));
      expect(outcomesOf(night)).toEqual(new Set(['failed']));
      expect(callsOf(night)).toBeLessThanOrEqual(most);
    },
  );

  test('denied, five at a time: each is named in a call, and few in more', async () => {
    const night = await nightWith(60, all(60), fails(403, 'DCS.2007'), {
      rollout: { concurrency: 5, maxFailures: 60 },
    });
    expect(outcomesOf(night)).toEqual(new Set(['failed']));
    expect(callsOf(night)).toBeLessThanOrEqual(30);
  });

  test('down: each has its tries, in far fewer than two calls an instance for each', async () => {
    const night = await nightWith(50, all(50), fails(500, 'DCS.5000'));
    expect(outcomesOf(night)).toEqual(new Set(['failed']));
    expect(callsOf(night)).toBeLessThanOrEqual(3 * 30);
    expect(Math.max(...[...night.rows.values()].map(({ attempts }) => attempts))).toBeGreaterThan(2);
  });

  test('down for two minutes: nobody is failed for it', async () => {
    const night = await runNight({
      instances: fleetOf(20),
      job: { rollout: { concurrency: 20, maxFailures: 0 } },
      faults: [{ operation, times: 7, effect: fails(500, 'DCS.5000') }],
    });
    expect(outcomesOf(night)).toEqual(new Set(['succeeded']));
  });

  test('with keys that are refused: one call, as that is the same for all', async () => {
    const night = await nightWith(20, all(20), { kind: 'credentials-expired' });
    expect(outcomesOf(night)).toEqual(new Set(['failed']));
    expect(callsOf(night)).toBe(1);
  });
});
