import { minuteMs } from '../foundation/time/duration.ts';
import type { OpenEntry } from '../run/journal.ts';
import { scheduledFireBefore } from '../schedule/fires/scheduled-fires.ts';
import { beginRun } from './begin-run.ts';
import { type CarriedOut, continueRun } from './carry-out-run.ts';
import type { Invocation } from './invocation.ts';
import { missedIfLate } from './missed-fires.ts';
import { jobOfRun, type ScheduleInUse, type Task, taskByHand } from './task.ts';

/** Longer than an invocation by hand may last: what it has entered and not begun by then it never will. */
const abandonedMs = 30 * minuteMs;

/**
 * Goes on with a run that another invocation left open in the register. One that nobody came to open is begun where it
 * is still in time; what was asked for by hand is not, since whoever asked has seen it fail: that is told.
 */
export async function carryOutLeftBehind(
  { run, since, unreadAt }: OpenEntry,
  invocation: Invocation,
): Promise<CarriedOut | undefined> {
  const { clock, register, log, journal } = invocation;
  const continued = await continueRun(run, invocation, { wasUnread: unreadAt !== undefined });
  if (continued) return continued;
  const now = clock.now();
  const task = await taskOfRun(run, now, invocation);
  if (task && 'fire' in task) return beginRun(task.fire, invocation);
  if (now - since < abandonedMs) return undefined;
  if (task) return beginRun(task.byHand, invocation);
  // Nothing is closed by one read that found nothing.
  if ((await journal.read(run)).position > 0) return undefined;
  log.write('warn', 'a run that never began belongs to no job of the schedule any more', { run });
  const ended = { run, job: jobOfRun(run), status: 'skipped', endedAt: now, outcomes: {} };
  await register.enter({ kind: 'ended', ended });
  return undefined;
}

async function taskOfRun(
  run: string,
  now: number,
  inUse: ScheduleInUse,
): Promise<{ readonly fire: Task } | { readonly byHand: Task } | undefined> {
  const { schedule, zoneOffset, calendars } = inUse;
  const job = schedule.jobs.find(({ name }) => name === jobOfRun(run));
  if (!job) return undefined;
  const at = Date.parse(run.slice(job.name.length + 1));
  const fire = Number.isFinite(at)
    ? scheduledFireBefore(schedule, job, at, zoneOffset, await calendars())
    : undefined;
  if (fire?.id === run) return { fire: missedIfLate(fire, now) };
  const reason = 'the invocation that was asked for it ended before the run began - ask again';
  const byHand = await taskByHand(job, now, inUse);
  return { byHand: { ...byHand, run, skipped: { code: 'not-started', reason } } };
}
