import type { ProblemCode } from '../foundation/codes.ts';
import { type EndedRun, hasRun, recentlyEnded } from '../run/journal.ts';
import { UnreadableRecord } from '../run/journal-error.ts';
import type { Invocation } from './invocation.ts';
import { byHandJob, type Task } from './task.ts';

/** Why a task does not begin beside another run of its job. */
type Overlap =
  | { readonly kind: 'skip'; readonly code: ProblemCode; readonly reason: string }
  | { readonly kind: 'queue' }
  /** People were told before that it does not run; it may have been for a run that has ended since. */
  | { readonly kind: 'over'; readonly ended: EndedRun };

/**
 * A fire that came due while an earlier run of the job was going is no new run, unless the job queues them. A run
 * that was opened already is that run, whatever else is going on.
 */
export async function overlapOf(
  { run, job, scheduledFor }: Task,
  { journal, register }: Pick<Invocation, 'journal' | 'register'>,
): Promise<Overlap | undefined> {
  // It has no instances of its own to overlap on.
  if (job.name === byHandJob) return undefined;
  const { runs } = await register.open();
  const own = runs.find((entry) => entry.run === run);
  const ended = await recentlyEnded(register);
  // An entry may be left behind when its run is over, where the store showed an old list.
  const isOver = (entry: Entry) => ended.some((each) => each.run === entry.run);
  const earlier = runs.find(
    (entry) =>
      entry.run.startsWith(`${job.name}@`) && entry.run !== run && isBefore(entry, own) && !isOver(entry),
  );
  const told = ended.find((each) => each.run === run);
  const last = ended.find((each) => each.job === job.name && each.run !== run && hasRun(each));
  const overlaps = earlier !== undefined || (last !== undefined && scheduledFor < last.endedAt);
  if (!(overlaps || told) || (await isOpened(run, journal, told !== undefined))) return undefined;
  if (told) return { kind: 'over', ended: told };
  if (job.overlap === 'queue') return earlier ? { kind: 'queue' } : undefined;
  const reason = earlier
    ? `the run ${earlier.run} of the job is still going`
    : 'an earlier run of the job was still going when it came due';
  return { kind: 'skip', code: 'overlap', reason };
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

type Entry = { readonly run: string; readonly since: number };

/** Of two that were entered at once, one must give way and the other not. */
function isBefore(other: Entry, own: Entry | undefined): boolean {
  if (!own) return true;
  return other.since < own.since || (other.since === own.since && other.run < own.run);
}
