import { describe, expect, test } from 'vitest';
import { planTask } from '../../../functions/maintenance/invocation/plan-task.ts';
import { rowsOf } from '../../../functions/maintenance/report/summarize.ts';
import { runInInvocations } from './in-invocations.ts';
import { createManyRegions, instancesOf, placesOf } from './many-regions.ts';
import { jobOf } from './night.ts';

/** Restarts of different lengths, three at once; what the run says of each outage, and how long it was. */
async function outages(restartSeconds: readonly number[], returns: boolean) {
  const places = placesOf(1);
  const seeds = instancesOf(places, restartSeconds.length, (index) => ({
    restartSeconds: restartSeconds[index] ?? 0,
  }));
  const ports = createManyRegions(places, seeds);
  const targets = { region: places.map(({ name }) => name), names: ['*'] };
  const job = jobOf({ destroysData: 'acknowledged', targets, rollout: { concurrency: 3 } });
  const plan = () => planTask({ job, windowEnd: null }, ports.fleet);
  const { open } = await runInInvocations(ports, plan, returns ? {} : { returns, timeLimitMs: 100_000_000 });
  return rowsOf(open.state, (instant) => new Date(instant).toISOString()).map((row, index) => ({
    measured: row.outageSeconds ?? Number.NaN,
    within: row.outageWithinSeconds,
    real: restartSeconds[index] ?? Number.NaN,
  }));
}

const lengths = [700, 730, 760, 900, 650, 20, 1_000, 630, 333];

describe('a measured outage', () => {
  test('says by how much it may be wrong where the waiting was left to ticks', async () => {
    const told = await outages(lengths, true);
    for (const { measured, within = 20, real } of told)
      expect(Math.abs(measured - real)).toBeLessThanOrEqual(within);
    const wide = told.filter(({ within }) => within !== undefined);
    expect(wide.length).toBeGreaterThan(4);
    for (const { within } of wide) expect(within).toBeLessThanOrEqual(300);
  });

  test('says nothing of the kind where somebody looked all the time', async () => {
    for (const { measured, within, real } of await outages(lengths, false)) {
      expect(within).toBeUndefined();
      expect(Math.abs(measured - real)).toBeLessThanOrEqual(10);
    }
  });
});
