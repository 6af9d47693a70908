import type { Clock } from '../foundation/clock.ts';
import type { TimeFrame } from '../foundation/time-frame.ts';
import type { Limits } from '../run/command.ts';
import type { Driving } from '../run/driver.ts';
import type { JobSettings } from '../schedule/schema.ts';
import type { Invocation } from './invocation.ts';

/**
 * How long this invocation may act on a run, and when it leaves it to the next one. What another invocation goes on
 * with need not come to an end in this one.
 */
export function stayOf(
  { schedule, clock, remainingMs }: Pick<Invocation, 'schedule' | 'clock' | 'remainingMs'>,
  settle: JobSettings['settle'],
): Pick<Driving, 'limits' | 'leaving'> {
  const now = clock.now();
  if (!schedule.journal) return { limits: timeBudget(now, remainingMs(), settle), leaving: undefined };
  const never = Number.POSITIVE_INFINITY;
  return {
    limits: { startUntil: never, actUntil: never },
    leaving: { at: leaveAt(now, remainingMs()), returns: true },
  };
}

/** Kept for telling people: somewhat longer than all channels together may take. */
const tellingMs = 25_000;

/**
 * How long an invocation may act, in milliseconds since 1970. What starts needs time to be seen coming back, so
 * nothing starts in the last acceptance and three looks; a short invocation keeps at least half for starting.
 */
export function timeBudget(
  now: number,
  remainingMs: number,
  { acceptance, poll }: Pick<JobSettings['settle'], 'acceptance' | 'poll'>,
): Limits {
  const actMs = workMs(remainingMs);
  const settlingMs = Math.min(acceptance + 3 * poll, actMs / 2);
  return { startUntil: now + actMs - settlingMs, actUntil: now + actMs };
}

/** How long an invocation without a journal may wait for a fire and still carry it out, whatever its job's times. */
export function waitingMs(remainingMs: number): number {
  return timeBudget(0, remainingMs, { acceptance: Number.POSITIVE_INFINITY, poll: 0 }).startUntil;
}

/** How much of the time that is left may go by before people are told. Milliseconds. */
function workMs(remainingMs: number): number {
  return Math.max(0, remainingMs - Math.min(tellingMs, remainingMs / 4));
}

/** What an action's answer may take of the time for telling leaves this much. Milliseconds. */
const afterActionMs = 8_000;

/**
 * The frame of an invocation that begins now. Until people are to be told, nothing is waited for longer than that;
 * what is asked later (how telling went is written down, runs are closed or left) has the time that is left.
 */
export function timeFrame(
  { now }: Pick<Clock, 'now'>,
  remainingMs: () => number,
): TimeFrame & { readonly workUntil: number } {
  const began = now();
  const left = remainingMs();
  const workUntil = began + workMs(left);
  const closeUntil = began + Math.max(0, left - answeringMs);
  const actionsUntil = Math.max(workUntil, began + left - Math.min(afterActionMs, left / 8));
  const whileWorking = (until: number) => () => (now() < workUntil ? until : closeUntil);
  return {
    workUntil,
    readsUntil: whileWorking(workUntil),
    actionsUntil: whileWorking(actionsUntil),
  };
}

/** Kept for hearing out a call, which takes 35 seconds at most, for the checkpoint and for the hand-over. */
const leavingMs = 45_000;

/** When an invocation leaves what it has begun to the next one, in milliseconds since 1970. */
export function leaveAt(now: number, remainingMs: number): number {
  return now + Math.max(0, remainingMs - Math.min(leavingMs, remainingMs / 3));
}

/** Longest time for telling, and what is left of the invocation beside it for giving its answer. */
const longestTellingMs = 20_000;
const answeringMs = 2_000;

/**
 * Until when channels may be told, in milliseconds since 1970. A silent receiver must not hold an invocation until
 * the platform kills it: that counts as a failure, and may be tried again.
 */
export function tellUntil(now: number, remainingMs: number): number {
  return now + Math.min(longestTellingMs, Math.max(0, remainingMs - answeringMs));
}

/** Until when this invocation may tell people; see `tellUntil`. */
export function tellUntilOf({ clock, remainingMs }: Pick<Invocation, 'clock' | 'remainingMs'>): number {
  return tellUntil(clock.now(), remainingMs());
}
