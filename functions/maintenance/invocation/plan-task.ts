import { causeIn } from '../foundation/call-cause.ts';
import type { InstanceFacts, UnreadFacts } from '../plan/instance.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { type RegionInventory, selectInstances } from '../plan/select-instances.ts';
import { CallError } from '../run/call-failure.ts';
import type { Fleet } from '../run/fleet.ts';
import { readFacts } from './read-facts.ts';
import type { Task } from './task.ts';

/**
 * Lists the task's regions side by side and plans; a region that cannot be listed becomes a problem of the plan.
 * A plan that people look at (`examine`) always says whose data would be lost; one that is only carried out asks
 * where that decides something.
 */
export async function planTask(
  { job, windowEnd }: Pick<Task, 'job' | 'windowEnd'>,
  fleet: Fleet,
  { examine = false } = {},
): Promise<Plan> {
  const regions = [...new Set([job.targets.region].flat())];
  const inventory = await Promise.all(regions.map((region) => listRegion(region, fleet)));
  return makePlan({ job, inventory, windowEnd, facts: await factsFor(job, inventory, fleet, examine) });
}

/** The plan of a fire that is only told of. */
export function planOfNothing({ job, windowEnd }: Pick<Task, 'job' | 'windowEnd'>): Plan {
  const plan = makePlan({ job, windowEnd, inventory: [], facts: 'not-examined' });
  return { ...plan, instances: [], notes: [], problems: [] };
}

/** A flush always clears, and who acknowledged that a restart may needs no proof that it does not. */
async function factsFor(
  job: Task['job'],
  inventory: readonly RegionInventory[],
  fleet: Fleet,
  examine: boolean,
): Promise<ReadonlyMap<string, InstanceFacts | UnreadFacts> | 'not-examined'> {
  if (job.action === 'flush') return new Map();
  if (job.destroysData === 'acknowledged' && !examine) return 'not-examined';
  return readFacts(selectInstances(job.targets, inventory).selected, fleet);
}

async function listRegion(region: string, fleet: Fleet): Promise<RegionInventory> {
  try {
    return { region, instances: await fleet.list(region) };
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    return { region, unread: causeIn(error.failure) };
  }
}
