import type { ShownEnd, ShownRun } from '../../maintenance/invocation/show-runs.ts';
import { plainText } from '../../maintenance/report/plain-text.ts';
import type { UnderWay } from '../../maintenance/report/under-way.ts';
import { type Column, type Room, renderTable } from '../place/text-table.ts';

const openColumns: readonly Column[] = [
  { title: 'RUN', align: 'left', atMost: 96 },
  { title: 'STATE', align: 'left' },
  { title: 'LEFT', align: 'right' },
  { title: 'NOTE', align: 'left' },
];
const endedColumns: readonly Column[] = [
  { title: 'ENDED', align: 'left' },
  { title: 'STATUS', align: 'left' },
  { title: 'RUN', align: 'left', atMost: 96 },
  { title: 'INSTANCES', align: 'left' },
];

/** Runs that are not over, for people. */
export function openRunsText(runs: readonly ShownRun[], room: Room): string {
  if (runs.length === 0) return 'no run is going on';
  return renderTable(openColumns, runs.map(openCells), room, (cell) => cell).join('\n');
}

const awayColumns: readonly Column[] = [
  { title: 'AWAY', align: 'left', atMost: 48 },
  { title: 'WHAT', align: 'left' },
  { title: 'SINCE', align: 'left' },
  { title: 'UNTIL AT MOST', align: 'left' },
  { title: 'LAST SEEN', align: 'left' },
];

const doing: Readonly<Record<UnderWay['kind'], string>> = {
  waiting: 'waits for its turn',
  backup: 'backup looked after',
  sending: 'being sent, no answer known',
  sent: 'sent, watched',
  'failed-try': 'a try failed',
  'given-up': 'given up on, not seen back',
};

/** The instances that runs have under way, or did not see come back; nothing where there are none. */
export function awayText(away: readonly UnderWay[], room: Room): string {
  if (away.length === 0) return '';
  const rows = away.map(({ name, region, kind, since, until, status, seenAt, expected }) => {
    const wanted = expected === null || status === expected ? '' : `; ${expected} is waited for`;
    const seen = status === null ? 'never' : `${status} at ${instant(seenAt)}${wanted}`;
    return [`${name} (${region})`, doing[kind], instant(since), instant(until), seen];
  });
  return renderTable(awayColumns, rows, room, (cell) => cell).join('\n');
}

function instant(iso: string | null): string {
  return iso?.replace('T', ' ') ?? '-';
}

/** Runs that have ended, for people. */
export function endedRunsText(runs: readonly ShownEnd[], room: Room): string {
  if (runs.length === 0) return 'no run has ended yet';
  return renderTable(endedColumns, runs.map(endedCells), room, (cell) => cell).join('\n');
}

function openCells({ run, state, left, selected, note }: ShownRun): readonly string[] {
  const count = left === null || selected === null ? '' : `${left} of ${selected}`;
  return [run, state, count, plainText(note ?? '', Number.POSITIVE_INFINITY)];
}

function endedCells({ run, status, endedAt, outcomes }: ShownEnd): readonly string[] {
  const counts = Object.entries(outcomes)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${count} ${outcome}`);
  return [endedAt.replace('T', ' '), status, run, counts.join(', ')];
}
