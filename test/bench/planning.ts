import type { Instance, InstanceFacts } from '../../functions/maintenance/plan/instance.ts';
import { makePlan } from '../../functions/maintenance/plan/make-plan.ts';
import { jobOf } from '../maintenance/run/night.ts';
import { type Figure, figure } from './figure.ts';
import { growth, medianCpu } from './growth.ts';
import { peakOfBareNode, peakOfProcess } from './process-peak.ts';

const sizes = [10_000, 50_000] as const;

/** A large fleet: 200 applications, every tenth instance of which would lose its data. */
function largeFleet(count: number): { instances: Instance[]; facts: Map<string, InstanceFacts> } {
  const instances = Array.from({ length: count }, (_, index) => ({
    id: `00000000-0000-4000-a000-${String(index).padStart(12, '0')}`,
    name: `cache-${index % 200}-${index}`,
    region: 'beijing',
    engine: 'Redis',
    engineVersion: '5.0',
    status: 'RUNNING',
    idle: true,
    tags: { app: `app-${index % 200}`, tier: String(index % 3) },
    zones: ['cn-north-4a'],
    updatedAt: undefined,
  }));
  const facts = new Map(
    instances.map(({ id }, index) => [
      id,
      {
        cacheMode: index % 10 === 0 ? 'single' : 'ha',
        replicasPerShard: 2,
        appendOnly: true,
        task: undefined,
      },
    ]),
  );
  return { instances, facts };
}

/**
 * Time of the processor and memory of planning 50,000 instances with groups, tiers, a ramp and data loss, and how the time
 * grows from 10,000; medians of several. The memory is this process's peak so far, so this is to be measured first.
 */
export function measurePlanning(runs: number): Figure[] {
  const job = jobOf({ rollout: { concurrency: 50, spreadBy: 'tag:app', order: 'tag:tier', ramp: true } });
  const [small, large] = sizes.map((size) => {
    const { instances, facts } = largeFleet(size);
    const inventory = [{ region: 'beijing', instances }];
    const plan = () => makePlan({ job, inventory, windowEnd: null, facts });
    return { size, ms: medianCpu(runs, plan) };
  });
  if (!small || !large) throw new Error('two sizes were measured');
  const memory = peakOfProcess('self') / 1024 / 1024;
  return [
    figure('planning 50,000 instances', 'ms', { value: large.ms, baseline: null, atMost: 1_000 }),
    growth('the same', small, large),
    figure('peak memory while planning them', 'MB', {
      value: memory,
      baseline: peakOfBareNode() / 1024 / 1024,
      atMost: 250,
    }),
  ];
}
