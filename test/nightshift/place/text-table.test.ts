import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../../functions/nightshift/place/terminal-text.ts';
import { type Column, renderTable } from '../../../functions/nightshift/place/text-table.ts';

const columns: readonly Column[] = [
  { title: 'NAME', align: 'left', atMost: 32 },
  { title: 'TRIES', align: 'right' },
  { title: 'REASON', align: 'left' },
];
const plain = (cell: string) => cell;
const rows = [
  ['会话缓存-生产', '3', 'is RUNNING'],
  ['cache-👨‍👩‍👧', '12', 'did not come back within 30m - look at it in the DCS console'],
];

describe('a table', () => {
  test('has columns where there is room, by what a terminal draws', () => {
    expect(renderTable(columns, rows, { width: 48 }, plain)).toEqual([
      'NAME           TRIES  REASON',
      '会话缓存-生产      3  is RUNNING',
      'cache-👨‍👩‍👧          12  did not come back within',
      '                      30m - look at it in the',
      '                      DCS console',
    ]);
  });

  test('is a block a row where the columns leave no room, and says nothing of empty cells', () => {
    expect(renderTable(columns, [...rows.slice(1), ['a', '', 'ok']], { width: 30 }, plain)).toEqual([
      'NAME    cache-👨‍👩‍👧',
      'TRIES   12',
      'REASON  did not come back',
      '        within 30m - look at',
      '        it in the DCS console',
      '',
      'NAME    a',
      'REASON  ok',
    ]);
  });

  test('needs no more room for the last column than its cells do', () => {
    expect(renderTable(columns, [['cache', '1', 'ok']], { width: 22 }, plain)).toEqual([
      'NAME   TRIES  REASON',
      'cache      1  ok',
    ]);
  });

  test('cuts and tears no word where lines have no edge, however long it is', () => {
    const [name, id] = ['cache-'.repeat(8), '1111-'.repeat(30)];
    expect(
      renderTable(columns, [[name, '1', `is ${id} busy`]], { width: 60, hasEdge: false }, plain),
    ).toEqual([
      `${'NAME'.padEnd(name.length)}  TRIES  REASON`,
      `${name}      1  is`,
      `${' '.repeat(name.length + 9)}${id}`,
      `${' '.repeat(name.length + 9)}busy`,
    ]);
  });

  test('is no wider than it may be, loses no reason and obeys nothing, whatever the cells and the width', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'b', ' ', '缓', '😀', 'e\u0301', '\u001b', '\u009b', '\n'),
    });
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(table, fc.integer({ min: 20, max: 160 }), (cells, width) => {
        const lines = renderTable(columns, cells, { width }, plain);
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(width, 20));
        expect(lines.join('')).not.toMatch(/\p{Cc}/u);
        const reasons = cells.map(([, , last]) => last);
        for (const sign of ['a', '缓', '😀'])
          expect(lines.join('').split(sign).length).toBeGreaterThanOrEqual(
            reasons.join('').split(sign).length,
          );
      }),
      { seed: 2026, numRuns: 300 },
    );
  });
});
