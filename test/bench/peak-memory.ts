import { summariesOf, withDeployed } from '../e2e/deployed-night.ts';
import { fleetOf } from '../maintenance/run/night.ts';
import { type Figure, figure } from './figure.ts';
import { median } from './median.ts';
import { childPids, peakOfBareNode, peakOfProcess } from './process-peak.ts';

/** Megabytes (of 1024 kilobytes) that the process of the function may hold at its peak. */
const mostMegabytes = 90;

const instances = 1_000;

const jobs = `  everything:
    action: soft_restart
    targets: { region: beijing, names: ["*"] }
    rollout: { concurrency: 50 }
    notify: [ops]
`;

/**
 * The most memory that the function's process holds in a run over 1,000 instances on the local cloud, from its start
 * until the webhook was told; the baseline is a node that does nothing. Throws when not every instance was restarted.
 */
export async function measurePeakMemory(runs: number): Promise<Figure[]> {
  const peaks: number[] = [];
  for (let run = 0; run < runs; run++) peaks.push(await peakOfRun());
  const bare = Array.from({ length: runs }, peakOfBareNode);
  const megabytes = (bytes: readonly number[]) => median(bytes) / 2 ** 20;
  return [
    figure(`peak memory, ${instances} instances`, 'MB', {
      value: megabytes(peaks),
      baseline: megabytes(bare),
      atMost: mostMegabytes,
    }),
  ];
}

async function peakOfRun(): Promise<number> {
  let peak = Number.NaN;
  const others = new Set(childPids());
  // Faster, the function's limits for an answer, which run in cloud time, would be shorter than listing takes.
  const options = { jobs, instances: fleetOf(instances), scale: 60, timeLimitSeconds: 14_400 };
  await withDeployed(options, async ({ invoke }) => {
    const [summary] = summariesOf(await invoke({ job: 'everything' }));
    if (summary?.counts.succeeded !== instances) throw new Error(JSON.stringify(summary?.counts));
    const [pid] = childPids().filter((child) => !others.has(child));
    if (pid !== undefined) peak = peakOfProcess(pid);
  });
  return peak;
}
