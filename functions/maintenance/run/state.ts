import type { CallCause } from '../foundation/call-cause.ts';
import type { Plan, PlannedInstance, Problem, Rules } from '../plan/plan.ts';
import type { CallFailure } from './call-failure.ts';
import type { BackupSight, Failing, RunAbout, RunEvent, Secured, ToldChannel } from './event.ts';
import type { NodeHealth } from './fleet.ts';
import type { Lease } from './lease.ts';
import type { Conclusion } from './outcome.ts';

/** An instance whose backup is looked after. */
export type Securing = {
  readonly kind: 'securing';
  readonly since: number;
  readonly stage: SecuringStage;
  readonly sight: BackupSight | undefined;
  readonly sightAt: number | undefined;
  /** How the last call for a backup of it failed. */
  readonly lastFailure?: CallCause | undefined;
  /** Nothing is asked of its backups before this instant: DCS could not make one of it just now. */
  readonly pausedUntil: number;
};

/** How far the making of a backup has come. */
export type SecuringStage =
  | { readonly step: 'none' }
  /** Asked for; nothing is known of the answer. The list tells whether one began. */
  | { readonly step: 'asked'; readonly at: number }
  | { readonly step: 'made'; readonly backup: string }
  | { readonly step: 'refused'; readonly cause: CallCause };

/** What became of one instance so far. */
export type Phase =
  /** Its turn has not come, or the next try is due at `notBefore`. */
  | { readonly kind: 'waiting'; readonly notBefore: number }
  /** The journal says a call is about to go out, and nothing says how it went. */
  | { readonly kind: 'announced'; readonly at: number; readonly before: Seen }
  | Watching
  /** Its backup is looked for, or made, before anything is sent. */
  | Securing
  /** The try ended badly; whether there is another one is decided next. */
  | ({ readonly kind: 'failed-try'; readonly final: boolean } & Omit<Trouble, 'since'>)
  /** `outOfSight`: it was sent, and given up on because its region could not be read; no look has shown it since. */
  | { readonly kind: 'done'; readonly conclusion: Conclusion; readonly outOfSight: boolean };

/** The action was sent; the instance is watched until it is known what came of it. */
export type Watching = {
  readonly kind: 'watching';
  /** When the call ended, in milliseconds since 1970. */
  readonly since: number;
  /**
   * `accepted`: DCS said success. `lost`: the answer never came. `unnamed`: the answer left this instance out.
   * Only the first is proof that DCS took the action.
   */
  readonly certainty: 'accepted' | 'lost' | 'unnamed';
  /** How the answer was lost. */
  readonly lostTo?: CallCause | undefined;
  /** What it looked like when the call went out. */
  readonly before: Seen;
  /** The last look at its region, or when the call went out where there was none since. */
  readonly lookedAt: number;
  /** The longest time without a look since the call went out, in milliseconds. */
  readonly blindMs: number;
  /** First look that found it away (not RUNNING, or RUNNING again after ERROR); `undefined` until then. */
  readonly leftAt: number | undefined;
  /** The time without a look before that one: so much earlier it may have left. Milliseconds. */
  readonly leftWithinMs: number;
  /** First look since it left that found it RUNNING; `undefined` while it is away. */
  readonly backAt: number | undefined;
  /** A single look found it RUNNING with no task, after a list had: the second observation in a row. */
  readonly confirmedAt: number | undefined;
  /** The latest figures taken since the call, or since it was confirmed. */
  readonly measuredAt: number | undefined;
};

/** What made the last try fail, and since when there is trouble. */
export type Trouble = {
  readonly since: number;
  readonly code: string;
  readonly reason: string;
  readonly cause?: CallCause | undefined;
};

/** The latest look at an instance. */
export type Seen = {
  readonly status: string;
  readonly idle: boolean;
  readonly updatedAt: string | undefined;
  readonly at: number;
};

/** One targeted instance in a run. */
export type Tracked = {
  readonly planned: PlannedInstance;
  readonly phase: Phase;
  /** Calls refused as a whole are sent again in halves: instances of different cohorts never share a call. */
  readonly cohort: string;
  /** What keeps it from being carried out; `undefined` once DCS accepted it. */
  readonly trouble: Trouble | undefined;
  readonly seen: Seen | undefined;
  /** The last single look, which also saw its task. */
  readonly inspectedAt: number | undefined;
  /** Since when it waits for a state it may be started from; `undefined` while it is in one. */
  readonly heldSince: number | undefined;
  /** What stands behind it should its data be lost; `undefined` until that was looked after. */
  readonly secured: Secured | undefined;
  /** When it was concluded. */
  readonly doneAt: number | undefined;
  /** How often the action was sent for it. */
  readonly attempts: number;
  /** Tries that count against `retry.attempts`: those that the instance itself failed. */
  readonly failedTries: number;
  /** Milliseconds it was away, as far as looks can tell; the longest of its tries. */
  readonly outageMs: number | undefined;
  /** By how much that may be wrong, because nobody looked for so long before it was seen to leave or to be back. */
  readonly outageWithinMs: number | undefined;
  /** Why its figures could not be read when they were last asked for. */
  readonly figuresUnread?: CallCause | undefined;
  readonly keysBefore: number | undefined;
  readonly keys: number | undefined;
  readonly nodesBefore: NodeHealth | undefined;
  readonly nodes: NodeHealth | undefined;
};

/** What is known of a region in a run. */
export type RegionState = {
  /** The run's instances in it: a look at one of twenty regions must not walk over all. */
  readonly ids: readonly string[];
  /** The last look that was answered. */
  readonly lookedAt: number;
  /** The first of the looks that have failed since; `undefined` when the last one was answered. */
  readonly blindSince: number | undefined;
  readonly lastFailure: CallFailure | undefined;
  /** Nothing is sent or asked before this instant: throttling, or a failed look. */
  readonly pausedUntil: number;
  /** Throttled or failed calls in a row, for the backoff. */
  readonly setbacks: number;
  /** Node counts were read before anything was sent. */
  readonly baseline: boolean;
};

/** The fold of a run's journal. */
export type RunState = {
  readonly run: string;
  readonly job: string;
  readonly scheduledFor: number;
  readonly openedAt: number;
  readonly finishedAt: number | undefined;
  readonly about: RunAbout;
  /** Who may act, and until when; `undefined` while nobody holds the run. */
  readonly lease: Lease | undefined;
  /** Nothing new starts any more, because somebody wants it so. */
  readonly cancelled: { readonly at: number; readonly by: string } | undefined;
  /** Who was told of the end; `undefined` until then. */
  readonly told: readonly ToldChannel[] | undefined;
  /** Who failed when people were told, and in how many runs of the job in a row. */
  readonly failing: readonly Failing[];
  readonly rules: Rules;
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
  readonly instances: ReadonlyMap<string, Tracked>;
  readonly regions: ReadonlyMap<string, RegionState>;
};

/** The event that every journal begins with. */
export type OpenedEvent = Extract<RunEvent, { type: 'opened' }>;

/** The state of a run of which nothing but its plan is known. */
export function openedState({ run, scheduledFor, about, plan, at }: OpenedEvent): RunState {
  const instances = plan.instances.map((planned): [string, Tracked] => [
    planned.id,
    {
      planned,
      phase:
        planned.decision === 'act'
          ? { kind: 'waiting', notBefore: at }
          : {
              kind: 'done',
              conclusion: {
                id: planned.id,
                outcome: 'refused',
                code: planned.code,
                reason: planned.reason,
                cause: planned.cause,
              },
              outOfSight: false,
            },
      cohort: '',
      trouble: undefined,
      seen: undefined,
      inspectedAt: undefined,
      heldSince: undefined,
      secured: undefined,
      doneAt: undefined,
      keysBefore: undefined,
      attempts: 0,
      failedTries: 0,
      outageMs: undefined,
      outageWithinMs: undefined,
      keys: undefined,
      nodesBefore: undefined,
      nodes: undefined,
    },
  ]);
  const fresh: Omit<RegionState, 'ids'> = {
    lookedAt: Number.NEGATIVE_INFINITY,
    blindSince: undefined,
    lastFailure: undefined,
    pausedUntil: 0,
    setbacks: 0,
    baseline: false,
  };
  return {
    run,
    job: plan.job,
    scheduledFor,
    openedAt: at,
    finishedAt: undefined,
    about,
    lease: undefined,
    cancelled: undefined,
    told: undefined,
    failing: [],
    rules: plan.rules,
    notes: plan.notes,
    problems: plan.problems,
    instances: new Map(instances),
    regions: new Map([...idsByRegion(plan)].map(([name, ids]) => [name, { ...fresh, ids }])),
  };
}

function idsByRegion({ instances }: Plan): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { id, region } of instances) {
    const ids = found.get(region);
    if (ids) ids.push(id);
    else found.set(region, [id]);
  }
  return found;
}

/** How many instances have no outcome yet. */
export function countLeft({ instances }: Pick<RunState, 'instances'>): number {
  let left = 0;
  for (const { phase } of instances.values()) if (phase.kind !== 'done') left++;
  return left;
}
