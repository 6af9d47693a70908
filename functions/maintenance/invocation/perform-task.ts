import type { Plan } from '../plan/plan.ts';
import { isoWriter } from '../report/iso-in-zone.ts';
import { openRun, takeUpRun } from '../run/open-run.ts';
import { carryOutRun, type Performed } from './carry-out-run.ts';
import { overlapOf } from './overlap.ts';
import { planOfNothing } from './plan-task.ts';
import { skippedSummary } from './run-summary.ts';
import type { Stage } from './stage.ts';
import type { Task } from './task.ts';

/** Plans, carries out and tells one task, as far as this invocation can; only a bug throws. */
export async function performTask(task: Task, stage: Stage): Promise<Performed> {
  const { clock, register } = stage;
  const { run } = task;
  const early = task.skipped ? undefined : await waitForStart(task, stage);
  const skipped = task.skipped ?? early?.skipped;
  // Delivered again, and late at that, it is still the run that began in time.
  if (skipped) {
    const continued = await continueRun(run, stage);
    if (continued) return continued;
    return early?.comes ? notNow(task, early.skipped, stage) : skip(task, skipped, stage);
  }
  await register.enter({ kind: 'begins', run, at: clock.now() });
  const overlap = await overlapOf(task, stage);
  if (overlap?.kind === 'over') {
    await register.enter({ kind: 'ended', ended: overlap.ended });
    return notNow(task, { code: 'told', reason: 'people were told before that it does not run' }, stage);
  }
  if (overlap?.kind === 'skip') return skip(task, overlap, stage);
  // Its entry in the register stays open, and the tick after the other run has ended begins it.
  if (overlap?.kind === 'queue') return { kind: 'unfinished', run, left: undefined, continues: 'tick' };
  return begin(task, () => stage.plan(task), stage);
}

async function begin(task: Task, plan: () => Promise<Plan>, stage: Stage): Promise<Performed> {
  const { run, job, scheduledFor, notes, skipped } = task;
  const about = { timezone: job.timezone, notify: job.notify, notes, ...(skipped && { skipped }) };
  const performed = await carryOutRun(run, () => openRun({ run, scheduledFor, about, plan }, stage), stage);
  if (!performed) throw new TypeError(`the run ${run} was opened and is not there`);
  return performed;
}

/** Goes on with a run that was opened before; `undefined` when there is none of that id. */
export function continueRun(run: string, stage: Stage): Promise<Performed | undefined> {
  return carryOutRun(run, () => takeUpRun(run, stage), stage);
}

/**
 * A fire that does not run is a run of nothing: whoever writes its journal first decides, and of two invocations that
 * see it differently only one is told of.
 */
async function skip(
  task: Task,
  { code, reason }: NonNullable<Task['skipped']>,
  stage: Stage,
): Promise<Performed> {
  await stage.register.enter({ kind: 'begins', run: task.run, at: stage.clock.now() });
  return begin({ ...task, skipped: { code, reason } }, async () => planOfNothing(task), stage);
}

/** Nothing that people are told: a tick will begin it, and they are told of its end then, or they were told before. */
function notNow(task: Task, reason: NonNullable<Task['skipped']>, stage: Stage): Performed {
  stage.log.write('info', 'fire does not begin now', { run: task.run, reason: reason.reason });
  const summary = skippedSummary(task, reason, stage.clock.now(), stage.zoneOffset);
  return { kind: 'told', summary, deliveries: [] };
}

type Early = { readonly skipped: NonNullable<Task['skipped']>; readonly comes: boolean };

/**
 * A timer that names its job comes at the nominal time, and the fire may start later: by a jitter, which is waited
 * for, or by an override or a calendar that puts it off for longer than this invocation lives. Where runs are left to
 * ticks, one comes for it.
 */
async function waitForStart(task: Task, stage: Stage): Promise<Early | undefined> {
  const { clock, zoneOffset } = stage;
  const wait = task.startsAt - clock.now();
  if (wait <= 0) return undefined;
  const { limits, leaving } = stage.stay(task.job.settle);
  if (clock.now() + wait < Math.min(limits.startUntil, leaving?.at ?? Number.POSITIVE_INFINITY)) {
    await clock.wait(wait);
    return undefined;
  }
  const start = isoWriter(task.job.timezone, zoneOffset)(task.startsAt);
  const reason = `starts at ${start}, and the timer that names the job came before that - let the tick run it`;
  return { skipped: { code: 'early', reason }, comes: leaving?.returns === true };
}
