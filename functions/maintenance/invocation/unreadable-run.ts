import { isUnreadable } from '../journal/journal-error.ts';
import { endedRunOf, failedSummary } from '../report/summarize.ts';
import type { CarriedOut } from './carry-out-run.ts';
import type { Invocation } from './invocation.ts';
import { jobOfRun } from './task.ts';
import { tellRun } from './tell-run.ts';
import { tellUntilOf } from './time-budget.ts';

/**
 * Tells people, once, of a run whose journal cannot be understood, and takes it off the list of what is open: the
 * journal stays as it is, and nothing is done to its instances. Any other error is thrown on.
 */
export async function tellUnreadable(
  run: string,
  error: unknown,
  invocation: Invocation,
): Promise<CarriedOut | undefined> {
  if (!isUnreadable(error)) throw error;
  const { schedule, log, clock, register, zoneOffset } = invocation;
  log.write('error', 'the journal of a run cannot be read', { run, error });
  const now = clock.now();
  const job = schedule.jobs.find(({ name }) => name === jobOfRun(run));
  if (!job) {
    const ended = { run, job: jobOfRun(run), status: 'failed', endedAt: now, outcomes: {} };
    await register.enter({ kind: 'ended', ended });
    return undefined;
  }
  const problem = { code: error.code, region: null, reason: error.message };
  const summary = failedSummary({ run, job }, problem, now, zoneOffset);
  const told = await tellRun(summary, job.notify, tellUntilOf(invocation), invocation);
  await register.enter({ kind: 'ended', ended: endedRunOf(told.summary, now) });
  return { kind: 'told', ...told };
}
