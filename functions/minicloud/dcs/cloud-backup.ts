import type { BackupEnd, BackupNews } from '../foundation/audit-entry.ts';
import { type CompleteSeed, uuidOf } from './instance-seed.ts';

/** What DCS calls the states of a backup; there is no way back from the last four. */
type BackupStatus = 'waiting' | 'backuping' | 'succeed' | 'failed' | 'expired' | 'deleted';

/** A backup of an instance as it is now. */
export type CloudBackup = {
  readonly id: string;
  readonly createdAt: number;
  readonly automatic: boolean;
  readonly remark: string | undefined;
  status: BackupStatus;
  updatedAt: number;
  restorable: boolean;
  errorCode: string | undefined;
};

/** What a script changes of a backup that is asked for. */
export type BackupFault = { readonly end?: BackupEnd; readonly seconds?: number };

/** What happens to the backups of an instance. */
export type BackupEvent =
  | {
      readonly kind: 'backup-created';
      readonly backup: Pick<CloudBackup, 'id' | 'automatic' | 'remark'>;
    }
  | { readonly kind: 'backup-begins'; readonly backup: string }
  | { readonly kind: 'backup-ends'; readonly backup: string; readonly end: BackupEnd };

type Holder = { backups: readonly CloudBackup[] };

/** DCS keeps this many of an instance, automatic and manual ones together; one more pushes out the oldest. */
const mostKept = 24;

/** "Timed out"; which of its eight codes DCS gives to a backup that a restart interrupted is not documented. */
const failedCode = 'dcs.08.0002';

/** A backup to come: its id, and its way from creation to end with the instants. */
export type BackupCourse = {
  readonly id: string;
  readonly events: readonly { readonly at: number; readonly event: BackupEvent }[];
};

/** Lays out the course of a backup that is created at an instant (milliseconds since 1970). */
export function courseOf(backup: {
  readonly instance: string;
  readonly createdAt: number;
  readonly waitSeconds: number;
  readonly seconds: number;
  readonly automatic: boolean;
  readonly remark?: string | undefined;
  readonly end?: BackupEnd;
}): BackupCourse {
  const { createdAt, automatic, remark, end = 'succeed' } = backup;
  const id = uuidOf(`backup of ${backup.instance} at ${createdAt}`);
  const beginsAt = createdAt + backup.waitSeconds * 1000;
  return {
    id,
    events: [
      { at: createdAt, event: { kind: 'backup-created', backup: { id, automatic, remark } } },
      { at: beginsAt, event: { kind: 'backup-begins', backup: id } },
      { at: beginsAt + backup.seconds * 1000, event: { kind: 'backup-ends', backup: id, end } },
    ],
  };
}

/** The course of a backup that an instance's own policy starts. */
export function scheduledCourse(instance: string, createdAt: number, seconds: number): BackupCourse {
  return courseOf({ instance, createdAt, waitSeconds: 0, seconds, automatic: true });
}

/** The backups an instance has when the cloud starts, the newest first. */
export function seededBackups({ id, backups }: CompleteSeed, now: number): readonly CloudBackup[] {
  return backups
    .map(({ ageSeconds, automatic = true, status = 'succeed', restorable = status === 'succeed' }, place) => {
      const at = now - ageSeconds * 1000;
      const errorCode = status === 'failed' ? failedCode : undefined;
      const backupId = uuidOf(`backup ${place} of ${id}`);
      return {
        id: backupId,
        createdAt: at,
        updatedAt: at,
        automatic,
        remark: undefined,
        status,
        restorable,
        errorCode,
      };
    })
    .sort((a, b) => b.createdAt - a.createdAt);
}

/** The backup that waits or runs; DCS takes on no second one. */
export function backupUnderWay({ backups }: Holder): CloudBackup | undefined {
  return backups.find(({ status }) => status === 'waiting' || status === 'backuping');
}

/** Lets something happen to the backups of an instance. What was interrupted or is gone does not go on. */
export function applyBackupEvent(holder: Holder, event: BackupEvent, at: number): readonly BackupNews[] {
  if (event.kind === 'backup-created') {
    if (backupUnderWay(holder)) return [];
    const { backup } = event;
    const created = { createdAt: at, status: 'waiting', updatedAt: at, restorable: false } as const;
    holder.backups = [{ ...backup, ...created, errorCode: undefined }, ...holder.backups];
    return [news(backup, 'started'), ...pushOut(holder)];
  }
  const backup = backupUnderWay(holder);
  if (backup?.id !== event.backup) return [];
  backup.updatedAt = at;
  if (event.kind === 'backup-begins') {
    backup.status = 'backuping';
    return [];
  }
  return [endBackup(holder, backup, event.end)];
}

/** Ends the backup under way, as a restart does. */
export function interruptBackup(holder: Holder, at: number): readonly BackupNews[] {
  const backup = backupUnderWay(holder);
  if (!backup) return [];
  backup.updatedAt = at;
  return [endBackup(holder, backup, 'failed')];
}

function endBackup(holder: Holder, backup: CloudBackup, end: BackupEnd): BackupNews {
  switch (end) {
    case 'succeed':
      backup.restorable = true;
      backup.status = 'succeed';
      break;
    case 'not-restorable':
      backup.status = 'succeed';
      break;
    case 'failed':
      backup.errorCode = failedCode;
      backup.status = 'failed';
      break;
    case 'expired':
      backup.status = 'expired';
      break;
    case 'vanished':
      holder.backups = holder.backups.filter((one) => one !== backup);
      break;
    default:
      end satisfies never;
  }
  return news(backup, end);
}

/** At what moment a backup counts is not documented; from its creation on is the harder answer. */
function pushOut(holder: Holder): readonly BackupNews[] {
  const counted = holder.backups.filter(({ status }) => status !== 'expired' && status !== 'deleted');
  const old = new Set(counted.slice(mostKept));
  holder.backups = holder.backups.filter((backup) => !old.has(backup));
  return [...old].map((backup) => news(backup, 'pushed-out'));
}

function news({ id, automatic }: Pick<CloudBackup, 'id' | 'automatic'>, result: BackupNews['result']) {
  return { backup: id, automatic, result };
}
