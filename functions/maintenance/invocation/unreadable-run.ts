import { CodedError } from '../foundation/coded-error.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { Performed } from './carry-out-run.ts';
import { jobOfRun } from './run-job.ts';
import { endedRunOf, failedSummary } from './run-summary.ts';
import type { Stage } from './stage.ts';
import { tellRun } from './tell-run.ts';

/** A journal that will not be readable by waiting: damaged, or of a later version. */
const lasting: ReadonlySet<string> = new Set(['journal.corrupt', 'journal.format']);

/** Whether a journal is there and cannot be understood, now or later. */
export function isUnreadable(error: unknown): error is CodedError {
  return error instanceof CodedError && lasting.has(error.code);
}

/**
 * Tells people, once, of a run whose journal cannot be understood, and takes it off the list of what is open: the
 * journal stays as it is, and nothing is done to its instances. Any other error is thrown on.
 */
export async function tellUnreadable(
  run: string,
  error: unknown,
  schedule: Schedule,
  stage: Stage,
): Promise<Performed | undefined> {
  if (!isUnreadable(error)) throw error;
  const { log, clock, register, zoneOffset } = stage;
  log.write('error', 'the journal of a run cannot be read', { run, error });
  const now = clock.now();
  const job = schedule.jobs.find(({ name }) => name === jobOfRun(run));
  if (!job) {
    const ended = { run, job: jobOfRun(run), status: 'failed', endedAt: now, outcomes: {} };
    await register.enter({ kind: 'ended', ended });
    return undefined;
  }
  const problem = { code: error.code, region: null, reason: error.message };
  const told = await tellRun(failedSummary({ run, job }, problem, now, zoneOffset), job.notify, stage);
  await register.enter({ kind: 'ended', ended: endedRunOf(told.summary, now) });
  return { kind: 'told', ...told };
}
