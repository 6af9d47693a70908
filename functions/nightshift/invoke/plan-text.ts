import type { ShownPlan } from '../../maintenance/invocation/show-plan.ts';
import { plainText } from '../../maintenance/report/plain-text.ts';
import type { Terminal } from '../place/terminal.ts';
import { tinted, wrapText } from '../place/terminal-text.ts';
import { type Column, renderTable } from '../place/text-table.ts';

type Instance = ShownPlan['instances'][number];

const columns: readonly Column[] = [
  { title: 'WAVE', align: 'left' },
  { title: 'NAME', align: 'left', atMost: 32 },
  { title: 'DECISION', align: 'left' },
  { title: 'DATA', align: 'left' },
  { title: 'REASON', align: 'left' },
];
const dataColumn = 3;

/** A plan as the function answers it, for people: what would be done to which instance, and what is to be known. */
export function planText(
  { job, hash, instances, notes, problems }: ShownPlan,
  { colour, width, hasEdge }: Pick<Terminal, 'colour' | 'width' | 'hasEdge'>,
): string {
  const acting = instances.filter(isActing);
  const losing = acting.filter(({ losesData }) => losesData);
  const refused = instances.filter(({ decision }) => decision === 'refuse').length;
  const left = instances.length - acting.length - refused;
  const rows = instances.toSorted((a, b) => (a.wave ?? last) - (b.wave ?? last) || 0);
  const head = [
    `${job}: ${acting.length} of ${instances.length} ${instances.length === 1 ? 'instance' : 'instances'}`,
    ...(refused > 0 ? [`${refused} refused`] : []),
    ...(left > 0 ? [`${left} left alone`] : []),
    ...(losing.length > 0 ? [`${losing.length} may lose data`] : []),
    `plan ${hash}`,
  ].join(', ');
  const table = renderTable(columns, rows.map(cellsOf), { width, hasEdge }, (cell, _, column) =>
    colour && column === dataColumn && /^(cleared|unknown)/.test(cell) ? tinted(cell, 'red') : cell,
  );
  const told = [...notes, ...problems.map(({ code, reason }) => `${reason} [${code}]`)];
  return [
    ...wrapText(head, width),
    ...(rows.length === 0 ? [] : ['', ...table]),
    ...(told.length === 0 ? [] : ['']),
    ...told.flatMap((line) =>
      wrapText(plainText(line, Number.POSITIVE_INFINITY), width - 2).map(
        (each, at) => `${at === 0 ? '- ' : '  '}${each}`,
      ),
    ),
  ].join('\n');
}

const last = Number.POSITIVE_INFINITY;

/** Whether something would be done to it. */
export function isActing({ decision }: Pick<Instance, 'decision'>): boolean {
  return decision === 'act';
}

function cellsOf({ wave, name, decision, losesData, lossUnknown, reason }: Instance): readonly string[] {
  const data = !isActing({ decision }) ? '-' : lossUnknown ? 'unknown' : losesData ? 'cleared' : 'kept';
  const turn = wave === null ? '-' : wave === 0 ? 'canary' : String(wave);
  return [turn, name, decision, data, reason];
}
