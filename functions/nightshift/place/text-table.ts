import { cutText, displayWidth, padText, wrapText } from './terminal-text.ts';

/** A column of a table on a terminal. */
export type Column = {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** A longer cell is cut. Not for the last column, which takes the rest of the line and wraps. */
  readonly atMost?: number;
};

/** Adds colour to a cell that was already fitted and padded. */
type Paint = (cell: string, row: number, column: number) => string;

const gap = '  ';
/** On a terminal too narrow for the table the last column still gets this much, and lines break where they must. */
const leastLastWidth = 20;

/** A table as lines of at most `width` columns: titles, then the rows, the last column wrapped. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  paint: Paint,
): readonly string[] {
  const fixed = columns.slice(0, -1);
  const cell = (row: readonly string[], index: number) => row[index] ?? '';
  const widths = fixed.map((column, index) => {
    const widest = Math.max(displayWidth(column.title), ...rows.map((row) => displayWidth(cell(row, index))));
    return Math.min(widest, column.atMost ?? widest);
  });
  const used = widths.reduce((sum, each) => sum + each + gap.length, 0);
  const lastWidth = Math.max(leastLastWidth, width - used);

  const line = (row: readonly string[], number: number, colour: Paint) => {
    const [first = '', ...others] = wrapText(cell(row, fixed.length), lastWidth);
    const cells = fixed.map((column, index) => {
      const own = widths[index] ?? 0;
      return colour(padText(cutText(cell(row, index), own), own, column.align), number, index);
    });
    const head = [...cells, colour(first, number, fixed.length)].join(gap).trimEnd();
    return [head, ...others.map((text) => ' '.repeat(used) + colour(text, number, fixed.length))];
  };
  const titles = columns.map(({ title }) => title);
  return [...line(titles, -1, (text) => text), ...rows.flatMap((row, number) => line(row, number, paint))];
}
