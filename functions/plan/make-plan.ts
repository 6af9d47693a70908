import type { Job } from '../schedule/schedule.ts';
import { shareAtOnce, shareTolerated } from '../schedule/share.ts';
import { judgeInstance } from './gates.ts';
import type { Plan, PlannedInstance, Problem } from './plan.ts';
import { type RegionInventory, selectInstances } from './select-instances.ts';
import { assignWaves, groupsOf } from './waves.ts';

/** What a plan is made from: the job, what its regions hold now, and when its window closes. */
export type PlanInput = {
  readonly job: Job;
  readonly inventory: readonly RegionInventory[];
  /** Milliseconds since 1970; `null` for no window. */
  readonly windowEnd: number | null;
};

/** Decides what will happen to which instance, in which wave, and why. Pure: the same world gives the same plan. */
export function makePlan({ job, inventory, windowEnd }: PlanInput): Plan {
  const { selected, missing } = selectInstances(job.targets, inventory);
  const judged = selected.map((instance) => ({ instance, verdict: judgeInstance(instance, job) }));
  const ready = judged.filter(({ verdict }) => verdict.decision === 'act').map(({ instance }) => instance);
  const concurrency = shareAtOnce(job.rollout.concurrency, ready.length);
  const { canary, spreadBy, maxFailures } = job.rollout;
  const waves = assignWaves(ready, { canary, concurrency, spreadBy });
  const unread = inventory.flatMap((region) => ('unread' in region ? [region] : []));
  const instances: PlannedInstance[] = judged.map(({ instance, verdict }) => ({
    id: instance.id,
    name: instance.name,
    region: instance.region,
    ...verdict,
    wave: waves.get(instance.id) ?? null,
    groups: groupsOf(instance, spreadBy),
  }));
  return {
    job: job.name,
    rules: {
      action: job.action,
      concurrency,
      // Without a rule: one in ten, and never so strict that a single instance stops a small fleet.
      allowedFailures: maxFailures
        ? shareTolerated(maxFailures, ready.length)
        : Math.max(1, shareTolerated({ percent: 10 }, ready.length)),
      retry: job.retry,
      settle: job.settle,
      windowEnd,
    },
    instances: [...instances, ...missing.map((id) => missingInstance(id, job, unread.length > 0))],
    problems: problemsOf(unread, instances.length + missing.length),
  };
}

function missingInstance(id: string, job: Job, someUnread: boolean): PlannedInstance {
  const regions = [job.targets.region].flat().join(', ');
  return {
    id,
    name: id,
    region: regions,
    decision: 'refuse',
    code: someUnread ? 'region-unread' : 'not-found',
    reason: someUnread
      ? 'its region could not be read, so nothing was done to it'
      : `no instance in ${regions} has this id - correct targets.ids, or the region`,
    wave: null,
    groups: [],
  };
}

function problemsOf(
  unread: readonly { region: string; unread: { code: string; message: string } }[],
  targeted: number,
): Problem[] {
  const problems: Problem[] = unread.map(({ region, unread: { code, message } }) => ({
    code,
    region,
    reason: `the instances of ${region} could not be listed, so none of them was touched: ${message}`,
  }));
  if (targeted === 0 && unread.length === 0)
    problems.push({ code: 'nothing-selected', region: null, reason: 'the targets select no instance' });
  return problems;
}
