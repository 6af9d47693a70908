import { withCode } from '../../maintenance/foundation/call-cause.ts';
import { namesAmong } from '../../maintenance/report/shown-instances.ts';
import { line, outageOf, outcomeTable, type Tinter } from '../place/terminal-summary.ts';
import { tinted } from '../place/terminal-text.ts';
import type { Room } from '../place/text-table.ts';
import type { RunRecord } from './run-record.ts';

/** How a run is drawn; without `all`, a long one is cut to what matters. */
export type RecordStyle = Room & { readonly colour: boolean; readonly all: boolean };

/** So many rows are no more than somebody reads. */
const mostRows = 200;
const mostBackups = 20;

const under: Readonly<Record<string, string>> = {
  waiting: 'waiting',
  backup: 'backup',
  sending: 'sending',
  sent: 'sent',
  'failed-try': 'failed try',
};

/** A row for every instance of a run: its outcome, or what is under way with it, and all that goes with that. */
export function instancesTable(record: RunRecord, style: RecordStyle): readonly string[] {
  const { instances } = record;
  if (instances.length === 0) return [];
  const shown = style.all ? instances : instances.slice(0, mostRows);
  const nameOf = namesIn(record);
  const rows = shown.map((one) => [
    nameOf(one.id),
    line(one.region),
    one.outcome ?? under[one.underWay?.kind ?? 'waiting'] ?? '',
    String(one.attempts),
    one.outageSeconds === null ? '-' : outageOf(one.outageSeconds, one.outageWithinSeconds),
    reasonOf(one),
  ]);
  const table = outcomeTable(rows, (row) => shown[row]?.outcome, style, tinter(style));
  const more = instances.length - shown.length;
  return more > 0 ? [...table, `… and ${more} more; --all shows them`] : table;
}

type Shown = RunRecord['instances'][number];

/** The backups that stand behind a run's instances, each with when it was made. */
export function backupLines(record: RunRecord, { all }: Pick<RecordStyle, 'all'>): readonly string[] {
  const nameOf = namesIn(record);
  const backed = record.instances.flatMap(({ id, backup }) => (backup === null ? [] : [{ id, backup }]));
  const shown = all ? backed : backed.slice(0, mostBackups);
  const more = backed.length - shown.length;
  return [
    ...shown.map(
      ({ id, backup }) =>
        `${nameOf(id)}: ${line(backup.id)} of ${clock(backup.createdAt)}${backup.made ? ', made for this run' : ''}`,
    ),
    ...(more > 0 ? [`… and ${more} more; --all shows them`] : []),
  ];
}

function reasonOf({ outcome, code, reason, attempts, underWay }: Shown): string {
  const said =
    reason === null
      ? []
      : [outcome === 'succeeded' || code === null ? line(reason) : withCode(line(reason), line(code))];
  const doing = underWay ? [underWayText(underWay, attempts)] : [];
  return (outcome === null ? [...doing, ...said] : [...said, ...doing]).join('; ');
}

/** Who is in flight, what it is waited for, and by when. */
function underWayText(
  { kind, since, until, status, seenAt, expected }: NonNullable<Shown['underWay']>,
  attempts: number,
): string {
  const from = since === null ? '' : ` since ${clock(since)}`;
  const seen = status === null ? 'not seen yet' : `${line(status)} at ${clock(seenAt ?? '')}`;
  const wait =
    expected === null ? '' : `, ${expected} is waited for${until === null ? '' : ` until ${clock(until)}`}`;
  switch (kind) {
    case 'waiting':
      if (until === null) return `waits for its turn${from === '' ? '' : `, not ready${from}`}`;
      return attempts === 0
        ? `waits for its maintenance window, which opens at ${clock(until)}`
        : `tried again from ${clock(until)}`;
    case 'backup':
      return `its backup is looked after${from}, until ${clock(until ?? '')} at most`;
    case 'sending':
      return `being sent${from}, and no answer is known; ${seen}${wait}`;
    case 'sent':
      return status === null || status === 'RUNNING'
        ? `sent, watched${from}${until === null ? '' : `, until ${clock(until)} at most`}; ${seen}`
        : `away${from}; ${seen}${wait}`;
    case 'failed-try':
      return `a try failed; ${seen}`;
    case 'given-up':
      return `was not back when it was last seen: ${seen}`;
    default:
      return kind satisfies never;
  }
}

/** Names of a run's instances by their ids. */
export function namesIn({
  instances,
}: {
  readonly instances: readonly Pick<Shown, 'id' | 'name'>[];
}): (id: string) => string {
  const nameOf = namesAmong(instances);
  const names = new Map(instances.map((one) => [one.id, nameOf(one)]));
  return (id) => line(names.get(id) ?? id);
}

/** Colours where the terminal shows them. */
export function tinter({ colour }: Pick<RecordStyle, 'colour'>): Tinter {
  return (text, as) => (colour ? tinted(text, as) : text);
}

/** An instant for people. */
export function clock(iso: string): string {
  return iso.replace('T', ' ');
}
