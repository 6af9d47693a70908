import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { inBatches } from '../../maintenance/foundation/in-batches.ts';
import { isoWriter } from '../../maintenance/foundation/time/iso-in-zone.ts';
import { goneFor } from '../../maintenance/invocation/gone-names.ts';
import { byHandJob, isByHand, jobOfRun } from '../../maintenance/invocation/task.ts';
import { StoreError } from '../../maintenance/journal/store.ts';
import { fold } from '../../maintenance/run/fold.ts';
import type { Records } from '../../maintenance/run/journal.ts';
import { countLeft, type RunState } from '../../maintenance/run/state.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import { timesOf } from '../../maintenance/schedule/fires/job-dates.ts';
import type { Schedule } from '../../maintenance/schedule/schedule.ts';

/** A run that is not over, as its journal has it. */
export type OpenRun = {
  readonly run: string;
  /** `undefined` where it has not begun, or cannot be read. */
  readonly state: RunState | undefined;
  /** Why it cannot be read. */
  readonly unread?: string;
};

/** Reads all runs that are open in a journal. Throws `CodedError` where the journal does not tell which they are. */
export async function readOpenRuns({ register, journal }: Records): Promise<readonly OpenRun[]> {
  const { runs } = await register.open();
  return inBatches(runs, async ({ run }): Promise<OpenRun> => {
    try {
      const { events } = await journal.read(run);
      return { run, state: events.length > 0 ? fold(events) : undefined };
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return { run, state: undefined, unread: error.message };
    }
  });
}

/** How much of a run has no outcome yet, in words. */
export function leftOf(state: RunState): string {
  return `${countLeft(state)} of its ${state.instances.size} instances have no outcome yet`;
}

/** What becomes of an open run that a function comes upon which knew nothing of it. */
export function tellTakenUp({ run, state, unread }: OpenRun, schedule: Schedule, now: number): string {
  const name = jobOfRun(run);
  const job = schedule.jobs.find((each) => each.name === name);
  const gone = `the job "${name}" is not in the schedule`;
  const is = `the run ${run} is open in ${schedule.journal?.url ?? 'the journal'}`;
  if (unread !== undefined) return `${is}, and what becomes of it is not known: ${unread}`;
  if (!state)
    return job
      ? `${is}: it has not begun; the next tick begins it if it is still in time, or reports that it did not run`
      : `${is}: it has not begun, and will not, as ${name === byHandJob ? 'it was asked for by hand' : gone}`;
  const held = heldText(state, schedule, now);
  if (state.finishedAt !== undefined) return `${is}: it is over, and the next tick reports it`;
  const missing = name === byHandJob || job ? goneFor(state, schedule) : gone;
  if (missing !== undefined)
    return `${is}: ${missing}, so it ends with the next tick, and what is under way is not watched to the end; ${leftOf(state)}${held}`;
  const anyway =
    job && timesOf(job) === undefined && !isByHand({ run, job }) ? ', although its job has no cron' : '';
  return `${is}: the next tick continues it${anyway}; ${leftOf(state)}${held}`;
}

/** What becomes of an open run whose function goes away. */
export function tellCutOff({ run, state, unread }: OpenRun, schedule: Schedule, now: number): string {
  const is = `the run ${run} of the job ${jobOfRun(run)} is open`;
  const nobody = 'nothing continues it once the function is gone';
  if (unread !== undefined) return `${is}, and how far it is is not known (${unread}): ${nobody}`;
  if (!state) return `${is} and has not begun: it will not`;
  if (state.finishedAt !== undefined)
    return `${is}, though it is over: who has not been told of it will not be`;
  return `${is}: ${nobody}; ${leftOf(state)}${heldText(state, schedule, now)}`;
}

function heldText({ lease }: RunState, { timezone }: Schedule, now: number): string {
  if (!lease || now >= lease.until) return '';
  return `; at this moment ${lease.by} holds it, until ${isoWriter(timezone, zoneOffset)(lease.until)} at least`;
}

/** Whether a journal cannot be read because the bucket that it is to be in does not exist. */
export function isBucketMissing(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if (at instanceof StoreError && at.code === 'NoSuchBucket') return true;
  return false;
}
