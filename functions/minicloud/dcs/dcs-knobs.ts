import type { DcsErrorCode, ErrorCodeStyle } from './dcs-error.ts';

/** What the documents leave open or what differs between regions: each answer can be chosen. */
export type DcsKnobs = {
  /** One of several ids cannot be acted on: the whole call is refused for it, or only its item is `failed`. */
  readonly oneBadOfSeveral: 'whole-call' | 'per-item';
  /** The code for an action an engine does not support; none is documented. */
  readonly unsupportedCode: DcsErrorCode;
  /** Whether Redis 3.0 and Memcached take `soft_restart`. */
  readonly softRestartOfOldEngines: 'accepted' | 'refused';
  /** The console lets a restart kill a running backup; the API may answer DCS.4096. */
  readonly restartDuringBackup: 'kills-backup' | 'refused';
  /** An action on an instance whose earlier action does not show in its status yet: carried out after it, or DCS.4017. */
  readonly repeatBeforeItShows: 'queued' | 'refused';
  /** Cloud seconds from the 200 until the status shows the action. */
  readonly acceptanceLagSeconds: number;
  /** How old the figures of the statistic are. */
  readonly statisticLagSeconds: number;
  /** What moves `updated_at`. */
  readonly updatedAt: 'acceptance' | 'status' | 'nothing';
  /** ListInstances documents no order; `unstable` gives another one at every call. */
  readonly listOrder: 'by-name' | 'unstable';
  /**
   * What ListInstances makes of `tags`, `name`, `name_equal` and `status`: that the filters are ignored, that any tag
   * will do and a name is compared with `_` for any letter and without regard to case, or that they leave out every
   * other instance that they should find.
   */
  readonly listFilters: 'as-documented' | 'ignored' | 'loose' | 'too-strict';
  /** `task` while an instance restarts or is flushed. */
  readonly taskWhileBusy: string | null;
  /** The code for a backup of a single node: DCS.4086 and DCS.4095 both fit. */
  readonly noBackupCode: DcsErrorCode;
  /** Cloud seconds that a backup is `waiting` before it is `backuping`. */
  readonly backupWaitSeconds: number;
  /** How the list of an instance without backups is answered: 204 in newer documents, 200 in the API Explorer. */
  readonly noBackups: 'no-content' | 'empty-list';
  /** Whether ShowInstance tells `replica_count`; the published example lacks it. */
  readonly replicaCount: 'told' | 'left-out';
  readonly errorCodes: ErrorCodeStyle;
};

/** The likeliest answers; where none is likelier, the harder one for a client. */
export const defaultKnobs: DcsKnobs = {
  oneBadOfSeveral: 'whole-call',
  unsupportedCode: 'DCS.4027',
  softRestartOfOldEngines: 'accepted',
  restartDuringBackup: 'kills-backup',
  repeatBeforeItShows: 'queued',
  acceptanceLagSeconds: 0,
  statisticLagSeconds: 0,
  updatedAt: 'status',
  listOrder: 'by-name',
  listFilters: 'as-documented',
  taskWhileBusy: null,
  noBackupCode: 'DCS.4086',
  backupWaitSeconds: 3,
  noBackups: 'no-content',
  replicaCount: 'told',
  errorCodes: 'dotted',
};
