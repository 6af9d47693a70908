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

  test('shows no trend of outages where one of the two measured none', () => {
    const { comparison } = compareRuns(of(row('stock')), of(row('stock', { outageSeconds: null })));
    expect(comparison.longestOutage).toBeUndefined();
  });
});
