import { plainText } from '../../maintenance/report/plain-text.ts';
import { cutText, displayWidth, padText, wrapText } from './terminal-text.ts';

/** A column of a table on a terminal. */
export type Column = {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** A longer cell is cut. Not for the last column, which takes the rest of the line and wraps. */
  readonly atMost?: number;
};

/** Columns of a line; where it has no edge, lines are longer rather than that a word is cut or torn. */
export type Room = { readonly width: number; readonly hasEdge?: boolean };

/** Adds colour to a cell that was already fitted and padded. */
type Paint = (cell: string, row: number, column: number) => string;

const gap = '  ';
/** A last column that is not even that wide is no good: the rows are written below each other then, not beside. */
const leastLastWidth = 20;

/**
 * A table as lines of at most `width` columns: titles, then the rows, the last column wrapped. Where the columns leave no
 * room for the last one, each row is a block instead, with a line for each of its cells that says something. Without an
 * edge there is always room: names and ids stand whole, to be searched for and copied.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { width, hasEdge = true }: Room,
  paint: Paint,
): readonly string[] {
  const cells = rows.map((row) =>
    columns.map((_, index) => plainText(row[index] ?? '', Number.POSITIVE_INFINITY)),
  );
  const widest = columns.map(({ title }, index) =>
    Math.max(displayWidth(title), ...cells.map((row) => displayWidth(row[index] ?? ''))),
  );
  const most = (index: number) => (hasEdge ? columns[index]?.atMost : undefined);
  const widths = widest.slice(0, -1).map((each, index) => Math.min(each, most(index) ?? each));
  const used = widths.reduce((sum, each) => sum + each + gap.length, 0);
  if (!hasEdge) {
    const words = cells.flatMap((row) => (row.at(-1) ?? '').split(' '));
    const longest = Math.max(leastLastWidth, ...words.map(displayWidth));
    return renderRows(columns, cells, { widths, used, width: Math.max(width, used + longest) }, paint);
  }
  return width - used < Math.min(leastLastWidth, widest.at(-1) ?? 0)
    ? renderBlocks(columns, cells, width, paint)
    : renderRows(columns, cells, { widths, used, width }, paint);
}

function renderRows(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  {
    widths,
    used,
    width,
  }: { readonly widths: readonly number[]; readonly used: number; readonly width: number },
  paint: Paint,
): readonly string[] {
  const line = (row: readonly string[], number: number, colour: Paint) => {
    const [first = '', ...others] = wrapText(row[widths.length] ?? '', width - used);
    const cells = widths.map((own, index) => {
      const text = padText(cutText(row[index] ?? '', own), own, columns[index]?.align ?? 'left');
      return colour(text, number, index);
    });
    const head = [...cells, colour(first, number, widths.length)].join(gap).trimEnd();
    return [head, ...others.map((text) => ' '.repeat(used) + colour(text, number, widths.length))];
  };
  const titles = columns.map(({ title }) => title);
  return [...line(titles, -1, (text) => text), ...rows.flatMap((row, number) => line(row, number, paint))];
}

function renderBlocks(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  paint: Paint,
): readonly string[] {
  const margin = Math.max(...columns.map(({ title }) => displayWidth(title))) + gap.length;
  const blocks = rows.map((row, number) =>
    columns.flatMap(({ title }, index) => {
      const text = row[index] ?? '';
      if (text === '') return [];
      const lines = wrapText(text, Math.max(1, width - margin));
      return lines.map(
        (each, at) => padText(at === 0 ? title : '', margin, 'left') + paint(each, number, index),
      );
    }),
  );
  return blocks.flatMap((block, number) => (number === 0 ? block : ['', ...block]));
}
