import type { Difference } from '../deploy/function/difference.ts';
import { tinted } from '../place/terminal-text.ts';

/** The differences as a list, one a line. */
export function differencesText(
  differences: readonly Difference[],
  { colour }: { readonly colour: boolean },
): string {
  return differences.map((difference) => `  ${line(difference, colour)}`).join('\n');
}

function line({ sign, what, from, to, note }: Difference, colour: boolean): string {
  const shown = [from, to].filter((value) => value !== undefined).join(' -> ');
  const text = `${sign} ${what}${shown === '' ? '' : `: ${shown}`}${note === undefined ? '' : ` (${note})`}`;
  if (!colour || sign === '=') return text;
  return tinted(text, ({ '+': 'green', '~': 'yellow', '-': 'red' } as const)[sign]);
}
