import type { Instance, InstanceFacts } from '../../functions/maintenance/plan/instance.ts';
import { makePlan } from '../../functions/maintenance/plan/make-plan.ts';
import { jobOf } from '../maintenance/run/night.ts';
import { type Figure, figure } from './figure.ts';
import { median } from './median.ts';
import { peakOfBareNode, peakOfProcess } from './process-peak.ts';

const count = 10_000;

/** A large fleet: 200 applications, every tenth instance of which would lose its data. */
function largeFleet(): { instances: Instance[]; facts: Map<string, InstanceFacts> } {
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
 * Time and memory of planning 10,000 instances with groups, tiers, a ramp and data loss; medians of several. The
 * memory is this process's peak so far, so this is to be measured first.
 */
export function measurePlanning(runs: number): Figure[] {
  const { instances, facts } = largeFleet();
  const job = jobOf({ rollout: { concurrency: 50, spreadBy: 'tag:app', order: 'tag:tier', ramp: true } });
  const times = Array.from({ length: runs }, () => {
    const started = performance.now();
    makePlan({ job, inventory: [{ region: 'beijing', instances }], windowEnd: null, facts });
    return performance.now() - started;
  });
  const memory = peakOfProcess('self') / 1024 / 1024;
  return [
    figure('planning 10,000 instances', 'ms', { value: median(times), baseline: null, atMost: 1_000 }),
    figure('peak memory while planning them', 'MB', {
      value: memory,
      baseline: peakOfBareNode() / 1024 / 1024,
      atMost: 150,
    }),
  ];
}
