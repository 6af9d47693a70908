import * as z from 'zod/mini';
import { parseJson } from '../wire/parse-json.ts';
import { backupRecordsOf } from './backup-json.ts';
import { type BackupCourse, type BackupTwist, backupUnderWay, courseOf } from './cloud-backup.ts';
import type { CloudInstance } from './cloud-instance.ts';
import type { CloudKnobs } from './cloud-knobs.ts';
import type { DcsQuery } from './dcs-call.ts';
import type { DcsError, DcsErrorCode } from './dcs-error.ts';
import type { Twist } from './fault-play.ts';
import { parsePage, rotated } from './instance-list.ts';
import { objectionToState } from './status-change.ts';

const bodyShape = z.object({
  remark: z.optional(z.string().check(z.maxLength(128))),
  backup_format: z.optional(z.enum(['aof', 'rdb'])),
});

/** The body of the list of an instance's backups, or that there is none to send. */
export function listBackups(
  instance: CloudInstance,
  query: DcsQuery,
  { knobs, turn }: { readonly knobs: CloudKnobs; readonly turn: number },
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
export type BackupRequest = {
  /** As it came; may be empty, since it is optional. */
  readonly body: string;
  readonly now: number;
  readonly knobs: CloudKnobs;
  readonly twists: readonly Twist[];
};

/** Takes on a backup of an instance, or gives the error that DCS answers. */
export function beginBackup(instance: CloudInstance, request: BackupRequest): BackupCourse | DcsError {
  const { body, now, knobs } = request;
  const wish = parseWish(body);
  if ('code' in wish) return wish;
  const twists = request.twists.filter(({ instance: id }) => id === undefined || id === instance.id);
  const code = refusalIn(twists) ?? objectionToBackup(instance, now, knobs);
  if (code) return { code };
  return courseOf({
    instance: instance.id,
    createdAt: now,
    waitSeconds: knobs.backupWaitSeconds,
    seconds: instance.seed.newBackupSeconds,
    automatic: false,
    remark: wish.remark,
    ...twistIn(twists),
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

function refusalIn(twists: readonly Twist[]): DcsErrorCode | undefined {
  return twists.flatMap((twist) => (twist.kind === 'call-refused' ? [twist.code] : []))[0];
}

/** Of the faults that change the course of a backup, the later ones win. */
function twistIn(twists: readonly Twist[]): BackupTwist {
  let course: BackupTwist = {};
  for (const twist of twists) if (twist.kind === 'backup') course = { ...course, ...twist.course };
  return course;
}

/** A backup is run on a standby: without one there is none, and neither is there for a single shard's only node. */
function objectionToBackup(
  instance: CloudInstance,
  now: number,
  knobs: CloudKnobs,
): DcsErrorCode | undefined {
  const { cacheMode, replicas } = instance.seed;
  if (cacheMode === 'single' || replicas < 2) return knobs.noBackupCode;
  if (instance.status !== 'RUNNING') return objectionToState(instance.status);
  if (backupUnderWay(instance)) return 'DCS.4096';
  return instance.busyUntil > now ? 'DCS.4017' : undefined;
}
