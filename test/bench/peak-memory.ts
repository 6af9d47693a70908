import { summariesOf, withDeployed } from '../e2e/deployed-night.ts';
import { fleetOf } from '../maintenance/run/night.ts';
import { type Figure, figure } from './figure.ts';
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
export async function measurePeakMemory(): Promise<Figure[]> {
  return [
    figure(`peak memory, ${instances} instances`, 'MB', {
      value: (await peakOfRun()) / 2 ** 20,
      baseline: peakOfBareNode() / 2 ** 20,
      atMost: mostMegabytes,
    }),
  ];
}

async function peakOfRun(): Promise<number> {
  let peak = Number.NaN;
  const others = new Set(childPids());
  const options = { jobs, instances: fleetOf(instances), scale: 300, timeLimitSeconds: 14_400 };
  await withDeployed(options, async ({ invoke }) => {
    const [summary] = summariesOf(await invoke({ job: 'everything' }));
    if (summary?.counts.succeeded !== instances) throw new Error(JSON.stringify(summary?.counts));
    const [pid] = childPids().filter((child) => !others.has(child));
    if (pid !== undefined) peak = peakOfProcess(pid);
  });
  return peak;
}
