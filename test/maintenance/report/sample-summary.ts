import { isoInZone } from '../../../functions/maintenance/foundation/time/iso-in-zone.ts';
import type { RunEnd } from '../../../functions/maintenance/report/summarize.ts';
import type { SummaryInstance } from '../../../functions/maintenance/report/summary.ts';

/** 2026-11-23 03:30 in Shanghai. */
const scheduledFor = Date.UTC(2026, 10, 22, 19, 30);
const shanghai = 8 * 3_600_000;

/** A row of a summary, `succeeded` unless told otherwise. */
export function row(name: string, changes: Partial<SummaryInstance> = {}): SummaryInstance {
  return {
    id: `id-of-${name}`,
    name,
    region: 'beijing',
    outcome: 'succeeded',
    code: 'returned',
    reason: 'was away for 4s and is RUNNING again',
    attempts: 1,
    backup: null,
    outageSeconds: 4,
    ...changes,
  };
}

/** The end of a run over the given rows. */
export function runEnd(rows: readonly SummaryInstance[], changes: Partial<RunEnd> = {}): RunEnd {
  return {
    run: 'nightly-soft-restart@2026-11-23T03:30:00+08:00',
    job: 'nightly-soft-restart',
    action: 'soft_restart',
    scheduledFor,
    startedAt: scheduledFor + 2_000,
    finishedAt: scheduledFor + 202_000,
    iso: (instant) => isoInZone(instant, shanghai),
    rows,
    notes: [],
    problems: [],
    ...changes,
  };
}
