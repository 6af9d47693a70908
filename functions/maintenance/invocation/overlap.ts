import type { ProblemCode } from '../foundation/codes.ts';
import { type EndedRun, hasRun, type OpenEntry, recentlyEnded } from '../run/journal.ts';
import { UnreadableRecord } from '../run/journal-error.ts';
import type { Invocation } from './invocation.ts';
import { byHandJob, isByHand, type Task } from './task.ts';

/** Why a task does not begin beside another run of its job. */
type Overlap =
  | { readonly kind: 'skip'; readonly code: ProblemCode; readonly reason: string }
  | { readonly kind: 'queue' }
  /** People were told before that it does not run; it may have been for a run that has ended since. */
  | { readonly kind: 'over'; readonly ended: EndedRun };

/**
 * A fire that came due while an earlier run of the job was going is no new run, unless the job queues them, which it
 * does not with what is asked for by hand. A run that was opened already is that run, whatever else is going on.
 */
export async function overlapOf(
  task: Task,
  { journal, register }: Pick<Invocation, 'journal' | 'register'>,
  seen?: () => Promise<Seen>,
): Promise<Overlap | undefined> {
  const { run, job } = task;
  // It has no instances of its own to overlap on.
  if (job.name === byHandJob) return undefined;
  // Where it showed nothing that the task gives way to, nothing has come since: that would have been entered later.
  if (seen && findIn(task, await seen()) === undefined) return undefined;
  const found = findIn(task, await seeRuns(register));
  if (!found || (await isOpened(run, journal, found.told !== undefined))) return undefined;
  const { told, earlier } = found;
  if (told) return { kind: 'over', ended: told };
  // What somebody asked for by hand, some instances or a confirmed plan, stands nowhere for a tick to begin it; and its plan
  // was made before that run had ended.
  if (job.overlap === 'queue' && !isByHand(task)) return earlier && { kind: 'queue' };
  const reason = earlier
    ? `the run ${earlier.run} of the job is still going${isByHand(task) ? ' - ask again when it has ended' : ''}`
    : isByHand(task)
      ? 'another run of the job ended while this one was planned - ask again'
      : 'an earlier run of the job was still going when it came due';
  return { kind: 'skip', code: 'overlap', reason };
}

/** The runs that the register showed at an instant. */
export type Seen = { readonly runs: readonly OpenEntry[]; readonly ended: readonly EndedRun[] };

/** What tasks may give way to: to be asked for when all of them have been entered, or by each for itself. */
export async function seeRuns(register: Invocation['register']): Promise<Seen> {
  const { runs } = await register.open();
  return { runs, ended: await recentlyEnded(register) };
}

type Found = { readonly earlier: OpenEntry | undefined; readonly told: EndedRun | undefined };

/** What a task gives way to: an earlier run of its job, or that people were told of it. */
function findIn({ run, job, scheduledFor }: Task, { runs, ended }: Seen): Found | undefined {
  const own = runs.find((entry) => entry.run === run);
  const ofJob = `${job.name}@`;
  // An entry may be left behind when its run is over, where the store showed an old list.
  const isOver = (entry: OpenEntry) => ended.some((each) => each.run === entry.run);
  const earlier = runs.find(
    (entry) => entry.run.startsWith(ofJob) && entry.run !== run && isBefore(entry, own) && !isOver(entry),
  );
  const told = ended.find((each) => each.run === run);
  const last = ended.find((each) => each.job === job.name && each.run !== run && hasRun(each));
  const overlaps = earlier !== undefined || (last !== undefined && scheduledFor < last.endedAt);
  return overlaps || told ? { earlier, told } : undefined;
}

/** A record that cannot be read is that of an opened run, unless people were told of its end already. */
async function isOpened(run: string, journal: Invocation['journal'], told: boolean): Promise<boolean> {
  try {
    return (await journal.read(run)).position > 0;
  } catch (error) {
    if (error instanceof UnreadableRecord) return !told;
    throw error;
  }
}

/** Of two that were entered at once, one must give way and the other not. */
function isBefore(other: OpenEntry, own: OpenEntry | undefined): boolean {
  if (!own) return true;
  return other.since < own.since || (other.since === own.since && other.run < own.run);
}
