import { causeIn } from '../foundation/call-cause.ts';
import { firstNames } from '../foundation/first-names.ts';
import { mayStartFrom } from '../plan/gates.ts';
import type { Instance, InstanceFacts, UnreadFacts } from '../plan/instance.ts';
import { makePlan } from '../plan/make-plan.ts';
import { narrowingOf } from '../plan/narrowing.ts';
import { outsideTargets } from '../plan/outside-targets.ts';
import type { Plan } from '../plan/plan.ts';
import { type RegionInventory, selectInstances } from '../plan/select-instances.ts';
import { CallError, type CallFailure } from '../run/call-failure.ts';
import type { Fleet } from '../run/fleet.ts';
import { projectKey } from '../schedule/check/check-sections.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { readFacts, type Within } from './read-facts.ts';
import type { Task } from './task.ts';

/** How patient a plan is with regions that cannot be listed. */
export type Patience = {
  /**
   * Asked with what was told of them, and whether there is anything to begin with without them: `again` when they are to
   * be asked for once more, else for how long they were. May throw, where the run is left to somebody else.
   */
  readonly decide: (
    failures: readonly CallFailure[],
    canBegin: boolean,
  ) => Promise<'again' | { readonly asked: string | undefined }>;
  /** Resolves when the others have waited long enough, with what is to be said of one that was silent until then. */
  readonly enough: (signal: AbortSignal) => Promise<(region: string) => CallFailure>;
};

const impatient: Patience = {
  decide: async () => ({ asked: undefined }),
  enough: () => new Promise(() => {}),
};

/** How a plan is made. */
export type Planning = {
  readonly examine?: boolean;
  readonly regions?: Regions;
  readonly patience?: Patience;
  /** For the facts of all instances. */
  readonly within?: Within;
  /** The instances that open runs have in hand; asked only where the state of one is in question. */
  readonly inHand?: () => Promise<ReadonlySet<string>>;
};

/**
 * Lists the task's regions side by side and plans; a region that cannot be listed becomes a problem of the plan.
 * A plan that people look at (`examine`) always says whose data would be lost; one that is only carried out asks
 * where that decides something. Throws `OutsideTargetsError` where instances are named that the job does not select.
 */
export async function planTask(
  { job, windowEnd, within: own }: Pick<Task, 'job' | 'windowEnd' | 'within'>,
  fleet: Fleet,
  { examine = false, regions = {}, patience = impatient, within, inHand }: Planning = {},
): Promise<Plan> {
  const names = [...new Set([job.targets.region].flat())];
  const twins = names.flatMap((name) => twinOf(name, names, regions) ?? []);
  const inventory = await listRegions(job.targets, { names, twins }, fleet, patience);
  const outside = own && outsideTargets(own, job.targets.ids ?? [], inventory);
  if (outside && outside.length > 0) throw new OutsideTargetsError(job.name, outside);
  const { selected } = selectInstances(job.targets, inventory);
  const busy = selected.some(({ status }) => !mayStartFrom(status, job.action));
  return makePlan({
    job,
    inventory,
    windowEnd,
    facts: await factsFor(job, inventory, fleet, { examine, within }),
    ...(busy && inHand && { inHand: await inHand() }),
  });
}

/** Instances were named that the job is not for, so nothing of it is planned: whoever named them means something else. */
export class OutsideTargetsError extends Error {
  constructor(job: string, outside: readonly string[]) {
    const told = firstNames(outside, mostTold);
    super(
      `the job "${job}" is not for all instances that are named, so nothing is started: ${told} - ` +
        `expected ids of instances that it selects, which ${JSON.stringify({ job, dryRun: true })} lists`,
    );
  }
}

/** Enough to correct a list by. */
const mostTold = 100;

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
  { examine, within }: { readonly examine: boolean; readonly within: Within | undefined },
): Promise<ReadonlyMap<string, InstanceFacts | UnreadFacts> | 'not-examined'> {
  if (job.action === 'flush') return new Map();
  if (job.destroysData === 'acknowledged' && !examine) return 'not-examined';
  return readFacts(selectInstances(job.targets, inventory).selected, fleet, { within });
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

async function listRegions(
  targets: Task['job']['targets'],
  { names, twins }: { readonly names: readonly string[]; readonly twins: readonly RegionInventory[] },
  fleet: Fleet,
  patience: Patience,
): Promise<readonly RegionInventory[]> {
  const known = new Map(twins.map((twin) => [twin.region, twin]));
  for (;;) {
    const failures = new Map<string, CallFailure>();
    const missing = names.filter((region) => !known.has(region));
    const canBegin = () => selectInstances(targets, [...known.values()]).selected.length > 0;
    const listed = Promise.all(
      missing.map(async (region) => {
        const found = await listRegion(region, targets, fleet);
        if ('kind' in found) failures.set(region, found);
        else known.set(region, found);
      }),
    );
    const timer = new AbortController();
    const enough = patience.enough(timer.signal);
    const silent = await Promise.race([listed.then(() => undefined), enough]);
    if (silent && canBegin())
      for (const region of missing)
        if (!known.has(region) && !failures.has(region)) failures.set(region, silent(region));
    if (silent && !canBegin()) await listed;
    timer.abort('no longer waited for');
    if (failures.size === 0) break;
    const verdict = await patience.decide([...failures.values()], canBegin());
    if (verdict === 'again') continue;
    for (const [region, failure] of failures)
      known.set(region, { region, unread: causeIn(failure), asked: verdict.asked });
    break;
  }
  return names.flatMap((region) => known.get(region) ?? []);
}

async function listRegion(
  region: string,
  targets: Task['job']['targets'],
  fleet: Fleet,
): Promise<RegionInventory | CallFailure> {
  const narrowing = narrowingOf(targets);
  try {
    const narrowed = narrowing && (await fleet.list(region, { narrowing }));
    if (narrowed && showsAll(targets, region, narrowed)) return { region, instances: narrowed };
    // That nothing is there to be touched, and what is instead of it, only the whole list tells.
    return { region, instances: await fleet.list(region) };
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    return error.failure;
  }
}

/** Whether a narrowed list leaves nothing to be explained. */
function showsAll(targets: Task['job']['targets'], region: string, instances: readonly Instance[]): boolean {
  const { selected, unread, missing } = selectInstances(targets, [{ region, instances }]);
  return missing.length === 0 && selected.length + unread.length > 0;
}
