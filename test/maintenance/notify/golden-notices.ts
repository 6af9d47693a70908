import type { Notice } from '../../../functions/maintenance/notify/channel.ts';
import { type RunEnd, summarize } from '../../../functions/maintenance/report/summarize.ts';
import type { SummaryInstance } from '../../../functions/maintenance/report/summary.ts';
import { row, runEnd } from '../report/sample-summary.ts';

const stuck = {
  outcome: 'failed',
  code: 'settle-timeout',
  reason: 'is still RESTARTING after 30m; DCS may yet bring it back',
  outageSeconds: null,
} as const;

function ended(rows: readonly SummaryInstance[], changes: Partial<RunEnd> = {}): Notice {
  const end = runEnd(rows, changes);
  return { type: 'nightshift.run.finished', id: end.run, summary: summarize(end) };
}

const failures = (count: number) =>
  Array.from({ length: count }, (_, index) => row(`session-${String(index).padStart(3, '0')}`, stuck));

/** A notice for every way in which a run can end, by a name for its fixture. */
export const goldenNotices = {
  succeeded: ended([row('orders'), row('sessions', { outageSeconds: 41 })]),
  partial: ended([
    row('orders'),
    row('sessions', { ...stuck, attempts: 3 }),
    row('stock', {
      outcome: 'skipped',
      code: 'window',
      reason: 'not started: the window closed',
      attempts: 0,
    }),
    row('users', { outcome: 'deferred', code: 'out-of-time', reason: 'not started', attempts: 0 }),
  ]),
  failed: ended([], {
    problems: [{ code: 'APIGW.0301', region: 'beijing', reason: 'Incorrect IAM authentication information' }],
  }),
  empty: ended([], {
    problems: [{ code: 'nothing-selected', region: null, reason: 'the targets select no instance' }],
  }),
  skipped: ended([], {
    skipped: { code: 'override', reason: 'skipped until 2026-12-03 by li.wei: load test' },
  }),
  refused: ended([
    row('orders', {
      outcome: 'refused',
      code: 'acknowledgement',
      reason: 'a restart clears its data',
      attempts: 0,
    }),
    row('sessions', {
      outcome: 'refused',
      code: 'state',
      reason: 'is FROZEN when its turn comes',
      attempts: 0,
    }),
  ]),
  unknown: ended([
    row('orders', { outcome: 'unknown', code: 'answer-lost', reason: 'the answer to the call was lost' }),
  ]),
  'one-failure': ended(failures(1)),
  'twenty-failures': ended(failures(20)),
  'five-hundred-failures': ended(failures(500)),
  names: ended([
    row('会话缓存-生产', stuck),
    row('缓存🧊👨‍👩‍👧', { ...stuck, id: 'id-emoji' }),
    row('twin', { ...stuck, id: 'aaaaaaaa-1' }),
    row('twin', { ...stuck, id: 'bbbbbbbb-2' }),
  ]),
  flush: withBackground(
    ended(
      [
        row('orders', {
          code: 'flushed',
          reason: 'was seen FLUSHING and is RUNNING; it holds 0 keys',
          backup: { id: 'b-1', createdAt: '2026-11-23T03:31:00+08:00', made: true },
        }),
        row('sessions', { ...stuck, outcome: 'unknown', code: 'answer-lost' }),
      ],
      { action: 'flush', notes: ['a flush clears the data of 2 of 2 instances: orders, sessions'] },
    ),
  ),
  'invocation-failed': {
    type: 'nightshift.invocation.failed',
    id: 'failed-a1b2c3',
    failure: {
      code: 'schedule.invalid',
      message:
        'schedule.yaml:5:16 jobs.nightly.cron: "30 3" - expected five fields\nschedule.yaml:9:1 owner: unknown key "owner"',
      requestId: 'a1b2c3',
    },
  },
} satisfies Readonly<Record<string, Notice>>;

/** Text that would call everybody, or break out of what it stands in, in one chat or another. */
export const hostileText =
  '<!channel> <at id=all></at> <at user_id="all">all</at> @everyone @all <@all> <users/all> </font><b>**x**`y`[a](https://evil.example) {"a":1}\n# h\u202E';

/** A run in which everything that comes from the cloud is hostile. */
export const hostileNotice: Notice = ended(
  [row(hostileText, { ...stuck, code: hostileText, reason: hostileText })],
  {
    notes: [hostileText],
    problems: [{ code: hostileText, region: hostileText, reason: hostileText }],
  },
);

function withBackground(notice: Notice): Notice {
  if (notice.type !== 'nightshift.run.finished') return notice;
  return {
    ...notice,
    background: {
      comparison: {
        lastStatus: 'partial',
        newlyFailing: ['sessions'],
        recovered: ['orders'],
        failingFor: [{ name: 'stock', runs: 3 }],
        longestOutage: { beforeSeconds: 41, nowSeconds: 4 },
      },
      parts: [
        { part: { kind: 'canary' }, outageSeconds: 4 },
        { part: { kind: 'wave', number: 1 }, outageSeconds: 3 },
      ],
      untold: ['audit'],
    },
  };
}
