import { describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { mostInFlight, repeatedActions } from '../../minicloud/gateway/audit-invariants.ts';
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

  test.each([
    // A look before (does a backup run?) and one after (is it back, with no task?), and a list for a whole wave.
    { destroysData: 'acknowledged', shows: 200, most: 2.3 },
    // And for the plan whether its data would be lost: what it is, and how it is configured.
    { destroysData: undefined, shows: 300, most: 4.3 },
  ])(
    'takes few calls: $most an instance at most with destroysData $destroysData',
    async ({ destroysData, shows, most }) => {
      const job = { rollout: { concurrency: '25%' }, ...(destroysData && { destroysData }) };
      const night = await runNight({ instances: fleetOf(100), job });
      const total = Object.values(night.calls).reduce((sum, calls) => sum + calls, 0);
      expect(night.calls['ShowInstance']).toBe(shows);
      expect(total / 100).toBeLessThanOrEqual(most);
    },
  );

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
