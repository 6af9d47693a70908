import { causeIn } from '../foundation/call-cause.ts';
import { firstNames } from '../foundation/first-names.ts';
import { dayMs } from '../foundation/time/duration.ts';
import { readZoneClock, type ZoneOffset } from '../foundation/time/zone.ts';
import { mayStartFrom } from '../plan/gates.ts';
import type { Instance, InstanceFacts, UnreadFacts } from '../plan/instance.ts';
import { makePlan, type PlanInput } from '../plan/make-plan.ts';
import { narrowingOf } from '../plan/narrowing.ts';
import { outsideTargets } from '../plan/outside-targets.ts';
import type { Plan } from '../plan/plan.ts';
import {
  needsCacheModes,
  type RegionInventory,
  selectInstances,
  withoutCacheModes,
} from '../plan/select-instances.ts';
import { CallError, type CallFailure } from '../run/call-failure.ts';
import type { Fleet } from '../run/fleet.ts';
import { projectKey } from '../schedule/check/check-sections.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { Targets } from '../schedule/selector-schema.ts';
import { type Judging, judgePlan } from './judge-plan.ts';
import { readCacheModes, readFacts, type Within } from './read-facts.ts';
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

const forever = () => new Promise<never>(() => {});
const impatient: Patience = { decide: async () => ({ asked: undefined }), enough: forever };

/** How a plan is made; `examine`: for people to look at. */
export type Planning = {
  readonly examine?: boolean;
  readonly regions?: Regions;
  readonly patience?: Patience;
  /** For what is read of each instance. */
  readonly within?: Within;
  /** When it is planned, in milliseconds since 1970: ages and the instances' own windows count from then. */
  readonly now?: number | undefined;
  /** The clocks of all zones: people are told of the instances' own windows by that of the job. */
  readonly zoneOffset?: ZoneOffset;
  /** The instances that open runs have in hand; asked only where the state of one is in question. */
  readonly inHand?: () => Promise<ReadonlySet<string>>;
  /** What conditions are judged by; without it, all that may meet them are acted on, once their turn has shown that they do. */
  readonly judging?: Judging | undefined;
};

/**
 * Lists the task's regions side by side and plans; a region that cannot be listed becomes a problem of the plan.
 * A plan that people look at (`examine`) always says whose data would be lost; one that is only carried out asks
 * where that decides something. Throws `OutsideTargetsError` where instances are named that the job does not select.
 */
export async function planTask(
  { job, windowEnd, within: own }: Pick<Task, 'job' | 'windowEnd' | 'within'>,
  fleet: Fleet,
  {
    examine = false,
    regions = {},
    patience = impatient,
    within,
    now,
    zoneOffset,
    inHand,
    judging,
  }: Planning = {},
): Promise<Plan> {
  const names = [...new Set([job.targets.region].flat())];
  const twins = names.flatMap((name) => twinOf(name, names, regions) ?? []);
  const listed = await listRegions({ targets: job.targets, names, twins, now }, fleet, patience);
  // Whoever reads both may take as long as who reads one of them.
  const each = within && needsCacheModes(job.targets) ? { ...within, ms: within.ms / 2 } : within;
  const inventory = await withCacheModes(job.targets, listed, fleet, { within: each, now });
  const outside = own && outsideTargets(own, job.targets.ids ?? [], inventory, now);
  if (outside && outside.length > 0) throw new OutsideTargetsError(job.name, outside);
  const { selected } = selectInstances(job.targets, inventory, now);
  const busy = selected.some(({ status }) => !mayStartFrom(status, job.action));
  const input = {
    job,
    inventory,
    windowEnd,
    facts: await factsFor(job, selected, fleet, { examine, within: each }),
    now,
    explained: examine,
    ...(busy && inHand && { inHand: await inHand() }),
    ...(job.inMaintenanceWindow &&
      now !== undefined &&
      zoneOffset && { local: localClockOf(job, now, windowEnd, zoneOffset) }),
  };
  const plan = makePlan(input);
  const known = judging && (await judgePlan(plan, judging, within?.ms));
  return known ? makePlan({ ...input, known }) : plan;
}

/** The clock of the job from the day before until after its run and the windows that come next then. */
function localClockOf(
  { timezone }: Task['job'],
  now: number,
  windowEnd: number | null,
  zoneOffset: ZoneOffset,
): NonNullable<PlanInput['local']> {
  const until = (windowEnd ?? now + dayMs) + 2 * dayMs;
  const clock = readZoneClock(timezone, now - dayMs, until, zoneOffset);
  return { zone: timezone, clock };
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
  selected: readonly Instance[],
  fleet: Fleet,
  { examine, within }: { readonly examine: boolean; readonly within: Within | undefined },
): Promise<ReadonlyMap<string, InstanceFacts | UnreadFacts> | 'not-examined'> {
  if (job.action === 'flush') return new Map();
  if (job.destroysData === 'acknowledged' && !examine) return 'not-examined';
  return readFacts(selected, fleet, { within });
}

/** What no list tells is asked of those that everything else selects, and of nobody else. */
async function withCacheModes(
  targets: Targets,
  inventory: readonly RegionInventory[],
  fleet: Fleet,
  { within, now }: Pick<Planning, 'now'> & { readonly within: Within | undefined },
): Promise<readonly RegionInventory[]> {
  if (!needsCacheModes(targets)) return inventory;
  const { selected, unread } = selectInstances(withoutCacheModes(targets), inventory, now);
  const asked = [...selected, ...unread].filter(
    (one) => one.cacheMode === undefined && !one.unread?.some((field) => field === 'id' || field === 'rows'),
  );
  const known = new Map((await readCacheModes(asked, fleet, { within })).map((one) => [one.id, one]));
  return inventory.map((one) =>
    'instances' in one ? { ...one, instances: one.instances.map((each) => known.get(each.id) ?? each) } : one,
  );
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

/** What is listed, and for whom. */
type Listing = Pick<Planning, 'now'> & {
  readonly targets: Targets;
  readonly names: readonly string[];
  readonly twins: readonly RegionInventory[];
};

async function listRegions(
  { targets, names, twins, now }: Listing,
  fleet: Fleet,
  patience: Patience,
): Promise<readonly RegionInventory[]> {
  const known = new Map(twins.map((twin) => [twin.region, twin]));
  for (;;) {
    const failures = new Map<string, CallFailure>();
    const missing = names.filter((region) => !known.has(region));
    // What is not told yet may be as it is wanted.
    const toldOf = withoutCacheModes(targets);
    const canBegin = () => selectInstances(toldOf, [...known.values()], now).selected.length > 0;
    const listed = Promise.all(
      missing.map(async (region) => {
        const found = await listRegion(region, toldOf, fleet, now);
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
  targets: Targets,
  fleet: Fleet,
  now: number | undefined,
): Promise<RegionInventory | CallFailure> {
  const narrowing = narrowingOf(targets);
  try {
    const narrowed = narrowing && (await fleet.list(region, { narrowing }));
    if (narrowed && showsAll(targets, { region, instances: narrowed }, now))
      return { region, instances: narrowed };
    // That nothing is there to be touched, and what is instead of it, only the whole list tells.
    return { region, instances: await fleet.list(region) };
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    return error.failure;
  }
}

/** Whether a narrowed list leaves nothing to be explained. */
function showsAll(targets: Targets, listed: RegionInventory, now: number | undefined): boolean {
  const { selected, unread, missing } = selectInstances(targets, [listed], now);
  return missing.length === 0 && selected.length + unread.length > 0;
}
