import { planTask } from '../../functions/maintenance/invocation/plan-task.ts';
import type { DcsService } from '../../functions/minicloud/dcs/dcs-service.ts';
import { runInInvocations } from '../maintenance/run/in-invocations.ts';
import { createManyRegions, instancesOf, placesOf } from '../maintenance/run/many-regions.ts';
import { jobOf } from '../maintenance/run/night.ts';
import { type Figure, figure } from './figure.ts';
import { type Cost, collectGarbage, growth } from './least-cpu.ts';
import { restartByScript } from './restart-by-script.ts';

/** Milliseconds of CPU of whoever restarts, and of the cloud that it asks. */
type Cpu = { readonly own: number; readonly cloud: number };

/**
 * What a run over instances of one region costs, ten at once, for the function and for the local cloud apart, and how both
 * grow; each beside a script that restarts as many. The least of several times. Throws when not every instance was
 * restarted.
 */
export async function measureGrowth(
  sizes: readonly [small: number, large: number],
  turns: number,
): Promise<Figure[]> {
  const costs = sizes.map((size) => ({ size, run: dearest, script: dearest }));
  const restartAllByScript = (ports: ManyRegions) => restartByScript(ports, placesOf(1));
  // What is compiled on the way is no cost of the first.
  for (const restart of [restartByRun, restartAllByScript]) await costOf(sizes[0], restart);
  for (let turn = 0; turn < turns; turn++)
    for (const cost of costs) {
      const run = await costOf(cost.size, restartByRun);
      const script = await costOf(cost.size, restartAllByScript);
      Object.assign(cost, { run: least(cost.run, run), script: least(cost.script, script) });
    }
  const [small, large] = costs;
  if (!small || !large) throw new Error('two sizes were measured');
  const both = (part: keyof Cpu): readonly [Cost, Cost] => {
    const costAt = ({ size, run, script }: typeof small): Cost => ({
      size,
      value: run[part] / 1_000,
      baseline: script[part] / 1_000,
    });
    return [costAt(small), costAt(large)];
  };
  const count = large.size.toLocaleString('en');
  const rowsOf = (name: string, [its, most]: readonly [Cost, Cost]): Figure[] => [
    figure(name, 's', most),
    growth(its, most),
  ];
  return [
    ...rowsOf(`CPU of a run over ${count} instances, 10 at once`, both('own')),
    ...rowsOf('CPU of its local cloud', both('cloud')),
  ];
}

const dearest: Cpu = { own: Number.POSITIVE_INFINITY, cloud: Number.POSITIVE_INFINITY };

function least(one: Cpu, other: Cpu): Cpu {
  return { own: Math.min(one.own, other.own), cloud: Math.min(one.cloud, other.cloud) };
}

type ManyRegions = ReturnType<typeof createManyRegions>;

async function costOf(size: number, restart: (ports: ManyRegions) => Promise<unknown>): Promise<Cpu> {
  const places = placesOf(1);
  const ports = createManyRegions(places, instancesOf(places, size));
  const cloud = meteredCalls(ports.dcs);
  collectGarbage();
  const before = process.cpuUsage();
  await restart(ports);
  const all = cpuSince(before);
  return { own: all - cloud(), cloud: cloud() };
}

/** From now on counts what the calls of a cloud cost, in milliseconds of CPU. */
export function meteredCalls(dcs: DcsService): () => number {
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
  return () => cloud;
}

/** Milliseconds of CPU. */
export function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e3;
}

async function restartByRun(ports: ManyRegions): Promise<void> {
  const job = jobOf({
    destroysData: 'acknowledged',
    targets: { region: placesOf(1).map(({ name }) => name), names: ['*'] },
    rollout: { concurrency: 10 },
  });
  const { open } = await runInInvocations(ports, () => planTask({ job, windowEnd: null }, ports.fleet), {
    returns: false,
    timeLimitMs: Number.POSITIVE_INFINITY,
  });
  for (const { planned, phase } of open.state.instances.values())
    if (phase.kind !== 'done' || phase.conclusion.outcome !== 'succeeded')
      throw new Error(`${planned.name}: ${phase.kind}`);
}
