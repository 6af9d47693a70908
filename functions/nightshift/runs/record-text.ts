import { withCode } from '../../maintenance/foundation/call-cause.ts';
import { formatDuration } from '../../maintenance/foundation/time/duration.ts';
import { outcomes } from '../../maintenance/run/outcome.ts';
import { line, problemsOf, statusTints } from '../place/terminal-summary.ts';
import { wrapText } from '../place/terminal-text.ts';
import { type Column, renderTable } from '../place/text-table.ts';
import { backupLines, clock, instancesTable, namesIn, type RecordStyle, tinter } from './instances-table.ts';
import type { RunRecord, TimelineEntry } from './run-record.ts';

/** So many entries are no more than somebody reads. */
const mostEntries = 60;

/** A run as text for a terminal: how it stands, its instances, who was told, what to do, and what happened when. */
export function recordText(record: RunRecord, style: RecordStyle): string {
  const blocks = [
    headOf(record, style),
    instancesTable(record, style),
    problemsOf(record.problems, style.width, tinter(style)),
    listOf('backups', backupLines(record, style), style),
    listOf('notes', record.notes.map(line), style),
    toldOf(record, style),
    stepsOf(record, style),
    timelineText(record, style),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

const states: Readonly<Record<RunRecord['state'], string>> = {
  entered: 'NOT BEGUN',
  held: 'UNDER WAY',
  waiting: 'WAITING',
  ended: 'ENDED',
  'given-up': 'GIVEN UP',
  unreadable: 'UNREADABLE',
};

function headOf(record: RunRecord, style: RecordStyle): readonly string[] {
  const { run, job, action, state, status, heldBy, cancelled, retryOf, error } = record;
  const tint = tinter(style);
  const word = state === 'ended' && status !== null ? status.toUpperCase() : states[state];
  const lines = [
    timesOf(record),
    countsOf(record),
    ...(heldBy
      ? [`invocation ${line(heldBy.requestId)} works on it, and until ${clock(heldBy.until)} no other may`]
      : []),
    ...(state === 'waiting' ? ['nobody works on it now; the next tick continues it'] : []),
    ...(state === 'entered'
      ? ['it is registered and has no record yet; a tick begins it, or reports that it cannot']
      : []),
    ...(cancelled ? [`cancelled by ${line(cancelled.by)} at ${clock(cancelled.at)}`] : []),
    ...(retryOf === null ? [] : [`it is about the instances that failed in ${line(retryOf)}`]),
    ...(error && record.instances.length > 0
      ? [
          `its record can be read only in part, and what follows is what that part shows: ${withCode(line(error.message), error.code)}`,
        ]
      : error
        ? [`nothing of its record can be read: ${withCode(line(error.message), error.code)}`]
        : []),
    `run ${line(run)}`,
  ].filter((text) => text !== '');
  return [
    [tint(word, status === null ? 'cyan' : statusTints[status]), tint(line(job), 'bold'), action ?? '']
      .join('  ')
      .trimEnd(),
    ...lines.flatMap((text) => wrapText(text, style.width, style.hasEdge)),
  ];
}

function timesOf({ scheduledFor, startedAt, finishedAt, state }: RunRecord): string {
  const scheduled = scheduledFor === null ? [] : [`scheduled for ${clock(scheduledFor)}`];
  const closed = state === 'given-up' ? 'closed' : 'ended';
  const began =
    startedAt === null ? [] : [`${state === 'entered' ? 'registered' : 'began'} at ${clock(startedAt)}`];
  const took =
    startedAt === null || finishedAt === null
      ? ''
      : ` (${formatDuration(Date.parse(finishedAt) - Date.parse(startedAt))})`;
  const ended = finishedAt === null ? [] : [`${closed} at ${clock(finishedAt)}${took}`];
  return [...scheduled, ...began, ...ended].join(', ');
}

function countsOf({ counts, instances, state }: RunRecord): string {
  if (counts.selected === 0) return state === 'ended' ? 'no instance selected' : '';
  const said = outcomes.filter((each) => counts[each] > 0).map((each) => `${counts[each]} ${each}`);
  const left = counts.left > 0 ? [`${counts.left} without an outcome`] : [];
  const longest = instances.reduce((most, { outageSeconds }) => Math.max(most, outageSeconds ?? -1), -1);
  const outage = longest < 0 ? '' : `; longest outage ${formatDuration(longest * 1_000)}`;
  return `${counts.selected} selected: ${[...said, ...left].join(', ')}${outage}`;
}

function toldOf({ told, finishedAt }: RunRecord, style: RecordStyle): readonly string[] {
  const lines = told.map(({ channel, status, heard, attempts, answer }) => {
    if (status === 'not-told' && finishedAt === null) return `${line(channel)}: is told when the run is over`;
    const how = status === 'not-told' ? 'its record does not show that it was told' : status;
    const tries = attempts === null || attempts < 2 ? '' : ` after ${attempts} tries`;
    return `${heard ? '' : 'NOT '}${line(channel)}: ${how}${tries}${answer === null ? '' : ` - ${line(answer)}`}`;
  });
  return listOf('notified', lines, style);
}

function stepsOf({ steps }: RunRecord, style: RecordStyle): readonly string[] {
  const lines = steps.map(({ step, codes }) => `${codes.join(', ')}: ${step}`);
  return listOf('what to do', lines, style);
}

function listOf(
  title: string,
  entries: readonly string[],
  { width, hasEdge }: RecordStyle,
): readonly string[] {
  if (entries.length === 0) return [];
  const lines = entries.flatMap((entry) => {
    const [first = '', ...rest] = wrapText(entry, width - 4, hasEdge);
    return [`  - ${first}`, ...rest.map((text) => `    ${text}`)];
  });
  return [title, ...lines];
}

function timelineText(record: RunRecord, style: RecordStyle): readonly string[] {
  if (record.timeline.length === 0) return [];
  const nameOf = namesIn(record);
  const { entries, left } = style.all ? { entries: record.timeline, left: 0 } : worthReading(record.timeline);
  // One offset is told once: it is the same all night, but where clocks change.
  const offsets = [...new Set(entries.map(({ at }) => offsetIn(at)))];
  const [only] = offsets.length === 1 ? offsets : [];
  const columns: readonly Column[] = [
    { title: only === undefined ? 'AT' : `AT ${only}`, align: 'left' },
    { title: 'WHAT HAPPENED', align: 'left' },
  ];
  const rows = entries.map((entry) => [
    clock(only === undefined ? entry.at : entry.at.slice(0, -only.length)),
    entryText(entry, nameOf),
  ]);
  const table = renderTable(columns, rows, style, (cell) => cell);
  return left > 0 ? [...table, `${left} entries that matter less are left out; --all shows them`] : table;
}

function offsetIn(iso: string): string {
  return iso.slice('yyyy-mm-ddThh:mm:ss'.length);
}

/** All where that is not much; else what matters, and of that the begin and the end. */
export function worthReading(timeline: readonly TimelineEntry[]): {
  readonly entries: readonly TimelineEntry[];
  readonly left: number;
} {
  if (timeline.length <= mostEntries) return { entries: timeline, left: 0 };
  const mattering = timeline.filter(({ matters }) => matters);
  const half = mostEntries / 2;
  const entries =
    mattering.length <= mostEntries ? mattering : [...mattering.slice(0, half), ...mattering.slice(-half)];
  return { entries, left: timeline.length - entries.length };
}

/** So many are named before what happened to them. */
const mostNamed = 4;

/** What happened to whom, in a line. */
export function entryText({ instances, what }: TimelineEntry, nameOf: (id: string) => string): string {
  if (instances.length === 0) return line(what);
  const named = instances.slice(0, mostNamed).map(nameOf).join(', ');
  const more = instances.length > mostNamed ? ` and ${instances.length - mostNamed} more` : '';
  return `${named}${more}: ${line(what)}`;
}
