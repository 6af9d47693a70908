import type { CallCause } from '../foundation/call-cause.ts';
import type { MaintenanceWindow } from '../plan/maintenance-window.ts';
import type { PlannedInstance, Problem, Rules } from '../plan/plan.ts';
import type { CallFailure } from './call-failure.ts';
import type { BackupSight, Failing, RunAbout, Secured, ToldChannel } from './event.ts';
import type { NodeHealth } from './fleet.ts';
import type { Lease } from './lease.ts';
import type { Conclusion } from './outcome.ts';
import type { Judged } from './read-verdicts.ts';
import type { Roster } from './roster.ts';

/** An instance whose backup is looked after. */
export type Securing = {
  readonly kind: 'securing';
  readonly since: number;
  readonly stage: SecuringStage;
  readonly sight: BackupSight | undefined;
  readonly sightAt: number | undefined;
  /** Why its backups could not be listed when that was last tried. */
  readonly unlisted?: CallCause | undefined;
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
  | Announced
  | Watching
  /** Its backup is looked for, or made, before anything is sent. */
  | Securing
  /** The try ended badly; whether there is another one is decided next. */
  | ({ readonly kind: 'failed-try'; readonly final: boolean } & Omit<Trouble, 'since'>)
  /** `outOfSight`: it was sent, and given up on because its region could not be read; no look has shown it since. */
  | { readonly kind: 'done'; readonly conclusion: Conclusion; readonly outOfSight: boolean };

/** The journal says a call is about to go out, and nothing says how it went. */
export type Announced = {
  readonly kind: 'announced';
  readonly at: number;
  readonly before: Seen;
  /** See `Watching`: a call may hang for so long that a whole restart passes meanwhile. */
  readonly lookedAt: number;
  readonly blindMs: number;
  /** It was seen to carry the action out while there was no answer yet; so much earlier it may have begun. */
  readonly begun: { readonly at: number; readonly withinMs: number } | undefined;
};

/**
 * What an answer of DCS says of an instance.
 * - `accepted`: success; or it was seen to carry the action out, whatever was answered.
 * - `lost`: the call failed as a whole, which leaves open whether it was carried out.
 * - `odd`: a word that is not documented. `unnamed`: the answer left this instance out.
 * - `rejected`: the documented "failed". `refused`: the whole call, for certain, so that nothing should have been done.
 * Only the first is proof that DCS took the action, and none that it did not: what is seen is.
 */
export type Certainty = 'accepted' | 'lost' | 'odd' | 'unnamed' | 'rejected' | 'refused';

/** The action was sent; the instance is watched until it is known what came of it. */
export type Watching = {
  readonly kind: 'watching';
  /** When the call ended, in milliseconds since 1970. */
  readonly since: number;
  readonly certainty: Certainty;
  /** The answer in words, where it was not success: it stays the answer when what is seen outranks it. */
  readonly answer: Doubt | undefined;
  /** The cohort it is sent again in, if nothing was done, because the call named others; `undefined` when it did not. */
  readonly apart: string | undefined;
  /** The fewest keys that were counted since the call: a flush leaves none, and clients write again at once. */
  readonly fewestKeys: number | undefined;
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
  /** The status of an action that this run did not ask for, where a look has shown one since the call. */
  readonly others?: string | undefined;
  /** First look since it left that found it RUNNING; `undefined` while it is away. */
  readonly backAt: number | undefined;
  /** A single look found it RUNNING with no task, after a list had: the second observation in a row. */
  readonly confirmedAt: number | undefined;
  /** The latest figures taken since the call, or since it was confirmed. */
  readonly measuredAt: number | undefined;
};

/** An answer that is no success: how it was lost or refused, or the words that came. */
export type Doubt =
  | { readonly kind: 'failure'; readonly failure: CallFailure }
  | { readonly kind: 'said'; readonly said: string; readonly cause: CallCause }
  | { readonly kind: 'unnamed'; readonly cause: CallCause };

/** What made the last try fail, and since when there is trouble. */
export type Trouble = {
  readonly since: number;
  readonly code: string;
  readonly reason: string;
  readonly cause?: CallCause | undefined;
  /** Of the call, where it failed as a whole. */
  readonly failure?: CallFailure | undefined;
};

/** The latest look at an instance. */
export type Seen = {
  readonly status: string;
  readonly idle: boolean;
  readonly updatedAt: string | undefined;
  readonly at: number;
  readonly cause?: CallCause | undefined;
};

/** One targeted instance in a run. */
export type Tracked = {
  readonly planned: PlannedInstance;
  readonly phase: Phase;
  /** Calls that failed as a whole are sent again in parts: instances of different cohorts never share a call. */
  readonly cohort: string;
  /** How it stood after it was last named in a call, while it waits: a later look may show that the call did it. */
  readonly sent: Watching | undefined;
  /** What keeps it from being carried out; `undefined` once DCS accepted it. */
  readonly trouble: Trouble | undefined;
  readonly seen: Seen | undefined;
  /** The last single look, which also saw its task. */
  readonly inspectedAt: number | undefined;
  /** Its maintenance window as the latest look has it, where the run goes by that. */
  readonly maintenance?: MaintenanceWindow | undefined;
  /** Whether it meets the conditions of its job; `undefined` until that was looked at. */
  readonly judged?: Judged | undefined;
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
  /** When its figures were last asked for while nothing was sent. */
  readonly figuresAt: number | undefined;
  readonly nodesBefore: NodeHealth | undefined;
  readonly nodes: NodeHealth | undefined;
};

/**
 * What every step of a run asks of some of its instances, counted once: a run may have fifty thousand, of which all but a
 * few wait for their turn or are done.
 */
export type Tally = {
  /** How many have no outcome yet. */
  readonly left: number;
  /** Those of them that do more than rest, in their order. */
  readonly restless: readonly Tracked[];
  /** Those of them that wait, in their order. */
  readonly waiting: readonly Tracked[];
  /** The lowest tier and the lowest wave that one without an outcome is of; without any, no number is higher. */
  readonly tier: number;
  readonly wave: number;
  /** A try that ended badly counts, and so does one of which nobody knows how it ended. */
  readonly failed: readonly Tracked[];
  /** Those that are done, and that DCS may not be done with. */
  readonly lingering: readonly Tracked[];
  /** The first canary that was not touched. */
  readonly refusedCanary: Tracked | undefined;
  /** The shortest time that one was away, at the least that it can have been; `undefined` where none was. Milliseconds. */
  readonly shortestOutage: number | undefined;
  /** When the last of each wave was concluded that is: what a pause between waves is counted from. */
  readonly doneIn: ReadonlyMap<number, number>;
};

/** What is known of a region in a run. */
export type RegionState = {
  /** The run's instances in it: a look at one of twenty regions must not walk over all. */
  readonly ids: readonly string[];
  /** How many of the run's slots are its own as long as it can fill them: its part of the instances, at least one. */
  readonly share: number;
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
  /** The calls that failed as a whole since the last that was answered. */
  readonly failing: FailingCalls;
};

/** Calls of a region that failed as a whole, one after another. */
export type FailingCalls = {
  readonly calls: number;
  /** Who was named alone in one of them. */
  readonly alone: readonly string[];
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
  readonly instances: Roster<Tracked, Tally>;
  readonly regions: ReadonlyMap<string, RegionState>;
};

/** How many instances have no outcome yet. */
export function countLeft({ instances }: Pick<RunState, 'instances'>): number {
  return instances.tallies().reduce((sum, { left }) => sum + left, 0);
}
