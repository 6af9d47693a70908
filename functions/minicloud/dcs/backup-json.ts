import type { CloudBackup } from './cloud-backup.ts';
import type { CloudInstance } from './cloud-instance.ts';
import type { Page } from './instance-list.ts';

/** The body of `ListBackupRecords`. */
export function backupRecordsOf(instance: CloudInstance, backups: readonly CloudBackup[], page: Page) {
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
