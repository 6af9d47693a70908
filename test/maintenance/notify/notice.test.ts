import { describe, expect, test } from 'vitest';
import { webhookId } from '../../../functions/maintenance/notify/notice.ts';
import { fitSummary, noticeBody } from '../../../functions/maintenance/notify/webhook-body.ts';
import { summarize } from '../../../functions/maintenance/report/summarize.ts';
import { summarySchema } from '../../../functions/maintenance/report/summary.ts';
import { createRedactor } from '../../../functions/maintenance/secrets/redact.ts';
import { row, runEnd } from '../report/sample-summary.ts';
import { finished, invocationFailed, now } from './sample-notice.ts';

const asIs = (text: string) => text;
const size = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe('the id of a notice', () => {
  test('is readable and holds no dot', () => {
    expect(webhookId(finished)).toMatch(/^msg_nightly-soft-restart-2026-11-23T03-30-00-08-00_[0-9a-f]{16}$/);
    expect(webhookId({ ...invocationFailed, id: 'a.b' })).toMatch(/^msg_a-b_[0-9a-f]{16}$/);
  });

  test.each([
    ['ids that read the same', { ...finished, id: 'a+b' }, { ...finished, id: 'a-b' }],
    ['long ids', { ...finished, id: `${'x'.repeat(300)}1` }, { ...finished, id: `${'x'.repeat(300)}2` }],
    ['types', { ...finished, id: 'a' }, { ...invocationFailed, id: 'a' }],
  ])('differs between %s', (_what, a, b) => {
    expect(webhookId(a)).not.toBe(webhookId(b));
    expect(webhookId(a).length).toBeLessThan(110);
  });
});

describe('the body of a notice', () => {
  test('is redacted where text comes from elsewhere', () => {
    const summary = summarize(
      runEnd([row('token-canary', { id: 'id-1', reason: 'said token-canary' })], {
        problems: [
          {
            code: 'token-canary',
            region: null,
            reason: 'token-canary',
            cause: { code: 'DCS.5000', message: 'said token-canary' },
          },
        ],
      }),
    );
    const redact = createRedactor(['token-canary', 'soft_restart']);
    const body = noticeBody({ ...finished, summary }, now, redact);
    expect(body).not.toContain('canary');
    expect(JSON.parse(body)).toMatchObject({
      data: { action: 'soft_restart', instances: [{ name: '[redacted]', reason: 'said [redacted]' }] },
    });
    const cause = { code: 'token-canary', message: 'token-canary' };
    const failure = { code: 'x', message: 'token-canary', requestId: 'r', cause };
    const failed = { type: 'nightshift.invocation.failed', id: 'r', failure } as const;
    expect(noticeBody(failed, now, redact)).toContain('"message":"[redacted]"');
    expect(noticeBody(failed, now, redact)).not.toContain('canary');
  });

  test('of 3,000 instances has at most 256 KiB, and says so', () => {
    const rows = Array.from({ length: 3_000 }, (_, index) =>
      row(`缓存-${index}`, index % 10 === 0 ? { outcome: 'failed' } : {}),
    );
    const body = noticeBody({ ...finished, summary: summarize(runEnd(rows)) }, now, asIs);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(256 * 1024);
    expect(Buffer.byteLength(body)).toBeGreaterThan(255 * 1024);
    const summary = summarySchema.parse(JSON.parse(body).data);
    expect(summary.counts).toMatchObject({ selected: 3_000, failed: 300 });
    expect(summary.instances.filter(({ outcome }) => outcome === 'failed')).toHaveLength(300);
    expect(summary.problems).toEqual([
      {
        code: 'truncated',
        region: null,
        reason: `the message would have been too large: ${3_000 - summary.instances.length} instance(s) are counted but not listed`,
      },
    ]);
  });
});

describe('fitting a summary', () => {
  const summary = summarize(runEnd(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => row(name))));
  const whole = size(summary);

  test('leaves one that fits as it is', () => {
    expect(fitSummary(summary, whole)).toBe(summary);
  });

  test.each(Array.from({ length: 12 }, (_, step) => whole - 1 - step * 40))('keeps to %i bytes', (room) => {
    const fitted = fitSummary(summary, room);
    expect(size(fitted)).toBeLessThanOrEqual(room);
    expect(fitted.problems[0]?.reason).toContain(`${6 - fitted.instances.length} instance(s)`);
  });
});
