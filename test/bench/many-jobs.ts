import { timerEvent } from '../../functions/minicloud/functiongraph/timer-event.ts';
import type { Cloud } from '../../functions/minicloud/gateway/cloud.ts';
import { instancesOf, type Place, placesOf } from '../maintenance/run/many-regions.ts';
import { startAt } from '../maintenance/run/night.ts';
import { type Figure, figure } from './figure.ts';
import { mostMegabytes, withFunctionOnCloud } from './function-on-cloud.ts';
import { growth } from './least-cpu.ts';
import { childPids, cpuOfProcess, peakOfBareNode } from './process-peak.ts';

/** The time that an invocation has; of a fifteenth of it, hearing out what is under way and the answer must do. */
const usualLimitSeconds = 300;
const marginOf = (timeLimitSeconds: number) => Math.ceil(timeLimitSeconds / 15);
/** Of what is open, for each job: before it begins, at each call that it announces, and when others make way. */
const mostListsEach = 3;

const tickMs = 300_000;
const mostTicks = 60;

/**
 * So many jobs at one minute, each about one instance, in so many regions; of a great many, the first ticks alone, and of a
 * function that has less time. Where fewer are given, how its computing grows from those.
 */
export type ManyJobs = {
  readonly jobs: number;
  readonly regions: number;
  readonly ticks?: number;
  readonly timeLimitSeconds?: number;
  readonly from?: number;
};

type Cost = {
  readonly invocations: number;
  readonly peakBytes: number;
  /** The longest invocation, in seconds of the cloud's clock. */
  readonly longestSeconds: number;
  readonly cpuSeconds: number;
  readonly restarts: number;
  /** Of a region, and of what is open in the register. */
  readonly lists: number;
  readonly openLists: number;
  readonly obsRequests: number;
};

/**
 * Many jobs due at one minute, on the built function with its journal in a bucket: one tick after another until all are over,
 * or the first ones alone, each in the seconds and the 256 MB that it has. How much memory its process holds at most, how
 * long the longest invocation takes, what it computes and asks of OBS, and how often regions and the register are listed,
 * beside one for each job that was begun. Throws when an invocation did not answer, or not every instance of those jobs was
 * restarted once.
 */
export async function measureManyJobs(sizes: readonly ManyJobs[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const size of sizes) {
    const { from } = size;
    const fewer = from === undefined ? undefined : await carryOut({ ...size, jobs: from });
    figures.push(...rows(size, await carryOut(size), fewer));
  }
  return figures;
}

function rows(
  { jobs, regions, ticks, from, timeLimitSeconds = usualLimitSeconds }: ManyJobs,
  cost: Cost,
  fewer: Cost | undefined,
): readonly Figure[] {
  const where = regions === 1 ? '' : ` in ${regions} regions`;
  const [first, begun] = ticks === undefined ? ['', ''] : ['the first ', ` for ${cost.restarts}`];
  const invocations = `${first}${cost.invocations} invocations${begun}`;
  const name = `${jobs.toLocaleString('en')} jobs at one minute${where}, ${invocations}`;
  const cpuOf = (size: number, { cpuSeconds }: Cost) => ({ size, value: cpuSeconds, baseline: size });
  return [
    figure(`peak memory, ${name}`, 'MB', {
      value: cost.peakBytes / 2 ** 20,
      baseline: peakOfBareNode() / 2 ** 20,
      atMost: mostMegabytes,
    }),
    figure('- the longest invocation', 's', {
      value: cost.longestSeconds,
      baseline: timeLimitSeconds,
      atMost: timeLimitSeconds - marginOf(timeLimitSeconds),
    }),
    figure('- CPU of all', 's', { value: cost.cpuSeconds, baseline: fewer?.cpuSeconds ?? null }),
    // DCS tells key counts of all running instances alone: what is shared of them is the larger the more there are.
    ...(from !== undefined && fewer
      ? [{ ...growth(cpuOf(from, fewer), cpuOf(jobs, cost)), limit: null }]
      : []),
    figure('- requests to OBS', 'calls', { value: cost.obsRequests, baseline: cost.restarts }),
    figure('- lists of regions', 'calls', { value: cost.lists, baseline: cost.restarts }),
    figure('- lists of what is open', 'calls', {
      value: cost.openLists,
      baseline: cost.restarts,
      atMost: mostListsEach * jobs,
    }),
  ];
}

/** Carries so many jobs out, and tells what that took. Throws where `measureManyJobs` does. */
export function carryOut({
  jobs,
  regions,
  ticks = mostTicks,
  timeLimitSeconds = usualLimitSeconds,
}: ManyJobs): Promise<Cost> {
  const places = placesOf(regions);
  const scene = {
    places,
    instances: instancesOf(places, Math.ceil(jobs / regions), () => ({ restartSeconds: 20 })),
    jobs: jobsOf(places, jobs),
    faults: [{ operation: 'any', effect: { kind: 'slow-answer', seconds: 0.1 } }],
    obsFaults: [{ operation: 'any', effect: { kind: 'slow-answer', seconds: 0.04 } }],
    scale: 200,
    timeLimitSeconds,
  } as const;
  const others = new Set(childPids());
  return withFunctionOnCloud(scene, async ({ cloud, clock, invoke }) => {
    let [invocations, peakBytes, longestSeconds] = [0, 0, 0];
    const cpuSeconds = new Map<number, number>();
    for (let at = startAt; invocations < ticks; at += tickMs) {
      await clock.wait(Math.max(0, at - clock.now()));
      const invocation = await invoke(timerEvent({ time: at, triggerName: 'tick' }));
      invocations += 1;
      peakBytes = Math.max(peakBytes, invocation.peakMemoryBytes ?? 0);
      longestSeconds = Math.max(longestSeconds, invocation.cloudMs / 1_000);
      for (const pid of childPids()) if (!others.has(pid)) cpuSeconds.set(pid, cpuOfProcess(pid));
      const { unfinished = [] } = invocation.answer as { readonly unfinished?: readonly unknown[] };
      if (unfinished.length === 0) break;
    }
    const accepted = cloud.audit().flatMap((entry) => (entry.kind === 'accepted' ? [entry.instance] : []));
    const restarts = new Set(accepted).size;
    if (restarts !== accepted.length || (restarts !== jobs && ticks === mostTicks))
      throw new Error(`${accepted.length} restarts of ${restarts} instances by ${jobs} jobs`);
    return {
      ...{ invocations, peakBytes, longestSeconds, restarts },
      cpuSeconds: [...cpuSeconds.values()].reduce((sum, seconds) => sum + seconds, 0),
      lists: asked(cloud, ['ListInstances']),
      openLists: asked(cloud, ['ListObjects']),
      obsRequests: asked(cloud, obsOperations),
    };
  });
}

const obsOperations = ['GetObject', 'AppendObject', 'ListObjects', 'DeleteObjects'];

function asked(cloud: Cloud, operations: readonly string[]): number {
  return cloud.audit().filter((entry) => 'operation' in entry && operations.includes(entry.operation ?? ''))
    .length;
}

function jobsOf(places: readonly Place[], jobs: number): string {
  const written = Array.from({ length: jobs }, (_, n) => {
    const { name = '' } = places[n % places.length] ?? {};
    const number = String(Math.floor(n / places.length) + 1).padStart(4, '0');
    return `  job-${n}:
    action: soft_restart
    cron: "30 3 * * *"
    window: 6h
    targets: { region: ${name}, names: ["${name}-cache-${number}"] }
`;
  });
  return written.join('');
}
