/** What can be done to an instance of DCS. Stated here and not taken from the schedule: the cloud must not follow its client. */
export type DcsAction = 'restart' | 'soft_restart' | 'flush';

/** How a backup of DCS ends that nothing interrupts. */
export type BackupEnd = 'succeed' | 'not-restorable' | 'failed' | 'expired' | 'vanished';

/** What is told of a backup. `started` is when DCS took it on; `pushed-out`: one too many were kept. */
export type BackupNews = {
  readonly backup: string;
  readonly automatic: boolean;
  readonly result: 'started' | BackupEnd | 'pushed-out';
};

/** What of OBS the local cloud can do, by the names of the API reference. */
export type ObsOperation =
  | 'AppendObject'
  | 'DeleteObject'
  | 'DeleteObjects'
  | 'GetObject'
  | 'HeadObject'
  | 'ListObjects'
  | 'PutObject';

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

/** An action the cloud did not take on. `code` is `failed`, or `ignored`, for an item that only the script marked so. */
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

/** Its owner has given it another maintenance window, which it has from then on. */
type MaintenanceEntry = Where & {
  readonly kind: 'maintenance';
  readonly begin: unknown;
  readonly end: unknown;
};

/** A backup is under way from `started` until it ends. */
type BackupEntry = Where & BackupNews & { readonly kind: 'backup' };

/** What made a function run: the first delivery of an event, or a further one after a failure. */
export type InvocationCause = 'timer' | 'async' | 'sync' | 'retry';

/** A function and the event it was given; the request id stays the same over all attempts. */
type OfInvocation = {
  readonly kind: 'invocation';
  readonly requestId: string;
  readonly function: string;
  readonly cause: InvocationCause;
};

/** An instance took on an event; `cold` when it was started for it. */
type InvocationBeginsEntry = OfInvocation & { readonly phase: 'begins'; readonly cold: boolean };

/** An instance was done with an event. What is billed is the time of the handler times the configured memory. */
type InvocationEndsEntry = OfInvocation & {
  readonly phase: 'ends';
  readonly end: 'answered' | 'failed' | 'killed' | 'crashed';
  readonly cloudMs: number;
  readonly memoryMb: number;
  readonly peakMemoryBytes: number | undefined;
};

/** An asynchronous event that is not delivered (again), or a synchronous call for which there was no room. */
type InvocationDroppedEntry = OfInvocation & {
  readonly phase: 'dropped';
  readonly why: 'too-old' | 'no-retry-left' | 'no-room' | 'function-deleted';
};

/** A request that did not go its way, by the cloud's interceptor. */
type InterceptedEntry = {
  readonly kind: 'intercepted';
  readonly method: string;
  readonly path: string;
  readonly verdict: string;
  /** The request id of the invocation that sent it. */
  readonly sender: string | undefined;
};

/** What happened in the cloud. */
export type AuditEvent =
  | CallEntry
  | AcceptedEntry
  | RejectedEntry
  | StatusEntry
  | NodesEntry
  | MaintenanceEntry
  | BackupEntry
  | ObsEntry
  | InvocationBeginsEntry
  | InvocationEndsEntry
  | InvocationDroppedEntry
  | InterceptedEntry;

/** What happened in the cloud, at an instant of cloud time (milliseconds since 1970). */
export type AuditEntry = { readonly at: number } & AuditEvent;

/** An entry of one kind. */
export type AuditEntryOf<Kind extends AuditEntry['kind']> = Extract<AuditEntry, { kind: Kind }>;
