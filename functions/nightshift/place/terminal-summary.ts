import { withCode } from '../../maintenance/foundation/call-cause.ts';
import { formatDuration } from '../../maintenance/foundation/time/duration.ts';
import { plainText } from '../../maintenance/report/plain-text.ts';
import { namesAmong } from '../../maintenance/report/shown-instances.ts';
import type { Summary, SummaryInstance } from '../../maintenance/report/summary.ts';
import { type Outcome, outcomes } from '../../maintenance/run/outcome.ts';
import { type Tint, tinted, wrapText } from './terminal-text.ts';
import { type Column, type Room, renderTable } from './text-table.ts';

/** How a summary is drawn: columns of the terminal and whether they are its edge, and whether it shows colours. */
type TextStyle = { readonly width?: number; readonly hasEdge?: boolean; readonly colour?: boolean };

const defaultWidth = 100;
const indent = '  ';

const columns: readonly Column[] = [
  { title: 'NAME', align: 'left', atMost: 32 },
  { title: 'REGION', align: 'left', atMost: 16 },
  { title: 'OUTCOME', align: 'left' },
  { title: 'TRIES', align: 'right' },
  { title: 'OUTAGE', align: 'right' },
  { title: 'REASON', align: 'left' },
];
const outcomeColumn = 2;

/** How an outcome is tinted. */
const outcomeTints: Readonly<Record<Outcome, Tint>> = {
  succeeded: 'green',
  failed: 'red',
  unknown: 'red',
  refused: 'yellow',
  deferred: 'yellow',
  skipped: 'dim',
};

/** How a status is tinted. */
export const statusTints: Readonly<Record<Summary['status'], Tint>> = {
  succeeded: 'green',
  partial: 'yellow',
  failed: 'red',
  skipped: 'dim',
  empty: 'dim',
};

/** The summary as text for a terminal, each line at most `width` columns (default 100), ending in a line break. */
export function renderText(
  summary: Summary,
  { width = defaultWidth, hasEdge = true, colour = false }: TextStyle = {},
): string {
  const tint = (text: string, as: Tint) => (colour ? tinted(text, as) : text);
  const [status, ...title] = [summary.status.toUpperCase(), summary.job, summary.action];
  const blocks = [
    [
      [tint(status, statusTints[summary.status]), ...title.map((text) => tint(line(text), 'bold'))].join(
        indent,
      ),
      ...wrapText(timesOf(summary), width),
      ...wrapText(countsOf(summary), width),
    ],
    tableOf(summary.instances, { width, hasEdge }, tint),
    problemsOf(summary.problems, width, tint),
    [tint(footOf(summary), 'dim')],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function footOf({ run, build }: Summary): string {
  return `run ${line(run)}${build === undefined ? '' : `${indent}nightshift ${line(build)}`}`;
}

/** Texts were made plain when they came in; once more, as a terminal obeys what it is shown. */
export function line(text: string): string {
  return plainText(text, Number.POSITIVE_INFINITY);
}

function timesOf({ scheduledFor, startedAt, finishedAt, counts }: Summary): string {
  if (counts.selected === 0) return `scheduled for ${scheduledFor}`;
  const took = formatDuration(Date.parse(finishedAt) - Date.parse(startedAt));
  return `scheduled for ${scheduledFor}, ran from ${clockTime(startedAt)} to ${clockTime(finishedAt)} (${took})`;
}

function clockTime(iso: string): string {
  return iso.slice('yyyy-mm-ddT'.length, 'yyyy-mm-ddThh:mm:ss'.length);
}

function countsOf({ counts, instances }: Summary): string {
  const said = outcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome]} ${outcome}`);
  if (said.length === 0) return 'no instance selected';
  const [first] = instances.toSorted((a, b) => (b.outageSeconds ?? -1) - (a.outageSeconds ?? -1));
  const { outageSeconds = null, outageWithinSeconds } = first ?? {};
  const longest =
    outageSeconds === null ? '' : `; longest outage ${outageOf(outageSeconds, outageWithinSeconds)}`;
  return `${counts.selected} selected: ${said.join(', ')}${longest}`;
}

/** Colours a text, or leaves it as it is where the terminal shows no colours. */
export type Tinter = (text: string, as: Tint) => string;

function tableOf(instances: readonly SummaryInstance[], room: Room, tint: Tinter): readonly string[] {
  if (instances.length === 0) return [];
  const nameOf = namesAmong(instances);
  const rows = instances.map((instance) => cellsOf(instance, nameOf(instance)));
  return outcomeTable(rows, (row) => instances[row]?.outcome, room, tint);
}

/** Rows of name, region, outcome, tries, outage and reason as a table; an outcome is tinted, what stands for none is not. */
export function outcomeTable(
  rows: readonly (readonly string[])[],
  outcomeOf: (row: number) => Outcome | null | undefined,
  room: Room,
  tint: Tinter,
): readonly string[] {
  return renderTable(columns, rows, room, (cell, row, column) => {
    const outcome = outcomeOf(row);
    return column === outcomeColumn && outcome ? tint(cell, outcomeTints[outcome]) : cell;
  });
}

function cellsOf(instance: SummaryInstance, name: string): readonly string[] {
  const { region, outcome, attempts, reason, code } = instance;
  const { outageSeconds, outageWithinSeconds } = instance;
  return [
    line(name),
    line(region),
    outcome,
    String(attempts),
    outageSeconds === null ? '-' : outageOf(outageSeconds, outageWithinSeconds),
    outcome === 'succeeded' ? line(reason) : withCode(line(reason), line(code)),
  ];
}

/** A measured outage, and by how much it may be wrong. */
export function outageOf(seconds: number, within: number | undefined): string {
  const measured = formatDuration(seconds * 1_000);
  return within === undefined ? measured : `${measured} ±${formatDuration(within * 1_000)}`;
}

/** What is wrong with a run as a whole; nothing where all is well. */
export function problemsOf(problems: Summary['problems'], width: number, tint: Tinter): readonly string[] {
  if (problems.length === 0) return [];
  const lines = problems.flatMap(({ code, region, reason }) => {
    const text = `${region === null ? '' : `${line(region)}: `}${withCode(line(reason), line(code))}`;
    const [first = '', ...others] = wrapText(text, width - indent.length * 2);
    return [`${indent}- ${first}`, ...others.map((other) => `${indent}${indent}${other}`)];
  });
  return [tint('problems', 'yellow'), ...lines];
}
