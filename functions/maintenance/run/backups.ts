import type { CallFailure } from './call-failure.ts';

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
