import { planTask } from '../../functions/maintenance/invocation/plan-task.ts';
import { summaryOf } from '../../functions/maintenance/report/summarize.ts';
import type { RunEvent } from '../../functions/maintenance/run/event.ts';
import { fold } from '../../functions/maintenance/run/fold.ts';
import type { Conclusion } from '../../functions/maintenance/run/outcome.ts';
import { zoneOffset } from '../../functions/maintenance/runtime/zone-offset.ts';
import { runInInvocations } from '../maintenance/run/in-invocations.ts';
import { createManyRegions, instancesOf, placesOf } from '../maintenance/run/many-regions.ts';
import { jobOf, startAt } from '../maintenance/run/night.ts';
import { about, run } from '../maintenance/run/stage.ts';
import { type Figure, figure } from './figure.ts';
import { median } from './median.ts';
import { openingOf } from './planned-run.ts';

/** The power of its size that a cost may grow with: one is linear, and sorting is a little more. */
export const mostGrowth = 1.2;

/** Milliseconds of CPU of this process for something, the least that disturbs of several times. */
export function medianCpu(times: number, work: () => unknown): number {
  return median(
    Array.from({ length: times }, () => {
      const before = process.cpuUsage();
      work();
      return cpuSince(before);
    }),
  );
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e3;
}

type Cost = { readonly size: number; readonly ms: number };

/** How a cost grows from one size to another, as the power of the size; breaks its limit where it is more than linear. */
export function growth(name: string, small: Cost, large: Cost): Figure {
  const value = Math.log(large.ms / small.ms) / Math.log(large.size / small.size);
  return figure(`${name}, as a power of its size`, 'power', { value, baseline: 1, atMost: mostGrowth });
}

/**
 * What a run over instances of one region costs, ten at once, for the function and for the local cloud apart, and how both
 * grow; and the same of what is done once with all of a run: folding its journal, and summing it up. Throws when not
 * every instance was restarted.
 */
export async function measureGrowth(sizes: readonly [small: number, large: number]): Promise<Figure[]> {
  // What is compiled on the way is no cost of the first.
  await costOfRun(200);
  const [small, large] = [await costOfRun(sizes[0]), await costOfRun(sizes[1])];
  const count = large.size.toLocaleString('en');
  const folding = onceOver([12_500, 50_000], (size) => {
    const events = journalOf(size);
    return () => fold(events);
  });
  const telling = onceOver([5_000, 20_000], (size) => {
    const state = fold(journalOf(size));
    return () => summaryOf(state, startAt, zoneOffset);
  });
  return [
    figure(`CPU of a run over ${count} instances, 10 at once`, 's', {
      value: large.own / 1_000,
      baseline: null,
    }),
    growth('the same', { size: small.size, ms: small.own }, { size: large.size, ms: large.own }),
    figure('CPU of its local cloud', 's', { value: large.cloud / 1_000, baseline: null }),
    growth('the same', { size: small.size, ms: small.cloud }, { size: large.size, ms: large.cloud }),
    figure('CPU of folding a journal of 50,000 instances', 'ms', { value: folding.large.ms, baseline: null }),
    // Each look at a region goes through the parts of its instances, which shows from some ten thousand on.
    { ...growth('the same', folding.small, folding.large), limit: null },
    figure('CPU of summing up 20,000 instances', 'ms', { value: telling.large.ms, baseline: null }),
    growth('the same', telling.small, telling.large),
  ];
}

function onceOver(
  [small, large]: readonly [number, number],
  workOn: (size: number) => () => unknown,
): { readonly small: Cost; readonly large: Cost } {
  const costOf = (size: number): Cost => ({ size, ms: medianCpu(5, workOn(size)) });
  costOf(small);
  return { small: costOf(small), large: costOf(large) };
}

type RunCost = { readonly size: number; readonly own: number; readonly cloud: number };

async function costOfRun(size: number): Promise<RunCost> {
  const places = placesOf(1);
  const ports = createManyRegions(places, instancesOf(places, size));
  const { dcs } = ports;
  const serve = dcs.call;
  let cloud = 0;
  dcs.call = (...call) => {
    const before = process.cpuUsage();
    try {
      return serve(...call);
    } finally {
      cloud += cpuSince(before);
    }
  };
  const job = jobOf({
    destroysData: 'acknowledged',
    targets: { region: places.map(({ name }) => name), names: ['*'] },
    rollout: { concurrency: 10 },
  });
  const before = process.cpuUsage();
  const { open } = await runInInvocations(ports, () => planTask({ job, windowEnd: null }, ports.fleet), {
    returns: false,
    timeLimitMs: Number.POSITIVE_INFINITY,
  });
  const all = cpuSince(before);
  for (const { planned, phase } of open.state.instances.values())
    if (phase.kind !== 'done' || phase.conclusion.outcome !== 'succeeded')
      throw new Error(`${planned.name}: ${phase.kind}`);
  return { size, own: all - cloud, cloud };
}

/** A journal as a run of so many instances leaves it, ten at once. */
function journalOf(size: number): readonly RunEvent[] {
  const { ids, opened } = openingOf({
    ...{ run, at: startAt, count: size, name: 'cache', concurrency: 10, notify: about.notify },
    waveOf: () => 1,
  });
  const region = 'beijing';
  const events: RunEvent[] = [opened];
  for (let first = 0; first < size; first += 10) {
    const its = ids.slice(first, first + 10);
    const at = startAt + first * 6_000;
    const seen = (status: string) => its.map((id) => ({ id, status, idle: true, updatedAt: undefined }));
    const conclusions = its.map(
      (id): Conclusion => ({ id, outcome: 'succeeded', code: 'returned', reason: 'was seen to restart' }),
    );
    events.push(
      { type: 'inspected', at, region, sightings: seen('RUNNING') },
      { type: 'submitting', at: at + 1_000, region, ids: its },
      { type: 'answered', at: at + 2_000, region, ids: its, accepted: its, rejected: [] },
      { type: 'observed', at: at + 12_000, region, changes: seen('RESTARTING') },
      { type: 'observed', at: at + 22_000, region, changes: [] },
      { type: 'observed', at: at + 32_000, region, changes: seen('RUNNING') },
      { type: 'inspected', at: at + 33_000, region, sightings: seen('RUNNING') },
      { type: 'concluded', at: at + 34_000, conclusions },
    );
  }
  return [...events, { type: 'finished', at: startAt + size * 6_000 }];
}
