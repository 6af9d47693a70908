import * as z from 'zod/mini';
import type { Backup } from '../../run/fleet.ts';
import { lenient } from '../optional-field.ts';
import { malformedAnswer } from './dcs-failure.ts';
import { type Page, rowsOf, uncontradicted } from './dcs-pages.ts';

// `lenient` also because DCS writes an empty `error_code` as `{}`.
const record = z.object({
  backup_id: z.string().check(z.minLength(1)),
  status: z.string().check(z.minLength(1)),
  instance_id: lenient(z.string()),
  is_support_restore: lenient(z.union([z.string(), z.boolean()])),
  backup_type: lenient(z.string()),
  created_at: lenient(z.string()),
  updated_at: lenient(z.string()),
  error_code: lenient(z.string()),
});

const page = z.object({ total_num: lenient(z.number()) });

const begun = z.object({ backup_id: z.string().check(z.minLength(1)) });

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
  const records = rows.flatMap((row) => record.safeParse(row).data ?? []);
  if (records.some(({ instance_id }) => instance_id && instance_id !== instance)) {
    throw malformedAnswer('ListBackupRecords answered with backups of another instance', answer);
  }
  const { data } = page.safeParse(answer);
  return {
    total: data?.total_num ?? undefined,
    items: uncontradicted(records.map(toBackup)),
    rows: rows.length,
  };
}

/** Reads an answer of `CopyInstance`: the backup's id. Throws `HuaweiCallError` if it is none. */
export function readBegunBackup(answer: unknown): string {
  const parsed = begun.safeParse(answer);
  if (!parsed.success) throw malformedAnswer('CopyInstance answered without a backup_id', answer);
  return parsed.data.backup_id;
}

function toBackup(raw: z.output<typeof record>): Backup {
  const status = statuses.get(raw.status) ?? 'running';
  const over = status !== 'waiting' && status !== 'running';
  return {
    id: raw.backup_id,
    status,
    restorable: String(raw.is_support_restore).toUpperCase() === 'TRUE',
    createdAt: instantOf(raw.created_at) ?? 0,
    finishedAt: over ? instantOf(raw.updated_at) : undefined,
    automatic: raw.backup_type === 'auto',
    error: raw.error_code || undefined,
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
function instantOf(text: string | null | undefined): number | undefined {
  if (!text || !/(Z|[+-]\d{2}:?\d{2})$/.test(text)) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}
