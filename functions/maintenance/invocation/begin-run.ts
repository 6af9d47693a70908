import { CodedError } from '../foundation/coded-error.ts';
import { isoWriter } from '../foundation/time/iso-in-zone.ts';
import type { Plan } from '../plan/plan.ts';
import { endedRunOf, skippedSummary } from '../report/summarize.ts';
import type { Fleet } from '../run/fleet.ts';
import { openRun } from '../run/open-run.ts';
import { beginsHere, instancesInHand } from '../run/other-runs.ts';
import { deadlineOf } from '../schedule/fires/deadline.ts';
import type { Answer } from './answer.ts';
import { carryOutSideBySide } from './answer-runs.ts';
import { carryOutRun, continueRun, type TakingUp } from './carry-out-run.ts';
import type { Invocation } from './invocation.ts';
import { judgingOf } from './last-acted.ts';
import { overlapOf, type Seen } from './overlap.ts';
import { planOfNothing, planTask } from './plan-task.ts';
import { isByHand, type Task } from './task.ts';
import { type CarriedOut, tellRun } from './tell-run.ts';
import { stayOf, tellUntilOf } from './time-budget.ts';
import { NotYetError, planningOf } from './wait-for-regions.ts';

/** Begins the runs of tasks that no tick found, and answers with what came of them; `planned` is the plan of the only one. */
export function beginRuns(tasks: readonly Task[], invocation: Invocation, planned?: Plan): Promise<Answer> {
  const how = { planned, patient: true };
  const work = tasks.map((task) => ({
    run: task.run,
    carryOut: () => beginRun(task, invocation, how),
  }));
  return carryOutSideBySide(work, invocation);
}

/** How a run is begun; a plan that was made already is not made again. */
export type How = TakingUp & {
  readonly planned?: Plan | undefined;
  /** What the register showed after this task had been entered with others; each asks for itself when left out. */
  readonly seen?: (() => Promise<Seen>) | undefined;
  /** What it is planned by, where that is another than what it is carried out by. */
  readonly plannedBy?: Fleet | undefined;
  /** Waits for its turn among those that begin beside it; what it answers is called when the run is opened. */
  readonly turn?: (() => Promise<() => void>) | undefined;
};

/**
 * Begins the run of a task, or goes on with it where it was begun before, as far as this invocation can: planned,
 * carried out and told. Only a bug throws.
 */
export async function beginRun(task: Task, invocation: Invocation, how: How = {}): Promise<CarriedOut> {
  const opened = (await how.turn?.()) ?? (() => {});
  const begun = beginsHere(task.run, invocation.journal, invocation.clock);
  try {
    return await beginInTurn(task, invocation, { ...how, opened });
  } finally {
    opened();
    begun();
  }
}

/** The same, and what is called when the run is opened. */
type InTurn = How & { readonly opened: () => void };

async function beginInTurn(task: Task, invocation: Invocation, how: InTurn): Promise<CarriedOut> {
  const { clock, register } = invocation;
  const { run } = task;
  const early = task.skipped ? undefined : await waitForStart(task, invocation);
  const skipped = task.skipped ?? early?.skipped;
  // Delivered again, and late at that, it is still the run that began in time.
  if (skipped) {
    const continued = await continueRun(run, invocation, how);
    if (continued) return continued;
    if (!early) return skip(task, skipped, invocation, how);
    // Where none is left work by a journal, a tick may come for it and may not.
    return early.comes
      ? notNow(task, early.skipped, invocation)
      : tellSkipped(task, early.skipped, invocation);
  }
  await register.enter({ kind: 'begins', run, at: clock.now() });
  const overlap = await overlapOf(task, invocation, how.seen);
  if (overlap?.kind === 'over') {
    await register.enter({ kind: 'ended', ended: overlap.ended });
    return notNow(task, { code: 'told', reason: 'it was reported before that it does not run' }, invocation);
  }
  if (overlap?.kind === 'skip') return skip(task, overlap, invocation, how);
  // Its entry in the register stays open, and the tick after the other run has ended begins it.
  if (overlap?.kind === 'queue') return { kind: 'unfinished', run, left: undefined, continues: 'tick' };
  const { planned } = how;
  const plan = async () =>
    planned ??
    planTask(task, how.plannedBy ?? invocation.fleet, {
      ...planningOf(task, invocation),
      now: clock.now(),
      inHand: () => instancesInHand(invocation),
      zoneOffset: invocation.zoneOffset,
      judging: judgingOf(task, invocation),
    });
  try {
    return await openAndCarryOut(task, plan, invocation, how);
  } catch (error) {
    if (!(error instanceof NotYetError)) throw error;
    // Its entry in the register stays open.
    invocation.log.write('warn', 'run cannot begin yet', { run, reasons: error.reasons });
    return { kind: 'unfinished', run, left: undefined, continues: 'tick' };
  }
}

async function openAndCarryOut(
  task: Task,
  plan: () => Promise<Plan>,
  invocation: Invocation,
  how: InTurn,
): Promise<CarriedOut> {
  const { run, job, scheduledFor, notes, skipped, retryOf } = task;
  const about = {
    timezone: job.timezone,
    notify: job.notify,
    notes,
    ...(isByHand(task) ? {} : { waitUntil: deadlineOf(job, task) }),
    ...(retryOf !== undefined && { retryOf }),
    ...(skipped && { skipped }),
  };
  const open = () => openRun({ run, scheduledFor, about, plan }, invocation).finally(how.opened);
  try {
    const carriedOut = await carryOutRun(run, open, invocation, how);
    if (!carriedOut) throw new TypeError(`the run ${run} was opened and is not there`);
    return carriedOut;
  } catch (error) {
    if (error instanceof CodedError && error.code === 'run.over') return tellClosed(task, invocation);
    throw error;
  }
}

/**
 * A run whose record was closed before anybody began it, by who may have died before that was told or entered. It takes
 * no begin any more, and its entry must not stand in the way of the job's next fires.
 */
async function tellClosed(task: Task, invocation: Invocation): Promise<CarriedOut> {
  const { clock, register } = invocation;
  const reason =
    'was closed before it began, as the schedule had no such job for a while: nothing of it was sent - run the job by hand where it is still wanted';
  const told = await tellSkipped(task, { code: 'not-started', reason }, invocation);
  await register.enter({ kind: 'ended', ended: endedRunOf(told.summary, clock.now()) });
  return told;
}

/**
 * A fire that does not run is a run of nothing: whoever writes its journal first decides, and of two invocations that
 * see it differently only one is told of.
 */
async function skip(
  task: Task,
  { code, reason }: NonNullable<Task['skipped']>,
  invocation: Invocation,
  how: InTurn,
): Promise<CarriedOut> {
  const { register, clock } = invocation;
  await register.enter({ kind: 'begins', run: task.run, at: clock.now() });
  return openAndCarryOut(
    { ...task, skipped: { code, reason } },
    async () => planOfNothing(task),
    invocation,
    how,
  );
}

/** Nothing that people are told: a tick will begin it, and they are told of its end then, or they were told before. */
function notNow(
  task: Task,
  reason: NonNullable<Task['skipped']>,
  { log, clock, zoneOffset }: Pick<Invocation, 'log' | 'clock' | 'zoneOffset'>,
): CarriedOut {
  log.write('info', 'fire does not begin now', { run: task.run, reason: reason.reason });
  const summary = skippedSummary(task, reason, clock.now(), zoneOffset);
  return { kind: 'told', summary, deliveries: [] };
}

/** Tells people that a task does not run, and opens no run, which a tick would take for one that is over. */
async function tellSkipped(
  task: Task,
  reason: NonNullable<Task['skipped']>,
  invocation: Invocation,
): Promise<Extract<CarriedOut, { kind: 'told' }>> {
  const { clock, zoneOffset } = invocation;
  const summary = skippedSummary(task, reason, clock.now(), zoneOffset);
  const until = tellUntilOf(invocation);
  return { kind: 'told', ...(await tellRun(summary, task.job.notify, until, invocation)) };
}

type Early = { readonly skipped: NonNullable<Task['skipped']>; readonly comes: boolean };

/**
 * A timer that names its job comes at the nominal time, and the fire may start later: by a jitter, which is waited
 * for, or by an override or a calendar that puts it off for longer than this invocation lives. Where runs are left to
 * ticks, one comes for it.
 */
async function waitForStart(task: Task, invocation: Invocation): Promise<Early | undefined> {
  const { clock, zoneOffset } = invocation;
  const wait = task.startsAt - clock.now();
  if (wait <= 0) return undefined;
  const { limits, leaving } = stayOf(invocation, task.job.settle);
  if (clock.now() + wait < Math.min(limits.startUntil, leaving?.at ?? Number.POSITIVE_INFINITY)) {
    await clock.wait(wait);
    return undefined;
  }
  const start = isoWriter(task.job.timezone, zoneOffset)(task.startsAt);
  const reason = `starts at ${start}, and the timer that names the job came before that - let the tick run it`;
  return { skipped: { code: 'early', reason }, comes: leaving?.returns === true };
}
