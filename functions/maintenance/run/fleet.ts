import type { CallCause } from '../foundation/call-cause.ts';
import type { Instance, InstanceFacts } from '../plan/instance.ts';
import type { Narrowing } from '../plan/narrowing.ts';
import type { Action } from '../schedule/schema.ts';
import type { CallFailure } from './call-failure.ts';

/**
 * What DCS answered to a submit, joined by instance id. Only the documented words are an answer: whoever got another
 * is in `odd`, with what came, fit to be shown. An id in no list was not named.
 */
export type SubmitAnswer =
  | {
      readonly kind: 'answered';
      readonly accepted: readonly string[];
      readonly rejected: readonly string[];
      /** What Huawei's support asks for. */
      readonly requestId?: string | undefined;
      readonly odd?: readonly (readonly [id: string, said: string])[];
    }
  | { readonly kind: 'refused'; readonly failure: CallFailure };

/** Figures beside the status: key counts, and how many nodes of each instance are healthy. */
export type Measurements = {
  /** Keys by instance id, RUNNING instances only. */
  readonly keys: ReadonlyMap<string, number>;
  /** Nodes by instance id; an instance that DCS tells no nodes of is absent. */
  readonly nodes: ReadonlyMap<string, NodeHealth>;
  /** Why the ones or the others could not be read. */
  readonly keysUnread?: CallCause;
  readonly nodesUnread?: CallCause;
};

/** What of a region's list is wanted: who lists it may leave out the rest, and need not. */
export type Wanted = {
  readonly narrowing?: Narrowing | undefined;
  /** These alone. */
  readonly ids?: readonly string[];
  /** Those of them that are likely to have this status. */
  readonly busy?: { readonly status: string; readonly ids: readonly string[] };
};

/** Whose figures are wanted, and whether their key counts are. */
export type WantedFigures = { readonly ids: readonly string[]; readonly keys: boolean };

/** The topology of an instance in three numbers; as healthy as before means none of them got worse. */
export type NodeHealth = { readonly total: number; readonly active: number; readonly masters: number };

/** There is no such instance: what DCS said of it. */
export type NoSuchInstance = {
  readonly none: CallCause;
  /** Not in DCS's words: a bare 404 may be the page of whatever stands between here and DCS. */
  readonly unsaid?: true;
};

/** DCS.4100: "The number of instance IDs in an instances array cannot exceed 50." */
export const mostIdsPerCall = 50;

/** Port to the instances of the schedule's regions, each named as in the schedule. */
export interface Fleet {
  /** Every instance of the region, or at least those that are wanted, each once. Throws `CallError`. */
  list(region: string, wanted?: Wanted): Promise<readonly Instance[]>;
  /** One instance with its current task taken into `idle`. Throws `CallError`. */
  show(region: string, id: string): Promise<Instance | NoSuchInstance>;
  /**
   * What decides whether the instance keeps its data. Throws `CallError` only when
   * the instance itself cannot be read: what else cannot, for want of a permission say, is left `undefined`, with why.
   */
  facts(region: string, id: string): Promise<InstanceFacts | NoSuchInstance>;
  /** Sends one action for at most `mostIdsPerCall` instances. Never throws: every end of a call is an answer. */
  submit(region: string, action: Action, ids: readonly string[]): Promise<SubmitAnswer>;
  /**
   * Key counts and node health of the region's instances, those that are wanted at least; what cannot be read is left
   * out, and says why.
   */
  measure(region: string, wanted?: WantedFigures): Promise<Measurements>;
}

/** A backup of one instance. */
export type Backup = {
  readonly id: string;
  /** `gone`: expired or deleted, so nothing can be restored from it. A state that DCS does not document counts as `running`. */
  readonly status: 'waiting' | 'running' | 'succeeded' | 'failed' | 'gone';
  /** DCS says that it can be restored. */
  readonly restorable: boolean;
  /** Milliseconds since 1970; 0, too old for any rule, where DCS tells none. */
  readonly createdAt: number;
  /** Milliseconds since 1970; `undefined` while it waits or runs, and where DCS tells none. */
  readonly finishedAt: number | undefined;
  /** Made by the instance's backup policy, not by hand or by us. */
  readonly automatic: boolean;
  /** Why it failed, as a code of DCS such as `dcs.08.0002`. */
  readonly error: string | undefined;
};

/** What DCS answered when it was asked for a backup. */
export type MakeAnswer =
  | { readonly kind: 'begun'; readonly backup: string }
  | { readonly kind: 'refused'; readonly failure: CallFailure };

/** Port to the backups of instances, in the schedule's regions. */
export interface Backups {
  /** All of an instance's backups that DCS still tells of, the newest first. Throws `CallError`. */
  list(region: string, instance: string): Promise<readonly Backup[]>;
  /**
   * Asks once for a backup; the remark, cut to 128 characters, stands beside it in the console. Never throws for
   * how the call ends. `ambiguous` may have begun one all the same: `list` tells, asking again may make two.
   */
  make(region: string, instance: string, remark: string): Promise<MakeAnswer>;
}
