import { minuteMs } from '../foundation/time/time-units.ts';
import type { OpenEntry } from '../run/register.ts';
import { scheduledFireBefore } from '../schedule/fires/scheduled-fires.ts';
import type { Performed } from './carry-out-run.ts';
import { missedIfLate } from './missed-fires.ts';
import { continueRun, performTask } from './perform-task.ts';
import { jobOfRun } from './run-job.ts';
import type { Stage } from './stage.ts';
import { type Almanac, type Task, taskByHand } from './task.ts';

/** Longer than an invocation by hand may last: what it has entered and not begun by then it never will. */
const abandonedMs = 30 * minuteMs;

/**
 * Goes on with a run that stands in the register. One that nobody came to open is begun where it is still in time;
 * what was asked for by hand is not, since whoever asked has seen it fail: that is told.
 */
export async function performEntered(
  { run, since }: OpenEntry,
  almanac: Almanac,
  stage: Stage,
): Promise<Performed | undefined> {
  const continued = await continueRun(run, stage);
  if (continued) return continued;
  const now = stage.clock.now();
  const task = taskOfRun(run, almanac, now);
  if (task && 'fire' in task) return performTask(task.fire, stage);
  if (now - since < abandonedMs) return undefined;
  if (task) return performTask(task.byHand, stage);
  stage.log.write('warn', 'a run that never began belongs to no job of the schedule any more', { run });
  const ended = { run, job: jobOfRun(run), status: 'skipped', endedAt: now, outcomes: {} };
  await stage.register.enter({ kind: 'ended', ended });
  return undefined;
}

function taskOfRun(
  run: string,
  almanac: Almanac,
  now: number,
): { readonly fire: Task } | { readonly byHand: Task } | undefined {
  const { schedule, zoneOffset, calendars } = almanac;
  const job = schedule.jobs.find(({ name }) => name === jobOfRun(run));
  if (!job) return undefined;
  const at = Date.parse(run.slice(job.name.length + 1));
  const fire = Number.isFinite(at)
    ? scheduledFireBefore(schedule, job, at, zoneOffset, calendars)
    : undefined;
  if (fire?.id === run) return { fire: missedIfLate(fire, now) };
  const reason = 'the invocation that was asked for it ended before the run began - ask again';
  return {
    byHand: { ...taskByHand(job, now, '', almanac), run, skipped: { code: 'not-started', reason } },
  };
}
