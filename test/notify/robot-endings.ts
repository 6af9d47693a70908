import type { Card } from '../../functions/report/card.ts';
import type { Background } from '../../functions/report/comparison.ts';
import { failureCard } from '../../functions/report/failure-card.ts';
import { runCard } from '../../functions/report/run-card.ts';
import { summarize } from '../../functions/report/summarize.ts';
import type { SummaryInstance } from '../../functions/report/summary.ts';
import { wordingIn } from '../../functions/report/wording/wording-in.ts';
import { row, runEnd } from '../report/sample-summary.ts';

const reason = 'did not come back to RUNNING within 5m';

/** A row that failed. */
export function failedRow(name: string, changes: Partial<SummaryInstance> = {}): SummaryInstance {
  return row(name, { outcome: 'failed', code: 'settle-timeout', reason, outageSeconds: 300, ...changes });
}

/** The card of a run over rows, in English. */
export function cardOf(rows: readonly SummaryInstance[], background: Background = {}): Card {
  return runCard(summarize(runEnd(rows)), wordingIn('en'), background);
}

const many = (count: number) => Array.from({ length: count }, (_, at) => failedRow(`orders-${at + 1}`));
const held = { id: 'b-1', createdAt: '2026-11-23T03:29:00+08:00', made: true };
const partial = [
  row('会话缓存'),
  failedRow('订单😀', { backup: held }),
  row('odd', { outcome: 'refused', code: 'not-running', reason: 'is FROZEN', attempts: 0 }),
  row('lost', { outcome: 'unknown', code: 'answer-lost', reason: 'the answer was lost' }),
  row('late', { outcome: 'deferred', code: 'window-closed', reason: 'the window had closed', attempts: 0 }),
];
const background: Background = {
  comparison: {
    lastStatus: 'succeeded',
    newlyFailing: ['订单😀'],
    recovered: ['会话缓存'],
    failingFor: [{ name: 'odd', runs: 3 }],
    longestOutage: { beforeSeconds: 4, nowSeconds: 300 },
  },
  waves: [{ wave: 0, outageSeconds: 4 }],
  untold: ['audit'],
};

/** A card of every ending there is. */
export const endings: Readonly<Record<string, Card>> = {
  succeeded: cardOf([row('会话缓存'), row('orders')]),
  partial: cardOf(partial, background),
  'partial-in-chinese': runCard(summarize(runEnd(partial)), wordingIn('zh'), background),
  failed: cardOf([failedRow('orders')]),
  'nothing-to-do': runCard(
    summarize(
      runEnd([], {
        problems: [{ code: 'nothing-selected', region: null, reason: 'the targets select no instance' }],
      }),
    ),
    wordingIn('en'),
  ),
  refused: cardOf([
    row('odd', { outcome: 'refused', code: 'not-running', reason: 'is FROZEN', attempts: 0 }),
  ]),
  unknown: cardOf([row('lost', { outcome: 'unknown', code: 'answer-lost', reason: 'the answer was lost' })]),
  '20-failures': cardOf(many(20)),
  '500-failures': cardOf(many(500)),
  'could-not-run': failureCard(
    { code: 'schedule-invalid', message: 'the schedule is wrong\njobs.a: no cron', requestId: 'a1b2c3' },
    wordingIn('en'),
  ),
};

/** Text that would call everybody, lead elsewhere or break a format, in every chat there is. */
export const hostileText =
  '<@everyone> <@all> <!channel> <at id=all></at> @all @所有人 **b** `c` [x](https://evil.example.com) ![i](https://evil.example.com/i.png) <font color="info">ok</font> &lt;@all&gt; \\ ~~s~~ | # t';

/** A run in which all that comes from the cloud is hostile. */
export const hostileCard: Card = cardOf([
  failedRow(hostileText, { code: hostileText, reason: hostileText }),
  row(`${hostileText}2`, { outcome: 'skipped', code: hostileText, reason: hostileText }),
]);

/** The end of an invocation whose only line begins as a heading would. */
export const hostileFailure: Card = failureCard(
  { code: hostileText, message: `# ${hostileText}\n> ${hostileText}`, requestId: 'a1' },
  wordingIn('en'),
);
