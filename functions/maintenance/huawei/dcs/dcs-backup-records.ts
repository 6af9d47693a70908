import type { Backup } from '../../run/fleet.ts';
import { asDocument, asNumber, asText, asWritten } from '../optional-field.ts';
import { malformedAnswer } from './dcs-failure.ts';
import { type Page, rowsOf, uncontradicted } from './dcs-pages.ts';

/**
 * Reads an answer of `ListBackupRecords` for an instance, row by row: what cannot be read is no backup to rely on, and says
 * nothing of the others. Throws `HuaweiCallError` if it is no list.
 */
export function readBackupPage(instance: string, answer: unknown): Page<Backup> {
  const rows = rowsOf(answer, {
    operation: 'ListBackupRecords',
    rows: 'backup_record_response',
    total: 'total_num',
  });
  const backups = rows.map(asDocument).flatMap((record) => {
    const backup = readBackup(record);
    return backup ? [{ backup, owner: asWritten(record['instance_id']) }] : [];
  });
  if (backups.some(({ owner }) => owner !== undefined && owner !== instance)) {
    throw malformedAnswer('ListBackupRecords answered with backups of another instance', answer);
  }
  return {
    total: asNumber(asDocument(answer)['total_num']),
    items: uncontradicted(backups.map(({ backup }) => backup)),
    rows: rows.length,
  };
}

/** Reads an answer of `CopyInstance`: the backup's id. Throws `HuaweiCallError` if it is none. */
export function readBegunBackup(answer: unknown): string {
  const id = asWritten(asDocument(answer)['backup_id']);
  if (id === undefined) throw malformedAnswer('CopyInstance answered without a backup_id', answer);
  return id;
}

/** `undefined` for what is no backup to rely on. DCS writes an empty `error_code` as `{}`. */
function readBackup(raw: Readonly<Record<string, unknown>>): Backup | undefined {
  const [id, said] = [asWritten(raw['backup_id']), asWritten(raw['status'])];
  if (id === undefined || said === undefined) return undefined;
  const status = statuses.get(said) ?? 'running';
  const over = status !== 'waiting' && status !== 'running';
  return {
    id,
    status,
    restorable:
      raw['is_support_restore'] === true || asText(raw['is_support_restore'])?.toUpperCase() === 'TRUE',
    createdAt: instantOf(asText(raw['created_at'])) ?? 0,
    finishedAt: over ? instantOf(asText(raw['updated_at'])) : undefined,
    automatic: raw['backup_type'] === 'auto',
    error: asWritten(raw['error_code']),
  };
}

const statuses: ReadonlyMap<string, Backup['status']> = new Map([
  ['waiting', 'waiting'],
  ['backuping', 'running'],
  ['succeed', 'succeeded'],
  ['failed', 'failed'],
  ['expired', 'gone'],
  ['deleted', 'gone'],
]);

/** Only with a zone in it: a local time would be read in this machine's zone and make a backup hours younger. */
function instantOf(text: string | undefined): number | undefined {
  if (!text || !/(Z|[+-]\d{2}:?\d{2})$/.test(text)) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}
