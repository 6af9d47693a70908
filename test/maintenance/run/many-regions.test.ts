import { describe, expect, test } from 'vitest';
import { planTask } from '../../../functions/maintenance/invocation/plan-task.ts';
import { fold } from '../../../functions/maintenance/run/fold.ts';
import type { Fault } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import { runInInvocations } from './in-invocations.ts';
import { createManyRegions, instancesOf, placesOf } from './many-regions.ts';
import { jobOf, startAt } from './night.ts';
import { run } from './stage.ts';

const places = placesOf(20);
const [slow, down] = [places[6], places[12]];
const about = (place: typeof slow) =>
  ({ operation: 'any', matches: { project: place?.projectId ?? '' } }) as const;
const slowly: Fault = { ...about(slow), effect: { kind: 'slow-answer', seconds: 12 } };
const never: Fault = { ...about(down), effect: { kind: 'slow-answer', seconds: 60 } };

/** A restart of ten instances in each of 20 regions, two at once in each. */
async function night(faults: readonly Fault[] = [], { regions = places, timeLimitMs = 900_000 } = {}) {
  const ports = createManyRegions(regions, instancesOf(regions, 10), faults);
  const targets = { region: regions.map(({ name }) => name), names: ['*'] };
  const job = jobOf({ destroysData: 'acknowledged', targets, rollout: { concurrency: 2 * regions.length } });
  const plan = () => planTask({ job, windowEnd: null }, ports.fleet);
  const { open, invocations } = await runInInvocations(ports, plan, { timeLimitMs });
  const rows = [...open.state.instances.values()].map(({ planned, phase, doneAt }) => ({
    region: planned.region,
    name: planned.name,
    outcome: phase.kind === 'done' ? phase.conclusion.outcome : phase.kind,
    // A plan waits for all its regions.
    seconds: ((doneAt ?? Number.NaN) - open.state.openedAt) / 1_000,
  }));
  return { ...ports, open, invocations, rows, read: await ports.journal.read(run) };
}

const elsewhere = ({ rows }: Awaited<ReturnType<typeof night>>) =>
  rows.filter(({ region }) => region !== slow?.name && region !== down?.name);

describe('a run over 20 regions', () => {
  test('ends in every other region when it would have, though one is slow and one goes down', async () => {
    const well = await night();
    const ill = await night([slowly, { ...never, after: 20, times: 30 }]);
    expect(elsewhere(well)).toHaveLength(180);
    expect(new Set(well.rows.map(({ outcome }) => outcome))).toEqual(new Set(['succeeded']));
    expect(elsewhere(ill)).toEqual(elsewhere(well));
    const last = (rows: typeof ill.rows) => Math.max(...rows.map(({ seconds }) => seconds));
    expect(last(ill.rows)).toBeGreaterThan(2 * last(elsewhere(ill)));
    expect(ill.rows.filter(({ region }) => region === slow?.name).map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 10 }, () => 'succeeded'),
    );
  });

  test('gives up on a region that never answers again, and on nothing else', async () => {
    const { rows } = await night([{ ...never, after: 5 }]);
    const lost = rows.filter(({ region }) => region === down?.name);
    // What was being sent when it went down may have restarted, or may not.
    expect(new Set(lost.map(({ outcome }) => outcome))).toEqual(new Set(['failed', 'unknown']));
    expect(new Set(rows.filter((row) => !lost.includes(row)).map(({ outcome }) => outcome))).toEqual(
      new Set(['succeeded']),
    );
  });

  test('appends as often as one over a single region, and not as its events', async () => {
    const [one, twenty] = [await night([], { regions: places.slice(0, 1) }), await night()];
    expect(twenty.read.appends).toBe(one.read.appends);
    expect(twenty.read.events.length).toBeGreaterThan(10 * one.read.events.length);
  });

  test('leaves a journal that says all that it knew, in invocations that know nothing else', async () => {
    const { read, open, invocations } = await night([slowly], { timeLimitMs: 120_000 });
    expect(invocations.length).toBeGreaterThan(1);
    expect(read.appends).toBe(open.appends);
    expect(fold(read.events)).toEqual(open.state);
  });
});

describe('planning over 20 regions', () => {
  test('waits for one that is down no longer than for its timeouts, and plans the others', async () => {
    const { fleet, clock } = createManyRegions(places, instancesOf(places, 10), [never]);
    const job = jobOf({ targets: { region: places.map(({ name }) => name), names: ['*'] } });
    const plan = await planTask({ job, windowEnd: null }, fleet);
    expect(clock.now() - startAt).toBeLessThanOrEqual(3 * 15_000 + 3_000);
    expect(plan.instances).toHaveLength(190);
    expect(plan.instances.every(({ decision }) => decision === 'act')).toBe(true);
    expect(plan.problems.map(({ region }) => region)).toEqual([down?.name]);
  });

  test('gives up on one that goes down while its instances are examined', async () => {
    const { fleet, clock } = createManyRegions(places, instancesOf(places, 50), [{ ...never, after: 1 }]);
    const job = jobOf({ targets: { region: places.map(({ name }) => name), names: ['*'] } });
    const plan = await planTask({ job, windowEnd: null }, fleet);
    expect(clock.now() - startAt).toBeLessThanOrEqual(2 * (3 * 15_000 + 3_000));
    const decisions = (of: boolean) =>
      plan.instances.filter(({ region }) => (region === down?.name) === of).map(({ decision }) => decision);
    expect(new Set(decisions(false))).toEqual(new Set(['act']));
    expect(new Set(decisions(true))).toEqual(new Set(['refuse']));
  });
});
