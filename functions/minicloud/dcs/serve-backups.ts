import * as z from 'zod/mini';
import { parseJson } from '../../maintenance/foundation/parse-json.ts';
import {
  type BackupCourse,
  type BackupFault,
  backupUnderWay,
  type CloudBackup,
  courseOf,
} from './cloud-backup.ts';
import type { CloudInstance } from './cloud-instance.ts';
import type { DcsQuery } from './dcs-call.ts';
import type { DcsError, DcsErrorCode } from './dcs-error.ts';
import type { InstanceFault } from './dcs-fault.ts';
import type { DcsKnobs } from './dcs-knobs.ts';
import { type Page, parsePage, rotated } from './instance-lists.ts';
import { objectionToState } from './status-change.ts';

const bodyShape = z.object({
  remark: z.optional(z.string().check(z.maxLength(128))),
  backup_format: z.optional(z.enum(['aof', 'rdb'])),
});

/** The body of the list of an instance's backups, or that there is none to send. */
export function listBackups(
  instance: CloudInstance,
  query: DcsQuery,
  { knobs, turn }: { readonly knobs: DcsKnobs; readonly turn: number },
): object | 'none' {
  const page = parsePage(query);
  if ('code' in page) return page;
  const from = instantOf(query.begin_time) ?? Number.NEGATIVE_INFINITY;
  const until = instantOf(query.end_time) ?? Number.POSITIVE_INFINITY;
  const found = instance.backups.filter(({ createdAt }) => createdAt >= from && createdAt <= until);
  if (found.length === 0 && knobs.noBackups === 'no-content') return 'none';
  return backupRecordsOf(instance, knobs.listOrder === 'unstable' ? rotated(found, turn) : found, page);
}

/** `yyyyMMddHHmmss` in UTC; anything else is no bound, since no error is documented for it. */
function instantOf(text = ''): number | undefined {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  return parts.length === 0 ? undefined : Date.UTC(year, month - 1, day, hour, minute, second);
}

/** What a backup depends on besides the instance. */
type BackupRequest = {
  /** As it came; may be empty, since it is optional. */
  readonly body: string;
  readonly now: number;
  readonly knobs: DcsKnobs;
  readonly instanceFaults: readonly InstanceFault[];
};

/** Takes on a backup of an instance, or gives the error that DCS answers. */
export function beginBackup(instance: CloudInstance, request: BackupRequest): BackupCourse | DcsError {
  const { body, now, knobs } = request;
  const wish = parseWish(body);
  if ('code' in wish) return wish;
  const instanceFaults = request.instanceFaults.filter(
    ({ instance: id }) => id === undefined || id === instance.id,
  );
  const code = refusalIn(instanceFaults) ?? objectionToBackup(instance, now, knobs);
  if (code) return { code };
  return courseOf({
    instance: instance.id,
    createdAt: now,
    waitSeconds: knobs.backupWaitSeconds,
    seconds: instance.seed.newBackupSeconds,
    automatic: false,
    remark: wish.remark,
    ...backupFaultIn(instanceFaults),
  });
}

function parseWish(body: string): z.output<typeof bodyShape> | DcsError {
  if (body.trim() === '') return {};
  const document = parseJson(body);
  if (typeof document !== 'object' || document === null) return { code: 'DCS.4005' };
  const parsed = bodyShape.safeParse(document);
  if (parsed.success) return parsed.data;
  return { code: 'DCS.4062', subject: String(parsed.error.issues[0]?.path[0] ?? 'body') };
}

function refusalIn(instanceFaults: readonly InstanceFault[]): DcsErrorCode | undefined {
  return instanceFaults.flatMap((fault) => (fault.kind === 'call-refused' ? [fault.code] : []))[0];
}

/** Of the faults that change the course of a backup, the later ones win. */
function backupFaultIn(instanceFaults: readonly InstanceFault[]): BackupFault {
  let course: BackupFault = {};
  for (const fault of instanceFaults) if (fault.kind === 'backup') course = { ...course, ...fault.course };
  return course;
}

/** A backup is run on a standby: without one there is none, and neither is there for a single shard's only node. */
function objectionToBackup(instance: CloudInstance, now: number, knobs: DcsKnobs): DcsErrorCode | undefined {
  const { cacheMode, replicas } = instance.seed;
  if (cacheMode === 'single' || replicas < 2) return knobs.noBackupCode;
  if (instance.status !== 'RUNNING') return objectionToState(instance.status);
  if (backupUnderWay(instance)) return 'DCS.4096';
  return instance.busyUntil > now ? 'DCS.4017' : undefined;
}

/** The body of `ListBackupRecords`. */
function backupRecordsOf(instance: CloudInstance, backups: readonly CloudBackup[], page: Page) {
  return {
    total_num: backups.length,
    backup_record_response: backups
      .slice(page.offset, page.offset + page.limit)
      .map((backup) => recordOf(instance.id, backup)),
  };
}

/** What is empty is `{}`, as in the published example, and not the text it is documented to be. */
function recordOf(instance: string, backup: CloudBackup) {
  const { id, createdAt, updatedAt, status, remark, errorCode } = backup;
  const over = status !== 'waiting' && status !== 'backuping';
  return {
    backup_id: id,
    backup_name: `backup_${chinaTime(createdAt)}`,
    instance_id: instance,
    backup_type: backup.automatic ? 'auto' : 'manual',
    backup_format: 'aof',
    status,
    progress: over ? '100.00' : '0.00',
    size: status === 'succeed' ? 880_232 : 0,
    period: {},
    error_code: errorCode ?? {},
    remark: remark ?? '',
    is_support_restore: backup.restorable ? 'TRUE' : 'FALSE',
    created_at: new Date(createdAt).toISOString(),
    execution_at: new Date(createdAt).toISOString(),
    updated_at: new Date(updatedAt).toISOString(),
  };
}

/** `20190510163116`, eight hours ahead of UTC as in the published example. */
function chinaTime(instant: number): string {
  return new Date(instant + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14);
}
