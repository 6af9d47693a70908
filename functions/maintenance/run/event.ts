import type { CallCause } from '../foundation/call-cause.ts';
import type { RuleVerdict } from '../plan/judge-rule.ts';
import type { MaintenanceWindow } from '../plan/maintenance-window.ts';
import type { Plan } from '../plan/plan.ts';
import type { CallFailure } from './call-failure.ts';
import type { Backup, NodeHealth } from './fleet.ts';
import type { Conclusion } from './outcome.ts';

/** What a look at an instance showed. */
export type Sighting = {
  readonly id: string;
  /** DCS's status; `MISSING` when a list left it out (pages can), `GONE` when DCS says there is none. */
  readonly status: string;
  readonly idle: boolean;
  readonly updatedAt: string | undefined;
  /** Its maintenance window, where the run goes by that and it is another than was known. Since version 3. */
  readonly maintenance?: MaintenanceWindow;
  /** What DCS said of one that is `GONE`. */
  readonly cause?: CallCause;
  /** How much older than its event a single look is, in milliseconds; left out below a second. */
  readonly age?: number;
};

/** What matters of an instance's backups: the journal keeps this and not the list. */
export type BackupSight = {
  readonly id: string;
  /** The newest that succeeded and can be restored. */
  readonly usable: { readonly id: string; readonly createdAt: number } | undefined;
  /** One is waiting or running, whoever asked for it. */
  readonly busy: boolean;
  /** The one that was made for this run, as it is now; `missing` when it is not in the list. */
  readonly made: Backup | 'missing' | undefined;
  /** DCS keeps 24: the next one pushes out a scheduled backup. */
  readonly pushesOut: boolean;
};

/** A backup that stands behind an action. */
export type BackupUsed = {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Made for this run. */
  readonly made: boolean;
};

/** The backup an instance was secured with, or why it goes without one. */
export type Secured = {
  readonly backup: BackupUsed | undefined;
  readonly note: string;
  /** What the cloud said when none could be had. */
  readonly cause?: CallCause | undefined;
};

/** What happened in a run. Past tense, facts only: what follows from them is decided in `nextCommands`. */
export type RunEvent = { readonly at: number } & (
  | {
      readonly type: 'opened';
      readonly run: string;
      readonly scheduledFor: number;
      readonly about: RunAbout;
      readonly plan: Plan;
    }
  /** The lease: until then nobody but this invocation acts. Every append renews it. */
  | { readonly type: 'held'; readonly by: string; readonly until: number }
  /** The lease is given back: there is only waiting to do, or the invocation's time is over. */
  | { readonly type: 'left'; readonly by: string; readonly why: 'time' | 'waiting' }
  /** Somebody wants nothing new to start; the only event that needs no lease. */
  | { readonly type: 'cancel-asked'; readonly by: string }
  /** A look at a region: what differs from the look before; everything else was seen unchanged. */
  | { readonly type: 'observed'; readonly region: string; readonly changes: readonly Sighting[] }
  /** Single looks, which also see the current task. */
  | { readonly type: 'inspected'; readonly region: string; readonly sightings: readonly Sighting[] }
  | {
      readonly type: 'look-failed';
      readonly region: string;
      readonly failure: CallFailure;
      /** Only the backups of these could not be listed; the region itself is in sight. */
      readonly backupsOf?: readonly string[];
    }
  | {
      readonly type: 'measured';
      readonly region: string;
      readonly keys: readonly (readonly [id: string, keys: number])[];
      readonly nodes: readonly (readonly [id: string, health: NodeHealth])[];
      /** See `Measurements`. */
      readonly keysUnread?: CallCause;
      readonly nodesUnread?: CallCause;
      /** Those about to be sent whose figures were asked for, also where they could not be had. Since version 2. */
      readonly asked?: readonly string[];
    }
  /** The figures of instances that another run had in hand until now: those before this run's own turn. */
  | {
      readonly type: 'measured-anew';
      readonly region: string;
      readonly ids: readonly string[];
      readonly keys: readonly (readonly [id: string, keys: number])[];
      readonly nodes: readonly (readonly [id: string, health: NodeHealth])[];
    }
  /** What the metrics of instances say of each of the rules that the run has, in their order. Since version 3. */
  | {
      readonly type: 'conditions-read';
      readonly region: string;
      readonly verdicts: readonly (readonly [id: string, verdicts: readonly RuleVerdict[]])[];
    }
  /** Durable before the call goes out: after a crash these are ambiguous, never unsent. */
  | { readonly type: 'submitting'; readonly region: string; readonly ids: readonly string[] }
  | {
      readonly type: 'answered';
      readonly region: string;
      readonly ids: readonly string[];
      readonly accepted: readonly string[];
      readonly rejected: readonly string[];
      readonly requestId?: string | undefined;
      /** Whose answer was no documented word, and what it was, fit to be shown. Since version 2. */
      readonly odd?: readonly (readonly [id: string, said: string])[];
    }
  | {
      readonly type: 'refused';
      readonly region: string;
      readonly ids: readonly string[];
      readonly failure: CallFailure;
    }
  /** Their turn has come, and their backups are to be looked after first. */
  | { readonly type: 'securing'; readonly ids: readonly string[] }
  | { readonly type: 'backups-seen'; readonly region: string; readonly seen: readonly BackupSight[] }
  /** Durable before the call goes out: an answer that is lost must not make two backups. */
  | { readonly type: 'backing-up'; readonly region: string; readonly id: string }
  | { readonly type: 'backup-begun'; readonly region: string; readonly id: string; readonly backup: string }
  | {
      readonly type: 'backup-refused';
      readonly region: string;
      readonly id: string;
      readonly failure: CallFailure;
    }
  | { readonly type: 'secured'; readonly secured: readonly (Secured & { readonly id: string })[] }
  /** Tries that failed and get another one, not before an instant. */
  | { readonly type: 'retrying'; readonly retries: readonly Retry[] }
  | { readonly type: 'concluded'; readonly conclusions: readonly Conclusion[] }
  | { readonly type: 'finished' }
  /**
   * Stands alone in a record beside that of the run: how its end is told, by whoever wrote it first. By the run's record,
   * of which `asRecorded` is the summary unless it is long, or as `summary` says where that could not be read; both in JSON.
   */
  | { readonly type: 'ending'; readonly summary?: string; readonly asRecorded?: string }
  /** People were told, as far as they could be. */
  | {
      readonly type: 'told';
      readonly told: readonly ToldChannel[];
      /** Who failed, and in how many runs of the job in a row; left out where nobody did, or nobody counted. */
      readonly failing?: readonly Failing[];
    }
);

/**
 * Whether it must be in the record for certain before anything else is done: it opens the run, announces what must not
 * be done twice, or ends what people are told of.
 */
export function mustStand({ type }: RunEvent): boolean {
  return (
    type === 'opened' ||
    type === 'submitting' ||
    type === 'backing-up' ||
    type === 'finished' ||
    type === 'ending'
  );
}

/** One more try for an instance. */
export type Retry = {
  readonly id: string;
  readonly notBefore: number;
  /** What went wrong with the try before. */
  readonly code: string;
  readonly reason: string;
  /** See `Conclusion`. */
  readonly cause?: CallCause | undefined;
  /**
   * The cohort it is sent again in, where the failure was perhaps another's or waits for a state to pass: then it does
   * not count among its failed tries. Since version 2.
   */
  readonly apart?: string;
};

/** What a run is told under and by whom, kept with it: the schedule may be another one when it ends. */
export type RunAbout = {
  /** The IANA zone of the job. */
  readonly timezone: string;
  /** The channels of the job, by name. */
  readonly notify: readonly string[];
  /** What happened to the fire on its way. */
  readonly notes: readonly string[];
  /** Until when it waits for instances that another run has in hand, where no window ends that: milliseconds since 1970. */
  readonly waitUntil?: number;
  /** The run whose failed instances it is about. */
  readonly retryOf?: string;
  /** Why it was not meant to run, for a fire that is only told of. */
  readonly skipped?: { readonly code: string; readonly reason: string };
};

/** How telling one channel ended. */
export type ToldChannel = {
  readonly channel: string;
  readonly status: string;
  /** How often it was tried; left out, like the answer, in records of versions that did not keep it. */
  readonly attempts?: number;
  /** What its receiver answered, or why nothing came of it; without secrets, fit to be shown. */
  readonly answer?: string;
};

/** An instance that failed, and in how many runs of its job in a row, the latest included. */
export type Failing = { readonly id: string; readonly runs: number };
