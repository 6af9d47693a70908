import type { CallCause } from '../foundation/call-cause.ts';
import type { EndCode } from '../foundation/codes.ts';
import type { Job } from '../schedule/schedule.ts';
import { shareAtOnce, shareTolerated } from '../schedule/share.ts';
import { type DataLoss, dataLossNotes, dataLossOf } from './data-loss.ts';
import { type ConditionDecision, decideAll, isWaiting, type Known } from './decide-by-conditions.ts';
import { judgeInstance, startStatuses } from './gates.ts';
import { type Instance, type InstanceFacts, shownName, type UnreadFacts } from './instance.ts';
import {
  type DailyWindow,
  dailyWindowOf,
  type LocalClock,
  nameWindow,
  openingAt,
} from './maintenance-window.ts';
import { conditionsOf, spacingNotes } from './metric-conditions.ts';
import { watchNarrowingOf } from './narrowing.ts';
import type { Plan, PlannedInstance, Problem } from './plan.ts';
import { openConditions, type RegionInventory, selectInstances } from './select-instances.ts';
import { unreadInstance, unreadNotes } from './unread-instances.ts';
import { assignWaves, groupsOf, tiersOf } from './waves.ts';
import { leftOut, meantByIds, whyNothing } from './why-nothing.ts';

/** What a plan is made from: the job, what its regions hold now, and when its window closes. */
export type PlanInput = {
  readonly job: Job;
  readonly inventory: readonly RegionInventory[];
  /** Milliseconds since 1970; `null` for no window. */
  readonly windowEnd: number | null;
  /**
   * What DCS says of how an instance keeps its data, by id, or why that could not be read. Nobody needs
   * to look where losing the data is acknowledged.
   */
  readonly facts: ReadonlyMap<string, InstanceFacts | UnreadFacts> | 'not-examined';
  /** When it is planned, in milliseconds since 1970: for ages, and for instances that wait for their own windows. */
  readonly now?: number | undefined;
  /** The clock that people of the job read, by which they are told of those. */
  readonly local?: LocalClock;
  /** Somebody looks at the plan, and may miss an instance in it. */
  readonly explained?: boolean;
  /** Those that another run has in hand, whose state is its doing: they are waited for. */
  readonly inHand?: ReadonlySet<string>;
  /** What is known of instances that the job's conditions are about; `undefined` where nobody looked yet. */
  readonly known?: Known | undefined;
};

/** Decides what will happen to which instance, in which order, and why. Pure: the same world gives the same plan. */
export function makePlan(input: PlanInput): Plan {
  const { job, inventory, windowEnd, facts, now, explained, inHand, known, local = inUtc } = input;
  const conditions = conditionsOf(job, windowEnd);
  const { selected, unread: obscure, unreadOthers, missing } = selectInstances(job.targets, inventory, now);
  const openTo = openConditions(job.targets, now);
  const judged = selected.map((instance) => {
    const loss =
      facts === 'not-examined' ? notExamined : dataLossOf(instance, facts.get(instance.id), job.action);
    const window = job.inMaintenanceWindow ? knownWindow(instance) : undefined;
    if (!inHand?.has(instance.id))
      return { instance, loss, window, verdict: judgeInstance(instance, job, loss) };
    const verdict = judgeInstance({ ...instance, status: 'RUNNING' }, job, loss);
    const reason = `is ${instance.status} and another run is working on it, so this one waits`;
    return { instance, loss, window, verdict: verdict.decision === 'act' ? { ...verdict, reason } : verdict };
  });
  const passing = judged
    .filter(({ verdict }) => verdict.decision === 'act')
    .sort((one, other) => opensFor(one.window, now) - opensFor(other.window, now))
    .map(({ instance }) => instance);
  const decided = known && conditions ? decideAll(passing, conditions, known) : undefined;
  const ready = passing.filter(
    ({ id }) => decided?.get(id)?.decision !== 'skip' && decided?.get(id)?.decision !== 'refuse',
  );
  const waiting = new Set(ready.filter(({ id }) => isWaiting(decided?.get(id))).map(({ id }) => id));
  const concurrency = shareAtOnce(job.rollout.concurrency, ready.length);
  const { canary, spreadBy, maxFailures, ramp, order, pauseBetween = 0 } = job.rollout;
  const narrowing = watchNarrowingOf(job.targets);
  const startFrom = startStatuses(job);
  // Whoever meets the conditions, a tier is the same one.
  const tiers = tiersOf(passing, order);
  const waves = assignWaves(ready, {
    canary,
    concurrency,
    spreadBy,
    ramp,
    pauses: pauseBetween > 0,
    tiers,
    waiting,
  });
  const unread = inventory.flatMap((region) => ('unread' in region ? [region] : []));
  const listed = () => inventory.flatMap((region) => ('instances' in region ? region.instances : []));
  const allListed = inventory.every((region) => 'instances' in region);
  const nameless = unreadOthers.some((one) => one.unread?.includes('id'));
  const absence = allListed ? (nameless ? 'unreadable' : 'not-found') : 'region-unread';
  const meant = absence === 'not-found' ? meantByIds(missing, listed()) : new Map<string, string>();
  const instances: PlannedInstance[] = judged.map(({ instance, loss, window, verdict }) => ({
    id: instance.id,
    name: shownName(instance),
    region: instance.region,
    ...verdictWith(
      verdict.decision === 'act' && window
        ? { ...verdict, reason: reasonIn(window, verdict.reason, now, local) }
        : verdict,
      decided?.get(instance.id),
    ),
    ...(verdict.decision === 'act' && window && { maintenance: window }),
    losesData: loss.loses,
    ...(loss.unknown && { lossUnknown: true }),
    tier: tiers.get(instance.id) ?? 0,
    wave: waves.get(instance.id) ?? null,
    groups: verdict.decision === 'act' ? groupsOf(instance, spreadBy) : [],
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
      backup: job.backup,
      pauseBetween,
      windowEnd,
      ...(job.inMaintenanceWindow && { inMaintenanceWindow: local }),
      ...(narrowing && { narrowing }),
      ...(startFrom && { startFrom }),
      ...(conditions && { conditions }),
    },
    instances: [
      ...instances,
      ...obscure.map((one) => unreadInstance(one, openTo(one))),
      ...missing.map((id) =>
        missingInstance(id, job, { absence, cause: unread[0]?.unread, meant: meant.get(id) }),
      ),
    ],
    notes: [
      ...(facts === 'not-examined' ? [] : dataLossNotes(judged, job.action)),
      ...unreadNotes(unreadOthers),
      ...exclusionNotes(instances),
      ...(known ? spacingNotes(conditions, known.acted) : []),
      ...(explained && instances.length > 0 ? leftOut(job.targets, listed(), now) : []),
    ],
    problems: problemsOf(
      inventory,
      instances.length + obscure.length + missing.length > 0
        ? undefined
        : whyNothing(job.targets, listed(), now),
    ),
  };
}

const inUtc: LocalClock = { zone: 'UTC', clock: { offset: 0, changes: [] } };

function knownWindow({ maintenance }: Instance): DailyWindow | undefined {
  const window = dailyWindowOf(maintenance);
  return 'fault' in window ? undefined : window;
}

/** From when it may be touched: whoever comes first is the canary, and of the first wave. Nobody waits without the rule. */
function opensFor(window: DailyWindow | undefined, now = 0): number {
  return window ? Math.max(now, openingAt(window, now).at) : now;
}

function reasonIn(window: DailyWindow, reason: string, now = 0, local = inUtc): string {
  return `${reason}; its maintenance window is ${nameWindow(window, now, local)}`;
}

type Verdict = ReturnType<typeof judgeInstance>;

function verdictWith(verdict: Verdict, decision: ConditionDecision | undefined) {
  if (decision === undefined) return verdict;
  if (decision.decision !== 'act') return decision;
  const { reason, cause, waits } = decision;
  const why = `${verdict.reason}; ${reason}`;
  return { ...verdict, reason: why, ...(cause && { cause }), ...(waits && { waits }) };
}

/** Names enough to be written into a job; whoever has more selects by something else. */
const mostExcluded = 20;

/** What to write where a few of many are refused for their data: those that go on are what the job is for. */
function exclusionNotes(instances: readonly PlannedInstance[]): readonly string[] {
  const refused = instances.filter(({ code }) => code === 'acknowledgement');
  const others = instances.filter(({ decision }) => decision === 'act');
  if (refused.length === 0 || refused.length > mostExcluded || others.length === 0) return [];
  const isNamed = refused.every(
    ({ id, name }) => name !== id && !others.some((other) => other.name === name),
  );
  const key = isNamed ? 'names' : 'ids';
  const list = refused.map(({ id, name }) => JSON.stringify(isNamed ? name : id)).join(', ');
  const chosen = `{ ${key}: [${list}] }`;
  return [`exclude: ${chosen} in the targets leaves out what is refused for its data`];
}

/** As bad as it can be, since it may be. */
const notExamined: DataLoss = { loses: true, reason: 'losing its data is acknowledged, so nobody looked' };

type Absence = Extract<EndCode, 'region-unread' | 'unreadable' | 'not-found'>;

const absenceReasons: Record<Absence, (regions: string) => string> = {
  'region-unread': () => 'its region could not be read, so nothing was done to it',
  unreadable: (regions) =>
    `DCS lists an instance in ${regions} with an id that cannot be read, which may be this one`,
  'not-found': (regions) => `no instance in ${regions} has this id - correct targets.ids, or the region`,
};

/** Why an instance is missing, and what its id may be meant for. */
type Missing = {
  readonly absence: Absence;
  readonly cause: CallCause | undefined;
  readonly meant: string | undefined;
};

function missingInstance(id: string, job: Job, { absence, cause, meant }: Missing): PlannedInstance {
  const regions = [job.targets.region].flat().join(', ');
  return {
    id,
    name: id,
    region: regions,
    decision: 'refuse',
    code: absence,
    reason: [absenceReasons[absence](regions), ...(meant === undefined ? [] : [meant])].join('; '),
    cause,
    losesData: false,
    tier: 0,
    wave: null,
    groups: [],
  };
}

/** `nothing` is why nothing is selected, where that is so. */
function problemsOf(inventory: readonly RegionInventory[], nothing: string | undefined): Problem[] {
  const problems = inventory.flatMap((one): Problem[] => {
    const { region } = one;
    if ('twin' in one) {
      const found = `${region} is the same project as ${one.twin}, so none of its instances was touched`;
      return [{ code: 'same-project', region, reason: `${found} - give each project one name in regions` }];
    }
    if (!('unread' in one)) return [];
    const asked = one.asked ? ` (${one.asked})` : '';
    const reason = `the instances of ${region} could not be listed${asked}, so none of them was touched`;
    return [{ code: one.unread.code, region, reason, cause: one.unread }];
  });
  if (nothing !== undefined && problems.length === 0)
    problems.push({ code: 'nothing-selected', region: null, reason: nothing });
  return problems;
}
