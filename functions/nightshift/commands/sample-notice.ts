import type { Notice } from '../../maintenance/notify/channel.ts';
import type { Background } from '../../maintenance/report/comparison.ts';
import { summarize } from '../../maintenance/report/summarize.ts';
import type { SummaryInstance } from '../../maintenance/report/summary.ts';

/** What a sample may be of. */
export const sampleKinds = ['success', 'partial', 'failure', 'refused', 'skipped', 'invocation'] as const;
/** See `sampleKinds`. */
export type SampleKind = (typeof sampleKinds)[number];

/** When a sample pretends to have run, and how instants are written. */
type SampleTime = { readonly now: number; readonly iso: (instant: number) => string };

const note = 'This is a sample. No instance was touched';

/**
 * A notice of every part that a real one may have, for looking at a channel. Its job is called `sample`, it says that
 * it is one, and its id is that of no other sample, so that no receiver takes it for one it has had.
 */
export function sampleNotice(kind: SampleKind, { now, iso }: SampleTime): Notice {
  const id = `sample@${iso(now)}`;
  if (kind === 'invocation')
    return {
      type: 'nightshift.invocation.failed',
      id: `${id}-${now % 1_000}`,
      failure: {
        code: 'schedule.invalid',
        message: `${note}. schedule.yaml:12:11 jobs.sample.cron: "30 3" has 2 fields - expected 5 (minute hour day month weekday)`,
        requestId: 'sample',
      },
    };
  const startedAt = now - 4 * minuteMs;
  const skipped = { code: 'override', reason: 'skipped until 2026-12-03 by li.wei: load test' };
  const end = {
    run: id,
    job: 'sample',
    action: 'soft_restart',
    iso,
    scheduledFor: startedAt,
    startedAt,
    finishedAt: now,
    rows: rows[kind],
    notes: [note],
    problems: [],
  } as const;
  const summary = summarize(kind === 'skipped' ? { ...end, skipped } : end);
  return { type: 'nightshift.run.finished', id, summary, ...(kind === 'failure' && { background }) };
}

const minuteMs = 60_000;

function row(name: string, parts: Partial<SummaryInstance> = {}): SummaryInstance {
  return {
    id: `sample-${name}`,
    name,
    region: 'beijing',
    outcome: 'succeeded',
    code: 'returned',
    reason: 'was seen to restart and is RUNNING',
    attempts: 1,
    backup: null,
    outageSeconds: 12,
    ...parts,
  };
}

const healthy = [row('orders'), row('sessions', { outageSeconds: 41 })];
const stuck = row('stock', {
  outcome: 'failed',
  code: 'settle-timeout',
  reason: 'is still RESTARTING after 30m; DCS may yet bring it back',
  attempts: 2,
  outageSeconds: null,
});
const unsure = row('users', {
  outcome: 'unknown',
  code: 'answer-lost',
  reason: 'the answer to the call was lost, and it was out of sight for 40s: it may have restarted unseen',
  outageSeconds: null,
});
const untouched = { attempts: 0, outageSeconds: null };

const rows: Readonly<Record<Exclude<SampleKind, 'invocation'>, readonly SummaryInstance[]>> = {
  success: healthy,
  partial: [...healthy, stuck],
  failure: [
    stuck,
    unsure,
    row('carts', {
      ...untouched,
      outcome: 'skipped',
      code: 'max-failures',
      reason: 'not started: 2 failed, and maxFailures allows 1',
    }),
  ],
  refused: [
    row('ledger', {
      ...untouched,
      outcome: 'refused',
      code: 'acknowledgement',
      reason:
        'a soft restart clears its data (appendonly is off) - exclude it in the targets, or write "destroysData: acknowledged" in the job to allow that',
    }),
  ],
  skipped: [],
};

const background: Background = {
  comparison: {
    lastStatus: 'partial',
    newlyFailing: ['users'],
    recovered: [],
    failingFor: [{ name: 'stock', runs: 3 }],
    longestOutage: undefined,
  },
};
