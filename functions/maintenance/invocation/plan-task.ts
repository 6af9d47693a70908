import { causeIn } from '../foundation/call-cause.ts';
import type { InstanceFacts, UnreadFacts } from '../plan/instance.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { type RegionInventory, selectInstances } from '../plan/select-instances.ts';
import { CallError } from '../run/call-failure.ts';
import type { Fleet } from '../run/fleet.ts';
import { projectKey } from '../schedule/check/check-sections.ts';
import type { Schedule } from '../schedule/schedule.ts';
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
  { examine = false, regions = {} }: { readonly examine?: boolean; readonly regions?: Regions } = {},
): Promise<Plan> {
  const names = [...new Set([job.targets.region].flat())];
  const inventory = await Promise.all(
    names.map((name) => twinOf(name, names, regions) ?? listRegion(name, fleet)),
  );
  return makePlan({ job, inventory, windowEnd, facts: await factsFor(job, inventory, fleet, examine) });
}

/** The regions of the schedule, by their names. */
type Regions = Schedule['regions'];

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

/** Where project ids are written out the schedule is refused; where variables hold them it shows only now. */
function twinOf(name: string, names: readonly string[], regions: Regions): RegionInventory | undefined {
  const own = regions[name];
  const twin = names.find((other) => {
    const its = regions[other];
    return other !== name && own && its && projectKey(its) === projectKey(own);
  });
  if (twin === undefined) return undefined;
  return { region: name, twin };
}

async function listRegion(region: string, fleet: Fleet): Promise<RegionInventory> {
  try {
    return { region, instances: await fleet.list(region) };
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    return { region, unread: causeIn(error.failure) };
  }
}
