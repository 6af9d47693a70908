import type { Instance, InstanceFacts } from '../../functions/maintenance/plan/instance.ts';
import type { PlanInput } from '../../functions/maintenance/plan/make-plan.ts';
import { jobOf } from '../maintenance/run/night.ts';

/**
 * What a plan over many instances is made from: groups, tiers, a ramp, and 200 applications, every tenth instance of
 * which would lose its data.
 */
export function largePlanInput(count: number): PlanInput & { readonly instances: readonly Instance[] } {
  const job = jobOf({ rollout: { concurrency: 50, spreadBy: 'tag:app', order: 'tag:tier', ramp: true } });
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
  const facts = new Map<string, InstanceFacts>(
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
  return { job, inventory: [{ region: 'beijing', instances }], windowEnd: null, facts, instances };
}
