import { minuteMs } from '../foundation/time/duration.ts';
import { isoWriter } from '../foundation/time/iso-in-zone.ts';
import type { OpenEntry } from '../run/journal.ts';
import { closeUnbegun } from '../run/open-run.ts';
import { scheduledFireBefore } from '../schedule/fires/scheduled-fires.ts';
import { beginRun, type How } from './begin-run.ts';
import { continueRun } from './carry-out-run.ts';
import { endNameless } from './gone-names.ts';
import type { Invocation } from './invocation.ts';
import { missedIfLate } from './missed-fires.ts';
import { isByHand, jobOfRun, type ScheduleInUse, type Task, taskByHand } from './task.ts';
import type { CarriedOut } from './tell-run.ts';
import { isLookedForEnough } from './unreadable-run.ts';

/** Longer than an invocation by hand may last: what it has entered and not begun by then it never will. */
const abandonedMs = 30 * minuteMs;

/**
 * Goes on with a run that another invocation left open in the register. One that nobody came to open is begun where it
 * is still in time; what was asked for by hand is not, since whoever asked has seen it fail: that is told.
 */
export async function carryOutLeftBehind(
  { run, since, unreadAt, unbegun }: OpenEntry,
  invocation: Invocation,
  how: How = {},
): Promise<CarriedOut | undefined> {
  const { clock, register, schedule, zoneOffset } = invocation;
  const taking = { ...how, wasUnread: unreadAt !== undefined };
  const continued = unbegun ? undefined : await continueRun(run, invocation, taking);
  if (continued) return continued;
  const now = clock.now();
  const task = await taskOfRun(run, now, invocation);
  if (task && 'fire' in task) return beginRun(task.fire, invocation, taking);
  if (now - since < abandonedMs) return undefined;
  // Nothing is closed by a look or two that found nothing.
  if (!isLookedForEnough([...(unreadAt ?? []), now], now)) {
    await register.enter({ kind: 'unread', run, at: now });
    return { kind: 'unfinished', run, left: undefined, continues: 'tick' };
  }
  if (task) return beginRun(task.abandoned, invocation);
  // However many looks found none, a store may not have shown what it has; it takes no second beginning.
  if (!(await closeUnbegun(run, invocation))) return continueRun(run, invocation, taking);
  const reason =
    `was entered at ${isoWriter(schedule.timezone, zoneOffset)(since)}, and nobody has begun it since: nothing of it was ` +
    'sent, and nothing will be - run it by hand where it is still wanted';
  await endNameless(run, { code: 'run.gone', reason }, invocation);
  return undefined;
}

async function taskOfRun(
  run: string,
  now: number,
  inUse: ScheduleInUse,
): Promise<{ readonly fire: Task } | { readonly abandoned: Task } | undefined> {
  const { schedule, zoneOffset, calendars } = inUse;
  const job = schedule.jobs.find(({ name }) => name === jobOfRun(run));
  if (!job) return undefined;
  const at = Date.parse(run.slice(job.name.length + 1));
  const fire = Number.isFinite(at)
    ? scheduledFireBefore(schedule, job, at, zoneOffset, await calendars())
    : undefined;
  if (fire?.id === run) return { fire: missedIfLate(fire, now) };
  const reason = isByHand({ run, job })
    ? 'the invocation that was asked for it ended before the run began - ask again'
    : 'the invocation that was to begin it ended before it did, and the schedule has no such fire any more - run the job by hand where it is still wanted';
  const task = await taskByHand(job, now, inUse);
  return { abandoned: { ...task, run, skipped: { code: 'not-started', reason } } };
}
