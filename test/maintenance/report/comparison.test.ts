import { describe, expect, test } from 'vitest';
import { compareRuns } from '../../../functions/maintenance/report/comparison.ts';
import { summarize } from '../../../functions/maintenance/report/summarize.ts';
import type { SummaryInstance } from '../../../functions/maintenance/report/summary.ts';
import { row, runEnd } from './sample-summary.ts';

const of = (...rows: readonly SummaryInstance[]) => summarize(runEnd(rows));
const failed = { outcome: 'failed', outageSeconds: null } as const;

describe('a run against the last one of its job', () => {
  test('names who fails anew, who is well again, and for how many runs the others have failed', () => {
    const before = of(row('stock', failed), row('orders', failed), row('sessions'));
    const now = of(row('stock', failed), row('orders'), row('sessions', { ...failed, outcome: 'unknown' }));
    expect(compareRuns(now, before, [{ id: 'id-of-stock', runs: 2 }])).toEqual({
      comparison: {
        lastStatus: 'partial',
        newlyFailing: ['sessions'],
        recovered: ['orders'],
        failingFor: [{ name: 'stock', runs: 3 }],
        longestOutage: { beforeSeconds: 4, nowSeconds: 4 },
      },
      failing: expect.arrayContaining([
        { id: 'id-of-stock', runs: 3 },
        { id: 'id-of-sessions', runs: 1 },
      ]),
    });
  });

  test('counts who failed before and was not counted as having failed once', () => {
    const { failing } = compareRuns(of(row('stock', failed)), of(row('stock', failed)));
    expect(failing).toEqual([{ id: 'id-of-stock', runs: 2 }]);
  });

  test('calls nobody well again who was not tried, and nobody failing who was refused', () => {
    const { comparison, failing } = compareRuns(
      of(row('stock', { outcome: 'skipped' }), row('orders', { outcome: 'refused' })),
      of(row('stock', failed), row('orders', failed), row('gone', failed)),
    );
    expect(comparison).toMatchObject({ newlyFailing: [], recovered: [], failingFor: [] });
    expect(failing).toEqual([]);
  });

  test('takes instances that share a name apart by their ids', () => {
    const twins = (outcome: SummaryInstance['outcome']) =>
      of(row('twin', { id: '11111111-a', outcome }), row('twin', { id: '22222222-b' }));
    expect(compareRuns(twins('failed'), twins('succeeded')).comparison.newlyFailing).toEqual([
      '11111111 twin',
    ]);
  });

  test('knows what is refused for its data as it was before, and what is refused anew', () => {
    const refused = (name: string, reason = 'single-node') =>
      row(name, { outcome: 'refused', code: 'acknowledgement', reason });
    const against = (now: readonly SummaryInstance[], before: readonly SummaryInstance[]) => {
      const { newlyRefused, sameRefusals } = compareRuns(of(...now), of(...before)).comparison;
      return { newlyRefused, sameRefusals };
    };
    const before = [row('stock'), refused('ledger')];
    expect(against(before, before)).toEqual({ newlyRefused: undefined, sameRefusals: true });
    expect(against([refused('ledger')], [refused('ledger')])).toEqual({
      newlyRefused: undefined,
      sameRefusals: true,
    });
    expect(against([row('stock'), refused('ledger'), refused('books')], before)).toEqual({
      newlyRefused: ['books'],
      sameRefusals: undefined,
    });
    expect(against([row('stock'), refused('ledger', 'appendonly is off')], before)).toEqual({
      newlyRefused: ['ledger'],
      sameRefusals: undefined,
    });
    expect(against([row('stock', failed), refused('ledger')], before).sameRefusals).toBeUndefined();
    expect(
      against([row('stock', { outcome: 'deferred' }), refused('ledger')], before).sameRefusals,
    ).toBeUndefined();
    // Of a job that looks every hour, who needs nothing does not make it news.
    const unneeded = row('stock', { outcome: 'skipped', code: 'condition' });
    expect(against([unneeded, refused('ledger')], [unneeded, refused('ledger')]).sameRefusals).toBe(true);
    expect(against([row('stock')], before)).toEqual({ newlyRefused: undefined, sameRefusals: undefined });
    // Of what may be over tomorrow people hear every time.
    const frozen = [row('stock'), row('ledger', { outcome: 'refused', code: 'state' })];
    expect(against(frozen, frozen)).toEqual({ newlyRefused: undefined, sameRefusals: undefined });
  });

  test('with a problem of its own is not the same as before', () => {
    const rows = [row('stock'), row('ledger', { outcome: 'refused', code: 'acknowledgement' })];
    const problem = { code: 'DCS.5000', region: 'beijing', reason: 'could not be listed' };
    const now = summarize({ ...runEnd(rows), problems: [problem] });
    expect(compareRuns(now, of(...rows)).comparison.sameRefusals).toBeUndefined();
  });

  test('shows no trend of outages where one of the two measured none', () => {
    const { comparison } = compareRuns(of(row('stock')), of(row('stock', { outageSeconds: null })));
    expect(comparison.longestOutage).toBeUndefined();
  });
});
