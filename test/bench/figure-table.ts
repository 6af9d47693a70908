import { renderTable } from '../../functions/nightshift/place/text-table.ts';
import { type Figure, keepsLimit } from './figure.ts';

/** Figures as a table for a terminal of `width` columns. */
export function figureTable(figures: readonly Figure[], width: number): string {
  const columns = [
    { title: 'figure', align: 'left' },
    { title: 'value', align: 'right' },
    { title: 'baseline', align: 'right' },
    { title: 'ratio', align: 'right' },
    { title: 'limit', align: 'right' },
    { title: 'ok', align: 'left' },
  ] as const;
  const rows = figures.map((each) => {
    const { name, unit, value, baseline, ratio, limit } = each;
    return [
      name,
      `${inWords(value)} ${unit}`,
      baseline === null ? '-' : `${inWords(baseline)} ${unit}`,
      ratio === null ? '-' : `${ratio < 0.1 ? ratio.toPrecision(1) : ratio.toFixed(2)}x`,
      limit === null ? '-' : limit.of === 'ratio' ? `${limit.atMost}x` : `${limit.atMost} ${unit}`,
      limit === null ? '-' : keepsLimit(each) ? 'yes' : 'NO',
    ];
  });
  return renderTable(columns, rows, { width }, (cell) => cell).join('\n');
}

/** More digits would be noise. */
function inWords(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}
