import { describe, expect, test } from 'vitest';
import { summarize } from '../../../functions/maintenance/report/summarize.ts';
import { renderText } from '../../../functions/nightshift/place/terminal-summary.ts';
import { displayWidth, showTints } from '../../../functions/nightshift/place/terminal-text.ts';
import { row, runEnd } from '../../maintenance/report/sample-summary.ts';

const partial = summarize(
  runEnd(
    [
      row('session-cache-1', { outageSeconds: 6.2 }),
      row('会话缓存', { outageSeconds: null, reason: 'stayed RUNNING for 60s after it was accepted' }),
      row('orders', {
        outcome: 'failed',
        code: 'settle-timeout',
        reason: 'still RESTARTING 30m after it was accepted - look at it in the DCS console',
        attempts: 3,
        outageSeconds: null,
      }),
      row('legacy', {
        outcome: 'refused',
        code: 'engine',
        reason: 'Redis 3.0',
        attempts: 0,
        outageSeconds: null,
      }),
    ],
    { problems: [{ code: 'APIGW.0308', region: 'shanghai', reason: 'the instances could not be listed' }] },
  ),
);

describe('a summary on a terminal', () => {
  test('shows a partial run', () => {
    expect(renderText(partial, { width: 90 })).toMatchInlineSnapshot(`
      "PARTIAL  nightly-soft-restart  soft_restart
      scheduled for 2026-11-23T03:30:00+08:00, ran from 03:30:02 to 03:33:22 (3m 20s)
      4 selected: 2 succeeded, 1 failed, 1 refused; longest outage 6s

      NAME             REGION   OUTCOME    TRIES  OUTAGE  REASON
      orders           beijing  failed         3       -  still RESTARTING 30m after it was
                                                          accepted - look at it in the DCS
                                                          console (settle-timeout)
      legacy           beijing  refused        0       -  Redis 3.0 (engine)
      session-cache-1  beijing  succeeded      1      6s  was away for 4s and is RUNNING again
      会话缓存         beijing  succeeded      1       -  stayed RUNNING for 60s after it was
                                                          accepted

      problems
        - shanghai: the instances could not be listed (APIGW.0308)

      run nightly-soft-restart@2026-11-23T03:30:00+08:00
      "
    `);
  });

  test('says by how much a measured outage may be wrong', () => {
    const rows = [
      row('a', { outageSeconds: 610 }),
      row('b', { outageSeconds: 900, outageWithinSeconds: 300 }),
    ];
    const text = renderText(summarize(runEnd(rows)));
    expect(text).toContain('2 selected: 2 succeeded; longest outage 15m ±5m\n');
    expect(text).toMatch(/^b .* 15m ±5m {2}was away/m);
    expect(text).toMatch(/^a .* 10m 10s {2}was away/m);
  });

  test('shows a skipped fire', () => {
    const skipped = { code: 'calendar', reason: 'freeze: Double 11' };
    expect(renderText(summarize(runEnd([], { skipped })))).toMatchInlineSnapshot(`
      "SKIPPED  nightly-soft-restart  soft_restart
      scheduled for 2026-11-23T03:30:00+08:00
      no instance selected

      problems
        - freeze: Double 11 (calendar)

      run nightly-soft-restart@2026-11-23T03:30:00+08:00
      "
    `);
  });

  test('ends with the run, and with the build that carried it out', () => {
    const text = renderText(summarize(runEnd([row('a')], { build: '0.1.0+0123456789ab' })));
    expect(text).toMatch(
      /\n\nrun nightly-soft-restart@2026-11-23T03:30:00\+08:00 {2}nightshift 0\.1\.0\+0123456789ab\n$/,
    );
  });

  test('shows colours only when asked', () => {
    expect(renderText(partial)).not.toContain('\u001b');
    expect(showTints(renderText(partial, { colour: true }))).toContain('\u001b[31mfailed   \u001b[0m');
  });

  test.each([80, 90, 100, 140])('keeps to %i columns', (width) => {
    for (const line of renderText(partial, { width }).split('\n')) {
      expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }
  });

  test('tells each instance in lines of its own on a terminal that is too narrow for columns', () => {
    const text = renderText(partial, { width: 56 });
    expect(text).toMatch(/\nREASON {3}still RESTARTING 30m after it was accepted -\n {9}look at it in/);
    for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(56);
  });

  test('begins every reason in the same column', () => {
    const lines = renderText(partial).split('\n');
    const columns = ['REASON', 'still', 'Redis', 'stayed', 'was'].map((word) => {
      const line = lines.find((text) => text.includes(`  ${word} `) || text.endsWith(word)) ?? '';
      return displayWidth(line.slice(0, line.indexOf(`  ${word}`)));
    });
    expect(new Set(columns).size).toBe(1);
  });

  test('tells instances of the same name apart', () => {
    const twins = summarize(
      runEnd([row('cache', { id: '11111111-aaaa' }), row('cache', { id: '22222222-bbbb' })]),
    );
    expect(renderText(twins)).toContain('11111111 cache');
    expect(renderText(twins)).toContain('22222222 cache');
  });

  test('does not let a name command the terminal', () => {
    const evil = summarize(runEnd([row('a\u001b[2Jb\nFAKE  beijing  succeeded')]));
    expect(renderText(evil)).not.toContain('\u001b');
    expect(renderText(evil)).not.toContain('\nFAKE');
  });
});
