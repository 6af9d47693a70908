import { describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import type { AuditEntry } from '../../../functions/minicloud/foundation/audit-entry.ts';
import { mostInFlight } from '../../minicloud/gateway/audit-invariants.ts';
import { fleetOf, runNight, startAt } from './night.ts';

/** How many were accepted together, in the order of time; seconds from the start of the night. */
function waves(audit: readonly AuditEntry[]) {
  const counts = new Map<number, number>();
  for (const entry of audit)
    if (entry.kind === 'accepted') counts.set(entry.at, (counts.get(entry.at) ?? 0) + 1);
  return [...counts].map(([at, count]) => ({ at: (at - startAt) / 1_000, count }));
}

describe('a rollout', () => {
  test('waits for the slowest of nobody: the next takes the slot that comes free', async () => {
    const instances = fleetOf(8).map((seed, place) => ({
      ...seed,
      restartSeconds: place === 0 ? 1_500 : 60,
    }));
    const night = await runNight({ instances, job: { rollout: { concurrency: 2 } } });
    const at = night.audit.flatMap((entry) =>
      entry.kind === 'accepted' ? [(entry.at - startAt) / 1_000] : [],
    );
    expect(at).toHaveLength(8);
    expect(Math.max(...at)).toBeLessThan(600);
    expect(mostInFlight(night.audit)).toBe(2);
  });

  test('starts together what is free at one look', async () => {
    const night = await runNight({ instances: fleetOf(12), job: { rollout: { concurrency: 4 } } });
    expect(waves(night.audit).map(({ count }) => count)).toEqual([4, 4, 4]);
    expect(night.calls['RestartOrFlushInstances']).toBe(3);
  });

  test('ramps up: 1, 2, 4, … to the concurrency', async () => {
    const night = await runNight({
      instances: fleetOf(16),
      job: { rollout: { concurrency: 5, ramp: true } },
    });
    expect(waves(night.audit).map(({ count }) => count)).toEqual([1, 2, 4, 5, 4]);
  });

  test('pauses between its waves', async () => {
    const night = await runNight({
      instances: fleetOf(4),
      job: { rollout: { concurrency: 2, pauseBetween: '10m' } },
    });
    const [first, second] = waves(night.audit);
    const back = night.audit.find((entry) => entry.kind === 'status' && entry.to === 'RUNNING');
    expect(first?.count).toBe(2);
    expect((second?.at ?? 0) - ((back?.at ?? 0) - startAt) / 1_000).toBeGreaterThanOrEqual(600);
  });

  test('goes tier by tier, in every region', async () => {
    const tiers = ['2', '1', '2', '10', '1'];
    const instances = tiers.map((tier, index) => ({
      name: `cache-${index}`,
      tags: { tier },
      region: index % 2 === 0 ? 'cn-north-4' : 'cn-east-3',
    }));
    const night = await runNight({
      instances,
      job: {
        targets: { region: ['beijing', 'shanghai'], names: ['*'] },
        rollout: { concurrency: 5, order: 'tag:tier' },
      },
    });
    const tierOf = new Map(instances.map(({ name, tags }) => [instanceIdOf(name), tags.tier]));
    const order = night.audit.flatMap((entry) =>
      entry.kind === 'accepted' ? [tierOf.get(entry.instance)] : [],
    );
    expect(order).toEqual(['1', '1', '2', '2', '10']);
    const lastOfFirst = night.audit.findLast(
      (entry) => entry.kind === 'status' && entry.to === 'RUNNING' && tierOf.get(entry.instance) === '1',
    );
    const firstOfSecond = night.audit.find(
      (entry) => entry.kind === 'accepted' && tierOf.get(entry.instance) === '2',
    );
    expect(firstOfSecond?.at).toBeGreaterThanOrEqual(lastOfFirst?.at ?? Number.POSITIVE_INFINITY);
  });

  test('holds the rest back when the canary came back without its data', async () => {
    const night = await runNight({
      instances: fleetOf(4),
      job: { rollout: { canary: 1, concurrency: 3 }, settle: { timeout: '5m' } },
      faults: [{ operation: 'RestartOrFlushInstances', times: 1, effect: { kind: 'data-lost' } }],
    });
    expect([...night.rows.values()].map(({ outcome, code }) => `${outcome} ${code}`)).toEqual([
      'failed data-lost',
      ...Array(3).fill('skipped canary'),
    ]);
  });
});

describe('maxFailures, in the words of AWS Systems Manager', () => {
  // "If you specify 10, the system stops sending when the eleventh error is received. If you specify 0, it stops
  // after the first error. If you send to 50 and set it to 10%, it stops when the fifth (sic) error is received."
  test.each([
    { targets: 50, maxFailures: '10%', stopsAt: 5 },
    { targets: 20, maxFailures: 10, stopsAt: 11 },
    { targets: 20, maxFailures: 0, stopsAt: 1 },
  ])('$maxFailures of $targets stops at error $stopsAt', async ({ targets, maxFailures, stopsAt }) => {
    const night = await runNight({
      instances: fleetOf(targets),
      job: { rollout: { concurrency: 1, maxFailures }, retry: { attempts: 1 } },
      faults: [{ operation: 'RestartOrFlushInstances', effect: { kind: 'ends-in-error' } }],
    });
    expect([...night.rows.values()].filter(({ outcome }) => outcome === 'failed')).toHaveLength(stopsAt);
  });
});
