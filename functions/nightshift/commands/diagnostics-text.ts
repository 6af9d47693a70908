import { type Diagnostic, formatDiagnostic } from '../../maintenance/document/diagnostic.ts';
import type { ScheduleText } from '../../maintenance/runtime/load-schedule.ts';
import { tinted } from '../place/ansi.ts';
import { displayWidth } from '../place/display-width.ts';
import { concealedSource } from './concealed-source.ts';

/** Of a longer line only the part around the caret is shown. */
const longestSource = 100;
const beforeCaret = 60;

/** Each diagnostic with the line of the schedule it is about, and a caret under the place. */
export function diagnosticsText(
  diagnostics: readonly Diagnostic[],
  { file, text }: ScheduleText,
  { colour }: { readonly colour: boolean },
): string {
  const source = concealedSource(text);
  const blocks = diagnostics.map((diagnostic) =>
    // An iCalendar file is another machine's work: its line says enough.
    diagnostic.file === file
      ? block(diagnostic, source, colour)
      : `${formatDiagnostic(diagnostic)}\n  ${label(diagnostic, colour)}`,
  );
  return blocks.join('\n\n');
}

function block(diagnostic: Diagnostic, source: readonly string[], colour: boolean): string {
  const { line, column } = diagnostic;
  const { shown, caret } = excerpt(source[line - 1] ?? '', column - 1);
  const number = String(line);
  const margin = ' '.repeat(number.length);
  return [
    formatDiagnostic(diagnostic),
    `  ${number} | ${shown}`.trimEnd(),
    `  ${margin} | ${' '.repeat(caret)}^ ${label(diagnostic, colour)}`,
  ].join('\n');
}

function label({ severity, code }: Diagnostic, colour: boolean): string {
  const text = `${severity} ${code}`;
  return colour ? tinted(text, severity === 'error' ? 'red' : 'yellow') : text;
}

/** A line as a terminal can show it, and the column of the caret under a place in it. */
function excerpt(line: string, at: number): { readonly shown: string; readonly caret: number } {
  // One column each, or the caret would stand elsewhere; and a terminal obeys what it is shown.
  const plain = line.replace(/\t/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '\uFFFD');
  const start = plain.length <= longestSource ? 0 : Math.max(0, at - beforeCaret);
  const end = start + longestSource;
  const before = (start > 0 ? '…' : '') + plain.slice(start, at);
  const after = plain.slice(at, end) + (end < plain.length ? '…' : '');
  return { shown: before + after, caret: displayWidth(before) };
}

/** `1 error and 2 warnings`; empty for none. */
export function countDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return (['error', 'warning'] as const)
    .map((severity) => ({ severity, count: diagnostics.filter((each) => each.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}${count === 1 ? '' : 's'}`)
    .join(' and ');
}
