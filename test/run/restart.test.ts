import { describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../functions/minicloud/instance-seed.ts';
import { mostInFlight, repeatedActions } from '../minicloud/audit-invariants.ts';
import { fleetOf, runNight } from './night.ts';

describe('a restart run', () => {
  test('ends succeeded for every instance it saw leave and return', async () => {
    const night = await runNight({ instances: fleetOf(12), job: { rollout: { concurrency: 4 } } });
    expect([...night.rows.values()].map(({ outcome, code, attempts }) => [outcome, code, attempts])).toEqual(
      Array.from({ length: 12 }, () => ['succeeded', 'returned', 1]),
    );
    expect(repeatedActions(night.audit)).toEqual([]);
    expect(mostInFlight(night.audit)).toBe(4);
  });

  test('measures how long each instance was away, to the length of a poll', async () => {
    const night = await runNight({ instances: fleetOf(1, { restartSeconds: 95 }) });
    expect(night.rows.get('cache-1')?.outageSeconds).toBeGreaterThanOrEqual(85);
    expect(night.rows.get('cache-1')?.outageSeconds).toBeLessThanOrEqual(105);
  });

  test('sends 50 ids a call at most', async () => {
    const night = await runNight({ instances: fleetOf(120), job: { rollout: { concurrency: 120 } } });
    expect(night.calls['RestartOrFlushInstances']).toBe(3);
    expect([...night.rows.values()].every(({ outcome }) => outcome === 'succeeded')).toBe(true);
  });

  test('takes few calls: one list watches a whole wave, and one look alone confirms each instance', async () => {
    const night = await runNight({ instances: fleetOf(100), job: { rollout: { concurrency: '25%' } } });
    const total = Object.values(night.calls).reduce((sum, calls) => sum + calls, 0);
    expect(night.calls['ShowInstance']).toBe(100);
    expect(total / 100).toBeLessThanOrEqual(1.6);
  });

  test('tries again only the instance that failed, and says how often', async () => {
    const night = await runNight({
      instances: fleetOf(3),
      faults: [
        {
          operation: 'RestartOrFlushInstances',
          matches: { instance: instanceIdOf('cache-2') },
          times: 2,
          effect: { kind: 'item-failed' },
        },
      ],
    });
    expect([...night.rows.values()].map(({ name, outcome, attempts }) => [name, outcome, attempts])).toEqual([
      ['cache-1', 'succeeded', 1],
      ['cache-2', 'succeeded', 3],
      ['cache-3', 'succeeded', 1],
    ]);
  });
});
