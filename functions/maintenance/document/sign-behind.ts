import { type OddSign, oddSignIn, tellSign, withPlainSigns } from './odd-signs.ts';

/** A sign that breaks YAML where it stands. */
type Behind = { readonly line: number; readonly column: number; readonly message: string };

/** Longer blocks are not read again to find out: there the mistake is told as YAML tells it. */
const longest = 50_000;

/**
 * The sign behind a mistake in a line, or in the one before it, where YAML often notices: written plainly, the lines around
 * it have fewer mistakes. `mistakesIn` counts those of a text.
 */
export function signBehind(
  rows: readonly string[],
  line: number,
  mistakesIn: (text: string) => number,
): Behind | undefined {
  for (const at of [line - 1, line - 2]) {
    const row = rows[at];
    const odd = row === undefined ? undefined : oddSignIn(row, 'plain');
    if (row === undefined || !odd) continue;
    const [from, to] = blockAround(rows, at);
    const block = rows.slice(from, to);
    const text = block.join('\n');
    if (text.length > longest) continue;
    const plain = block.with(at - from, plainRow(row)).join('\n');
    if (mistakesIn(plain) < mistakesIn(text))
      return { line: at + 1, column: odd.at + 1, message: lesson(odd) };
  }
  return undefined;
}

function lesson(odd: OddSign): string {
  const { found, expected } = tellSign(odd);
  return `${found} - expected ${odd.write === ':' ? 'a plain colon and a space' : expected}`;
}

function plainRow(row: string): string {
  const indented = row.replace(/^[ \u3000]+/u, (indent) => indent.replaceAll('\u3000', '  '));
  return withPlainSigns(indented.replace(/[：﹕∶꞉]\s*/gu, ': '));
}

/** From the key of the top that a line belongs to up to the next one, with that. */
function blockAround(rows: readonly string[], at: number): readonly [number, number] {
  const isTop = (row: string | undefined) => row !== undefined && /^[!-~]/.test(row) && !row.startsWith('#');
  let [from, to] = [at, at + 1];
  while (from > 0 && !isTop(rows[from])) from -= 1;
  while (to < rows.length && !isTop(rows[to])) to += 1;
  return [from, to + 1];
}
