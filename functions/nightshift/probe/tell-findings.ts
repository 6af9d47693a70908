import { groupBy } from '../../maintenance/foundation/group-by.ts';
import type { Terminal } from '../place/terminal.ts';
import { hangingText, tinted } from '../place/terminal-text.ts';
import type { Finding } from './evidence.ts';

/** The findings for people: those that are settled, a line each, and below why the others are not. */
export function tellFindings(
  findings: readonly Finding[],
  style: Pick<Terminal, 'colour' | 'width' | 'hasEdge'>,
): string {
  const settled = findings.filter(({ seen }) => seen !== undefined);
  const open = findings.filter(({ seen }) => seen === undefined);
  const width = Math.max(0, ...settled.map(({ id }) => id.length));
  const lines = settled.map((finding) => {
    const { id, seen, detail } = finding;
    const told = `${id.padEnd(width)}  ${seen}${detail === undefined ? '' : ` (${detail})`}`;
    const verdict = verdictOf(finding);
    return `${told}${verdict}`;
  });
  const painted = lines.map((line, index) =>
    style.colour && settled[index]?.differs === true ? tinted(line, 'yellow') : line,
  );
  const reasons = [...groupBy([...open], ({ unsettled = '' }) => unsettled)].map(([why, those]) =>
    hangingText(`- ${why}: ${those.map(({ id }) => id).join(', ')}`, style),
  );
  return [...painted, ...(reasons.length === 0 ? [] : ['', 'not settled', ...reasons])].join('\n');
}

/** How many points are how, in a line. */
export function countFindings(findings: readonly Finding[]): string {
  const settled = findings.filter(({ seen }) => seen !== undefined);
  const differ = settled.filter(({ differs }) => differs).length;
  const open = findings.length - settled.length;
  const verdict =
    differ === 0 ? 'nothing differs from what is assumed' : `${differ} differ from what is assumed`;
  return `${settled.length} of ${findings.length} points are settled, and ${verdict}; ${open} are not settled`;
}

function verdictOf({ assumed, differs }: Finding): string {
  if (assumed === null) return '';
  return differs === true ? `  - assumed: ${assumed}` : '  - as assumed';
}
