import { planTask } from '../../functions/maintenance/invocation/plan-task.ts';
import { createMemoryRecords } from '../../functions/maintenance/journal/memory-records.ts';
import { drive } from '../../functions/maintenance/run/driver.ts';
import type { Records } from '../../functions/maintenance/run/journal.ts';
import { openRun } from '../../functions/maintenance/run/open-run.ts';
import { createOtherRuns } from '../../functions/maintenance/run/other-runs.ts';
import {
  createManyRegions,
  instancesOf,
  type ManyRegions,
  placesOf,
} from '../maintenance/run/many-regions.ts';
import { jobOf } from '../maintenance/run/night.ts';
import { about } from '../maintenance/run/stage.ts';
import { type Figure, figure } from './figure.ts';
import { cpuSince, meteredCalls } from './growth.ts';
import { type Cost, collectGarbage, growth } from './least-cpu.ts';

/** Who restarts all instances, ten at once: in seconds of CPU without that of its cloud. */
type Cpu = { readonly paused: number; readonly beside: number; readonly alone: number };

/**
 * How the computing of runs grows that wait for something: for a pause after every wave, and for another run over the same
 * instances that began a minute before; each beside one that waits for nothing. Throws when not every instance was
 * restarted, by each of the runs.
 */
export async function measureGrowthOfWaiting(
  sizes: readonly [small: number, large: number],
): Promise<Figure[]> {
  // What is compiled on the way is no cost of the first.
  await cpuOf(200);
  const [small, large] = [await cpuOf(sizes[0]), await cpuOf(sizes[1])];
  const count = sizes[1].toLocaleString('en');
  const costs = (part: keyof Cpu): readonly [Cost, Cost] => [
    { size: sizes[0], value: small[part], baseline: small.alone },
    { size: sizes[1], value: large[part], baseline: large.alone },
  ];
  const rows = (name: string, [its, most]: readonly [Cost, Cost]): Figure[] => [
    figure(name, 's', most),
    growth(its, most),
  ];
  return [
    ...rows(`CPU of a run over ${count} instances that pauses after every wave`, costs('paused')),
    ...rows(`CPU of two runs over the same ${count}`, costs('beside')),
  ];
}

async function cpuOf(size: number): Promise<Cpu> {
  return {
    alone: await secondsOf(size, (ports) => restart(ports, createMemoryRecords(), 'first')),
    paused: await secondsOf(size, (ports) =>
      restart(ports, createMemoryRecords(), 'first', { pauseBetween: '5s' }),
    ),
    beside: await secondsOf(size, async (ports) => {
      const records = createMemoryRecords();
      const second = ports.clock.wait(60_000).then(() => restart(ports, records, 'second'));
      await Promise.all([restart(ports, records, 'first'), second]);
    }),
  };
}

async function secondsOf(size: number, work: (ports: ManyRegions) => Promise<void>): Promise<number> {
  const ports = createManyRegions(placesOf(1), instancesOf(placesOf(1), size));
  const cloud = meteredCalls(ports.dcs);
  collectGarbage();
  const before = process.cpuUsage();
  await work(ports);
  return (cpuSince(before) - cloud()) / 1_000;
}

const never = Number.POSITIVE_INFINITY;
const windowMs = 7 * 24 * 3_600_000;

async function restart(
  ports: ManyRegions,
  records: Records,
  name: string,
  rollout: { readonly pauseBetween?: string } = {},
): Promise<void> {
  const { clock, fleet } = ports;
  const { journal, register } = records;
  const job = jobOf({
    destroysData: 'acknowledged',
    targets: { region: placesOf(1).map((place) => place.name), names: ['*'] },
    rollout: { concurrency: 10, ...rollout },
  });
  const run = `${name}@now`;
  const now = clock.now();
  await register.enter({ kind: 'begins', run, at: now });
  const plan = () => planTask({ job: { ...job, name }, windowEnd: now + windowMs }, fleet);
  const opened = await openRun({ run, scheduledFor: now, about, plan }, { journal, clock, by: name });
  if (opened.kind !== 'mine') throw new Error(`the run is ${opened.kind}`);
  const driving = {
    by: name,
    limits: { startUntil: never, actUntil: never },
    leaving: undefined,
    others: createOtherRuns(records, clock, () => {}),
  };
  const { open } = await drive(opened, driving, { ...ports, journal });
  for (const { planned, phase } of open.state.instances.values())
    if (phase.kind !== 'done' || phase.conclusion.outcome !== 'succeeded')
      throw new Error(`${planned.name}: ${phase.kind}`);
}
