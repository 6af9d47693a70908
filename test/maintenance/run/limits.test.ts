import { describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { acceptedSince, groupCollisions, mostInFlight } from '../../minicloud/gateway/audit-invariants.ts';
import { fleetOf, type Night, runNight, startAt } from './night.ts';

const operation = 'RestartOrFlushInstances';

function outcomes(night: Night) {
  const counts: Record<string, number> = {};
  for (const { outcome, code } of night.rows.values()) {
    const key = `${outcome} ${code}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

describe('what a run keeps to', () => {
  test('never more in flight than the concurrency, over two regions together', async () => {
    const night = await runNight({
      instances: [...fleetOf(9), ...fleetOf(5, { region: 'cn-east-3' }, 'east')],
      job: { targets: { region: ['beijing', 'shanghai'], names: ['*'] }, rollout: { concurrency: 3 } },
    });
    expect(outcomes(night)).toEqual({ 'succeeded returned': 14 });
    expect(mostInFlight(night.audit)).toBe(3);
  });

  test('a slow region does not hold the other', async () => {
    const night = await runNight({
      instances: [...fleetOf(4, { restartSeconds: 900 }), ...fleetOf(4, { region: 'cn-east-3' }, 'east')],
      job: { targets: { region: ['beijing', 'shanghai'], names: ['*'] }, rollout: { concurrency: 2 } },
    });
    const ends = night.audit.flatMap((entry) =>
      entry.kind === 'status' && entry.to === 'RUNNING' ? [entry] : [],
    );
    const lastEast = ends.filter(({ project }) => project.startsWith('fe')).at(-1)?.at ?? 0;
    expect(outcomes(night)).toEqual({ 'succeeded returned': 8 });
    expect(lastEast - startAt).toBeLessThan(600_000);
  });

  test('a region that cannot be listed is a problem of the run, and the other goes on', async () => {
    const night = await runNight({
      instances: [...fleetOf(2), ...fleetOf(2, { region: 'cn-east-3' }, 'east')],
      job: { targets: { region: ['beijing', 'shanghai'], names: ['*'] } },
      faults: [
        {
          operation: 'ListInstances',
          matches: { project: 'fedcba9876543210fedcba9876543210' },
          effect: { kind: 'credentials-expired' },
        },
      ],
    });
    expect(outcomes(night)).toEqual({ 'succeeded returned': 2 });
    expect(night.state.problems).toMatchObject([{ code: 'APIGW.0301', region: 'shanghai' }]);
  });

  test('never two of one group at once', async () => {
    const apps = ['cart', 'cart', 'cart', 'login', 'login', 'search'];
    const instances = apps.map((app, index) => ({ name: `${app}-${index}`, tags: { app } }));
    const night = await runNight({ instances, job: { rollout: { concurrency: 6, spreadBy: 'tag:app' } } });
    const groupOf = new Map(instances.map(({ name, tags }) => [instanceIdOf(name), [tags.app]]));
    expect(outcomes(night)).toEqual({ 'succeeded returned': 6 });
    expect(groupCollisions(night.audit, (id) => groupOf.get(id) ?? [])).toEqual([]);
    expect(mostInFlight(night.audit)).toBe(3);
  });

  test('nothing but the canary before it is healthy', async () => {
    const night = await runNight({ instances: fleetOf(8), job: { rollout: { canary: 1, concurrency: 4 } } });
    const accepted = night.audit.flatMap((entry) => (entry.kind === 'accepted' ? [entry] : []));
    const back = night.audit.find((entry) => entry.kind === 'status' && entry.to === 'RUNNING');
    expect(accepted.filter(({ at }) => at < (back?.at ?? 0))).toHaveLength(1);
    expect(outcomes(night)).toEqual({ 'succeeded returned': 8 });
  });

  test('a canary that fails stops the run before anything else', async () => {
    const night = await runNight({
      instances: fleetOf(8),
      job: { rollout: { canary: 1, concurrency: 4 }, retry: { attempts: 1 } },
      faults: [{ operation, times: 1, effect: { kind: 'ends-in-error' } }],
    });
    expect(outcomes(night)).toEqual({ 'failed error': 1, 'skipped canary': 7 });
  });

  test('a canary that is refused when its turn comes shows nothing, and stops the run, too', async () => {
    const night = await runNight({
      instances: fleetOf(4),
      job: {
        action: 'flush',
        destroysData: 'acknowledged',
        backup: 'required',
        rollout: { canary: 1, concurrency: 4 },
      },
      faults: [{ operation: 'CopyInstance', times: 1, effect: { kind: 'backup-fails' } }],
    });
    expect(outcomes(night)).toEqual({ 'refused backup-failed': 1, 'skipped canary': 3 });
    expect(night.audit.filter(({ kind }) => kind === 'accepted')).toEqual([]);
  });

  test.each([
    { maxFailures: 0, failing: 1, stopped: true },
    { maxFailures: 2, failing: 2, stopped: false },
    { maxFailures: 2, failing: 3, stopped: true },
  ])(
    'maxFailures $maxFailures with $failing failing first: stopped $stopped',
    async ({ maxFailures, failing, stopped }) => {
      const names = fleetOf(10).map(({ name }) => name);
      const night = await runNight({
        instances: fleetOf(10),
        job: { rollout: { concurrency: 1, maxFailures }, retry: { attempts: 1 } },
        faults: names.slice(0, failing).map((name) => ({
          operation,
          matches: { instance: instanceIdOf(name) },
          effect: { kind: 'ends-in-error' },
        })),
      });
      const rest = 10 - failing;
      expect(outcomes(night)).toEqual({
        'failed error': failing,
        [stopped ? 'skipped max-failures' : 'succeeded returned']: rest,
      });
    },
  );

  test('what is in flight when the run stops is seen to its end', async () => {
    const night = await runNight({
      instances: [
        { name: 'a-fails', restartSeconds: 10 },
        { name: 'b-slow', restartSeconds: 300 },
        { name: 'c-later' },
      ],
      job: { rollout: { concurrency: 2, maxFailures: 0 }, retry: { attempts: 1 } },
      faults: [
        { operation, matches: { instance: instanceIdOf('a-fails') }, effect: { kind: 'ends-in-error' } },
      ],
    });
    expect(outcomes(night)).toEqual({
      'failed error': 1,
      'succeeded returned': 1,
      'skipped max-failures': 1,
    });
  });

  test('an instance that never comes back keeps its place in the concurrency', async () => {
    const night = await runNight({
      instances: fleetOf(3),
      job: { rollout: { concurrency: 1, maxFailures: 3 }, settle: { timeout: '5m' } },
      faults: [{ operation, times: 1, effect: { kind: 'stuck' } }],
    });
    expect(outcomes(night)).toEqual({ 'failed settle-timeout': 1, 'skipped concurrency': 2 });
    expect(mostInFlight(night.audit)).toBe(1);
  });

  test('nothing starts after the window, and what started is seen to its end', async () => {
    const night = await runNight({
      instances: fleetOf(6),
      job: { rollout: { concurrency: 1 } },
      windowSeconds: 130,
    });
    const { 'succeeded returned': succeeded = 0, 'skipped window': skipped = 0 } = outcomes(night);
    expect([succeeded > 0, skipped > 0, succeeded + skipped]).toEqual([true, true, 6]);
    expect(acceptedSince(night.audit, startAt + 130_000)).toEqual([]);
  });

  test("what the function's time does not allow is deferred, and said so", async () => {
    const night = await runNight({
      instances: fleetOf(6),
      job: { rollout: { concurrency: 1 } },
      seconds: { start: 100, act: 200 },
    });
    const { 'succeeded returned': succeeded = 0, 'deferred out-of-time': deferred = 0 } = outcomes(night);
    expect([succeeded > 0, deferred > 0, succeeded + deferred]).toEqual([true, true, 6]);
    expect(acceptedSince(night.audit, startAt + 100_000)).toEqual([]);
  });

  test('what was still away when the time ended is unknown, never succeeded', async () => {
    const night = await runNight({
      instances: fleetOf(1, { restartSeconds: 600 }),
      seconds: { start: 100, act: 200 },
    });
    expect(night.rows.get('cache-1')).toMatchObject({ outcome: 'unknown', code: 'out-of-time', attempts: 1 });
    expect(night.seconds).toBeLessThanOrEqual(215);
  });

  test('every selected instance ends with exactly one outcome and a reason', async () => {
    const night = await runNight({
      instances: [...fleetOf(5), { name: 'ill', status: 'ERROR' }, { name: 'frozen', status: 'FROZEN' }],
      job: { targets: { region: 'beijing', names: ['*'], ids: undefined }, rollout: { maxFailures: 0 } },
      faults: [{ operation, times: 2, effect: { kind: 'item-failed' } }],
    });
    expect(night.rows.size).toBe(7);
    for (const row of night.rows.values()) expect(row.reason).not.toBe('');
    expect(night.rows.get('ill')).toMatchObject({ outcome: 'succeeded' });
    expect(night.rows.get('frozen')).toMatchObject({ outcome: 'refused', code: 'state' });
  });
});
