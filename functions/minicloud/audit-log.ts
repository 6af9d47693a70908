import type { BackupNews } from './cloud-backup.ts';
import type { DcsAction } from './dcs-action.ts';
import type { ObsOperation } from './obs-request.ts';

/** Where something happened: an instance of a project. */
type Where = { readonly project: string; readonly instance: string };

/**
 * A request that reached the cloud. `status` is what the caller was answered, or that the connection was
 * dropped; `operation` is the documented name, `null` for a request that never came to one; `faults` are the
 * kinds of the scripted faults that played a part.
 */
type CallEntry = {
  readonly kind: 'call';
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly operation: string | null;
  readonly status: number | 'dropped';
  readonly faults: readonly string[];
};

/** A request that reached OBS, with the fields of a `call`; `key` is `null` for one about a bucket. */
type ObsEntry = {
  readonly kind: 'obs';
  readonly requestId: string;
  readonly method: string;
  readonly bucket: string;
  readonly key: string | null;
  readonly operation: ObsOperation | null;
  readonly status: number | 'dropped';
  readonly faults: readonly string[];
};

/** An action the cloud took on, whatever the caller was answered. `from` is the status then. */
type AcceptedEntry = Where & {
  readonly kind: 'accepted';
  readonly requestId: string;
  readonly action: DcsAction;
  readonly from: string;
};

/** An action the cloud did not take on. `code` is `failed` for an item that only the script marked so. */
type RejectedEntry = Where & {
  readonly kind: 'rejected';
  readonly requestId: string;
  readonly action: DcsAction;
  readonly code: string;
};

/** A change of status, stamped with the instant it happened and not with the one it was noticed. */
type StatusEntry = Where & { readonly kind: 'status'; readonly from: string; readonly to: string };

/** A node that did not come back: how many answer, of all there are. */
type NodesEntry = Where & { readonly kind: 'nodes'; readonly active: number; readonly total: number };

/** `started` is when DCS took it on; from then on it is under way until it ends. `pushed-out`: one too many were kept. */
type BackupEntry = Where & BackupNews & { readonly kind: 'backup' };

/** What happened in the cloud, at an instant of cloud time (milliseconds since 1970). */
export type AuditEntry = { readonly at: number } & (
  | CallEntry
  | ObsEntry
  | AcceptedEntry
  | RejectedEntry
  | StatusEntry
  | NodesEntry
  | BackupEntry
);

/** An entry of one kind. */
export type AuditEntryOf<Kind extends AuditEntry['kind']> = Extract<AuditEntry, { kind: Kind }>;
