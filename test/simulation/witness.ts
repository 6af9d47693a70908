import type { Notice } from '../../functions/maintenance/notify/channel.ts';
import type { Plan } from '../../functions/maintenance/plan/plan.ts';
import type { Lease } from '../../functions/maintenance/run/lease.ts';
import type { Action } from '../../functions/maintenance/schedule/schema.ts';
import type { AuditEntry } from '../../functions/minicloud/foundation/audit-entry.ts';
import type { Scenario } from './scenario.ts';

/** A call that changes something, as the network between a process and the cloud sees it. Milliseconds since 1970. */
export type Act = {
  readonly by: string;
  readonly kind: 'submit' | 'backup';
  readonly action: Action | 'backup';
  readonly ids: readonly string[];
  readonly sentAt: number;
  /** When it came to the cloud; `undefined` when it never did. */
  arrivedAt: number | undefined;
  /** When its answer came; `undefined` when nobody heard one. */
  answeredAt: number | undefined;
  /** It was answered that too many calls are made: nobody has anything in hand for it. */
  throttled: boolean;
  /** The run that was open then and had announced it, by what is durable; several would be a mistake. */
  readonly runs: readonly string[];
  /** The lease that was durable when it was sent. */
  readonly lease: Lease | undefined;
};

/** That a call is about to go out: of which kind, for whom, by whom, and when that was durable. */
type Announcement = Pick<Act, 'kind' | 'ids'> & {
  readonly by: string | undefined;
  readonly at: number;
  /** What came of it is in the journal, too. */
  settled: boolean;
};

/** A run as the store of the journal saw it written. Milliseconds since 1970. */
export type WrittenRun = {
  readonly run: string;
  readonly job: string;
  readonly openedAt: number;
  /** The process that opened it. */
  openedBy: string | undefined;
  /** It had been opened before, in this place or another. */
  readonly openedAgain: boolean;
  readonly plan: Plan;
  finishedAt: number | undefined;
  lease: Lease | undefined;
  cancelledAt: number | undefined;
  /** The call for an instance that was announced last. */
  readonly announced: Map<string, Announcement>;
  /** When an instance was done with. */
  readonly concludedAt: Map<string, number>;
  /** When an outcome that counts as a failure was written. */
  readonly failuresAt: number[];
};

/** When a run stood in the register as not over, in milliseconds since 1970; one that was skipped does so too. */
export type EnteredRun = { readonly run: string; readonly from: number; until: number };

/** What a channel was told, and when. */
export type Telling = { readonly at: number; readonly channel: string; readonly notice: Notice };

/** What is known of a night from outside the code that made it. */
export type Witness = {
  readonly scenario: Scenario;
  readonly audit: readonly AuditEntry[];
  readonly acts: readonly Act[];
  readonly runs: ReadonlyMap<string, WrittenRun>;
  readonly told: readonly Telling[];
  readonly entered: readonly EnteredRun[];
  /** Whether a process was ever given the record of a run without what matters, so that it could not know of it. */
  readonly isHidden: (process: string, run: string) => boolean;
  /** What an invocation threw that is no error of the cloud or of the schedule. */
  readonly bugs: readonly string[];
  /** What stood in the register as not over when the night was. */
  readonly stillOpen: readonly string[];
  /**
   * The tick that was the latest when anybody first read one in the register, and the latest of all; what came due
   * up to the first is nobody's, also where an earlier one is delivered late: a first tick with anything due notes
   * the one before itself.
   */
  readonly ticked: Ticked;
  /** The schedule that a process was given, by its place among those of the scenario; the first for one that is unknown. */
  readonly scheduleOf: (process: string | undefined) => number;
};

/** What is known of the ticks that were noted, in milliseconds since 1970. */
export type Ticked = {
  readonly from: number;
  readonly upTo: number;
  /** In the order in which they were written, and by whom. */
  readonly marks: readonly { readonly at: number; readonly by: string }[];
};
