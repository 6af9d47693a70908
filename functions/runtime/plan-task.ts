import { makePlan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { type RegionInventory, selectInstances } from '../plan/select-instances.ts';
import { CallError } from '../run/call-failure.ts';
import type { Fleet } from '../run/fleet.ts';
import { readFacts } from './read-facts.ts';
import type { Task } from './task.ts';

/** Lists the task's regions side by side and plans; a region that cannot be listed becomes a problem of the plan. */
export async function planTask(
  { job, windowEnd }: Pick<Task, 'job' | 'windowEnd'>,
  fleet: Fleet,
): Promise<Plan> {
  const regions = [...new Set([job.targets.region].flat())];
  const inventory = await Promise.all(regions.map((region) => listRegion(region, fleet)));
  const facts = needsFacts(job)
    ? await readFacts(selectInstances(job.targets, inventory).selected, fleet)
    : new Map();
  return makePlan({ job, inventory, windowEnd, facts });
}

/** A flush always clears, and who acknowledged that a restart may needs no proof that it does not. */
function needsFacts({ action, destroysData }: Task['job']): boolean {
  return action !== 'flush' && destroysData !== 'acknowledged';
}

async function listRegion(region: string, fleet: Fleet): Promise<RegionInventory> {
  try {
    return { region, instances: await fleet.list(region) };
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    return { region, unread: { code: error.code, message: error.message } };
  }
}
