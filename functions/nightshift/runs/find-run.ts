import { nearestName } from '../../maintenance/document/nearest-name.ts';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { unknownRun } from '../../maintenance/invocation/answer.ts';
import { readRecord, writtenSummary } from '../../maintenance/invocation/needed-attention.ts';
import { jobOfRun } from '../../maintenance/invocation/task.ts';
import type { EndedRun, OpenEntry, Records } from '../../maintenance/run/journal.ts';
import type { FoundRun } from './show-run.ts';

/** In so many of the runs that ended last a run is looked for by anything but its whole id. */
const mostEnded = 1_000;

/** So many runs are named to somebody who has to say which one is meant. */
const mostNamed = 8;

/** The runs that a register tells of. */
type Runs = { readonly open: readonly OpenEntry[]; readonly ended: readonly EndedRun[] };

/**
 * Finds the run that somebody means: its id, the beginning of it, the name of a job for the latest of its runs, or
 * `last` for the latest of all. Throws `CodedError`: `run.unknown`, `run.ambiguous`, and what the journal throws.
 */
export async function findRun(asked: string, { journal, register }: Records): Promise<FoundRun> {
  const [{ runs: open }, ended] = await Promise.all([register.open(), register.ended(mostEnded)]);
  const named = meant(asked, { open, ended });
  if (asked === '') throw new CodedError('run.unknown', unknownRun(asked, advice(asked, { open, ended })));
  const run = named ?? asked;
  const record = await readRecord(run, journal);
  const entries = { ended: ended.find((one) => one.run === run), open: open.find((one) => one.run === run) };
  if (named === undefined && record.events.length === 0 && record.flaw === undefined)
    throw new CodedError('run.unknown', unknownRun(asked, advice(asked, { open, ended })));
  const isOver = record.flaw === undefined && record.events.some(({ type }) => type === 'finished');
  const told = entries.ended && !isOver ? await writtenSummary(run, journal) : undefined;
  return { run, ...record, ...entries, ...(told && { told }) };
}

/** `undefined` where none of these is meant. */
function meant(asked: string, { open, ended }: Runs): string | undefined {
  // The latest first: what goes on, and then what has ended.
  const latest = [...open.toSorted((a, b) => b.since - a.since), ...ended].map(({ run }) => run);
  const all = [...new Set(latest)];
  if (all.includes(asked)) return asked;
  const ofJob = all.find((run) => jobOfRun(run) === asked);
  if (ofJob !== undefined) return ofJob;
  if (asked === 'last') return all[0];
  const beginning = asked === '' ? [] : all.filter((run) => run.startsWith(asked));
  if (beginning.length <= 1) return beginning[0];
  throw new CodedError(
    'run.ambiguous',
    `"${asked}" is the beginning of ${beginning.length} runs: ${listed(beginning)} - expected one of them, or more of its id`,
  );
}

function advice(asked: string, { open, ended }: Runs): string {
  const all = [...new Set([...open, ...ended].map(({ run }) => run))];
  if (all.length === 0) return 'the journal has no run yet; expected one that status or history shows';
  const nearest = nearestName(asked, [...all, ...new Set(all.map(jobOfRun))].slice(0, 2 * mostEnded));
  const perhaps = nearest === undefined ? '' : `; did you mean ${JSON.stringify(nearest)}?`;
  return `expected the id of a run that status or history shows, the beginning of it, a job, or last${perhaps}`;
}

function listed(runs: readonly string[]): string {
  const more = runs.length > mostNamed ? ` and ${runs.length - mostNamed} more` : '';
  return `${runs.slice(0, mostNamed).join(', ')}${more}`;
}
