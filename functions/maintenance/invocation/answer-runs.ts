import type { Answer, UnfinishedRun } from './answer.ts';
import type { CarriedOut } from './carry-out-run.ts';
import type { Invocation } from './invocation.ts';
import { jobOfRun } from './task.ts';
import { wasHeard } from './tell-run.ts';
import { tellUnreadable } from './unreadable-run.ts';

/** A run, and what carries it out; `undefined` where there turns out to be nothing to do. */
export type RunWork = { readonly run: string; readonly carryOut: () => Promise<CarriedOut | undefined> };

/**
 * Carries runs out as far as this invocation can, and answers with what came of them. Rejects with `CodedError`
 * without an agency, and with a bug that let nothing come to an end.
 */
export async function carryOutSideBySide(work: readonly RunWork[], invocation: Invocation): Promise<Answer> {
  await invocation.ready();
  const { carriedOut, bugs } = await sideBySide(work, invocation);
  if (carriedOut.some(({ kind }) => kind === 'told')) await forgetOldRuns(invocation);
  for (const bug of bugs) invocation.log.write('error', 'a run ends in a bug', { error: bug });
  const [bug] = bugs;
  if (bug !== undefined && carriedOut.length === 0) throw bug;
  const told = carriedOut.flatMap((each) => (each.kind === 'told' ? [each] : []));
  const untold = told.flatMap(({ deliveries }) => deliveries.filter((delivery) => !wasHeard(delivery)));
  const unfinished = carriedOut.flatMap((each): UnfinishedRun[] =>
    each.kind === 'unfinished' ? [{ run: each.run, left: each.left, continues: each.continues }] : [],
  );
  return {
    summaries: told.map(({ summary }) => summary),
    ...(unfinished.length > 0 ? { unfinished } : {}),
    ...(untold.length > 0 ? { untold } : {}),
  };
}

/** What became of runs, in their order, and the bugs that kept some from ending. */
type Ends = { readonly carriedOut: readonly CarriedOut[]; readonly bugs: readonly unknown[] };

/**
 * Runs of different jobs go side by side and those of one job one after another: two runs of a job are on the same
 * instances. A bug in one leaves the others alone.
 */
async function sideBySide(work: readonly RunWork[], invocation: Invocation): Promise<Ends> {
  const byJob = new Map<string, RunWork[]>();
  for (const each of work) {
    const job = jobOfRun(each.run);
    byJob.set(job, [...(byJob.get(job) ?? []), each]);
  }
  const ends = await Promise.all([...byJob.values()].map((lane) => inTurn(lane, invocation)));
  return {
    carriedOut: ends.flatMap(({ carriedOut }) => carriedOut),
    bugs: ends.flatMap(({ bugs }) => bugs),
  };
}

async function inTurn(lane: readonly RunWork[], invocation: Invocation): Promise<Ends> {
  const carriedOut: CarriedOut[] = [];
  const bugs: unknown[] = [];
  for (const { run, carryOut } of lane) {
    try {
      const done = await carryOut().catch((error) => tellUnreadable(run, error, invocation));
      if (done) carriedOut.push(done);
    } catch (bug) {
      bugs.push(bug);
    }
  }
  return { carriedOut, bugs };
}

/** Whoever ends a run clears away those that were kept long enough; that this fails is no failure of the run. */
async function forgetOldRuns({
  schedule,
  register,
  clock,
  log,
}: Pick<Invocation, 'schedule' | 'register' | 'clock' | 'log'>): Promise<void> {
  if (!schedule.journal) return;
  try {
    await register.forget(clock.now() - schedule.journal.keep);
  } catch (error) {
    log.write('warn', 'old runs are not forgotten', { error });
  }
}
