import { CodedError } from '../foundation/coded-error.ts';
import { groupBy } from '../foundation/group-by.ts';
import { inParallel } from '../foundation/in-batches.ts';
import { UnreadableRecord } from '../run/journal-error.ts';
import type { Answer, UnfinishedRun } from './answer.ts';
import type { Invocation } from './invocation.ts';
import { jobOfRun } from './task.ts';
import { type CarriedOut, wasHeard } from './tell-run.ts';
import { leaveUnreadable } from './unreadable-run.ts';

/** A run, and what carries it out; `undefined` where there turns out to be nothing to do. */
type RunWork = { readonly run: string; readonly carryOut: () => Promise<CarriedOut | undefined> };

/**
 * Carries runs out as far as this invocation can, and answers with what came of them. From the instant `until` on none is
 * taken up any more: they stand in the register, and the next tick finds them there. Rejects with `CodedError`
 * without an agency or where the journal let nothing come to an end, and with a bug that did so.
 */
export async function carryOutSideBySide(
  work: readonly RunWork[],
  invocation: Invocation,
  until = Number.POSITIVE_INFINITY,
): Promise<Answer> {
  await invocation.ready();
  const { carriedOut, failures } = await sideBySide(work, invocation, until);
  if (carriedOut.some(({ kind }) => kind === 'told')) await forgetOldRuns(invocation);
  for (const { run, error } of failures) {
    const what = error instanceof CodedError ? 'a run is left to the next tick' : 'a run ends in a bug';
    invocation.log.write('error', what, { run, error });
  }
  const worst = failures.find(({ error }) => !(error instanceof CodedError)) ?? failures[0];
  if (worst && carriedOut.length === 0) throw worst.error;
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

/** What became of runs, in their order, and what kept some from going on: a journal that fails, or a bug. */
type Ends = { readonly carriedOut: readonly CarriedOut[]; readonly failures: readonly Failure[] };
type Failure = { readonly run: string; readonly error: unknown };

/** So many runs are in hand at once: a thousand would want the memory, the connections and the calls of a thousand. */
const mostAtOnce = 100;

/**
 * Runs of different jobs go side by side and those of one job one after another: two runs of a job are on the same
 * instances. What one fails with leaves the others alone.
 */
async function sideBySide(work: readonly RunWork[], invocation: Invocation, until: number): Promise<Ends> {
  const lanes = [...groupBy(work, ({ run }) => jobOfRun(run)).values()];
  const ends = await inParallel(lanes, mostAtOnce, async (lane) =>
    invocation.clock.now() < until ? inTurn(lane, invocation) : leftToTick(lane),
  );
  return {
    carriedOut: ends.flatMap(({ carriedOut }) => carriedOut),
    failures: ends.flatMap(({ failures }) => failures),
  };
}

function leftToTick(lane: readonly RunWork[]): Ends {
  const left = { kind: 'unfinished', left: undefined, continues: 'tick' } as const;
  return { carriedOut: lane.map(({ run }) => ({ ...left, run })), failures: [] };
}

async function inTurn(lane: readonly RunWork[], invocation: Invocation): Promise<Ends> {
  const carriedOut: CarriedOut[] = [];
  const failures: Failure[] = [];
  for (const { run, carryOut } of lane) {
    try {
      const done = await carryOut().catch((error: unknown) => {
        if (error instanceof UnreadableRecord) return leaveUnreadable(run, error, invocation);
        throw error;
      });
      if (done) carriedOut.push(done);
    } catch (error) {
      failures.push({ run, error });
    }
  }
  return { carriedOut, failures };
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
