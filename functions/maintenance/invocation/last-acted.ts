import { inBatches } from '../foundation/in-batches.ts';
import type { LastActed } from '../plan/metric-conditions.ts';
import type { EndedRun, Records, Register } from '../run/journal.ts';
import { readState } from '../run/read-state.ts';
import type { Tracked } from '../run/state.ts';
import type { Invocation } from './invocation.ts';
import type { Judging } from './judge-plan.ts';
import { jobOfRun, type Task } from './task.ts';

/** What the conditions of a task are judged by, its job's own runs among it. */
export function judgingOf(
  { run, job, retryOf }: Pick<Task, 'run' | 'job' | 'retryOf'>,
  { metrics, clock, journal, register }: Records & Pick<Invocation, 'clock' | 'metrics'>,
): Judging {
  const acted = (withinMs: number) =>
    lastActedOf({ job: job.name, withinMs, own: run, retryOf }, { journal, register, clock });
  return { metrics, clock, acted };
}

/** Whose runs are asked about, for how far back, which of them is the one that asks, and which one that tries again. */
type Asked = {
  readonly job: string;
  readonly withinMs: number;
  readonly own: string;
  readonly retryOf: string | undefined;
};

/** When a job acted last on instances, by the records of its runs. Throws what a journal throws that cannot be reached. */
async function lastActedOf(
  { job, withinMs, own, retryOf }: Asked,
  { journal, register, clock }: Records & Pick<Invocation, 'clock'>,
): Promise<LastActed> {
  const now = clock.now();
  const { runs } = await register.open();
  const open = runs.flatMap(({ run, unbegun }) =>
    unbegun || jobOfRun(run) !== job || run === own ? [] : [run],
  );
  const ended = (await endedSince(register, now - withinMs)).filter((each) => each.job === job);
  const hasActed = new Set(ended.filter(didAct).map(({ run }) => run));
  const mayHaveActed = ended.filter((each) => didAct(each) || wasGivenUp(each)).map(({ run }) => run);
  const at = new Map<string, number>();
  let unread: string | undefined;
  const read = await inBatches([...new Set([...open, ...mayHaveActed])], async (run) => ({
    run,
    found: await readState(run, journal),
  }));
  const retried = read.find(({ run }) => run === retryOf)?.found;
  const from = retried && 'state' in retried ? retried.state.openedAt : Number.NEGATIVE_INFINITY;
  for (const { run, found } of read) {
    // What was entered and never opened, as it waits for another run, has acted on nobody.
    if (found.kind === 'none' && !hasActed.has(run)) continue;
    if (found.kind !== 'whole') unread ??= run;
    if (found.kind === 'nothing' || found.kind === 'none') continue;
    for (const [id, one] of found.state.instances) {
      if (!wasActedOn(one) || (retryOf !== undefined && hasFailed(one))) continue;
      const when = one.doneAt ?? now;
      if (when >= from) at.set(id, Math.max(when, at.get(id) ?? 0));
    }
  }
  return { now, at, unread };
}

/** What skips or refuses all has acted on nobody. */
function didAct({ outcomes: { succeeded = 0, failed = 0, unknown = 0 } }: EndedRun): boolean {
  return succeeded + failed + unknown > 0;
}

/** A run that failed without a single instance may be one whose record nobody could read. */
function wasGivenUp({ status, outcomes }: EndedRun): boolean {
  return status === 'failed' && Object.values(outcomes).every((count) => count === 0);
}

/** How many ended runs are looked through, more only where those all ended since then. */
const limits = [1_000, 10_000, 100_000];

async function endedSince(register: Register, since: number): Promise<readonly EndedRun[]> {
  for (const limit of limits) {
    const ended = await register.ended(limit);
    if (ended.length < limit || (ended.at(-1)?.endedAt ?? 0) < since || limit === limits.at(-1))
      return ended.filter(({ endedAt }) => endedAt >= since);
  }
  return [];
}

/** What failed is what a retry is for, in whichever run. */
function hasFailed({ phase }: Tracked): boolean {
  return phase.kind === 'done' && phase.conclusion.outcome === 'failed';
}

/** How a failure ends that DCS carried out, as far as was seen; of others it is sure that nothing was done. */
const failedAfterAction: ReadonlySet<string> = new Set([
  'settle-timeout',
  'error',
  'topology',
  'data-lost',
  'unflushed',
]);

/** Whether the action was carried out, or may have been. */
function wasActedOn({ phase, attempts, outageMs }: Tracked): boolean {
  if (attempts === 0) return false;
  if (phase.kind !== 'done') return phase.kind !== 'waiting' || outageMs !== undefined;
  const { outcome, code } = phase.conclusion;
  if (outcome !== 'failed') return true;
  return outageMs !== undefined || failedAfterAction.has(code);
}
