import { pauseMs } from '../foundation/backoff.ts';
import type { CallCause } from '../foundation/call-cause.ts';
import { CodedError } from '../foundation/coded-error.ts';
import { formatDuration } from '../foundation/time/duration.ts';
import { publicEndpoint } from '../huawei/public-endpoint.ts';
import type { CallFailure } from '../run/call-failure.ts';
import { deadlineOf } from '../schedule/fires/deadline.ts';
import type { Invocation } from './invocation.ts';
import type { Patience, Planning } from './plan-task.ts';
import { isByHand, type Task } from './task.ts';
import { stayOf } from './time-budget.ts';

/** A run cannot begin in this invocation, and the next tick tries again. Nothing of it was done or written down. */
export class NotYetError extends CodedError {
  readonly reasons: readonly CallCause[];

  constructor(failures: readonly CallFailure[]) {
    super('run.not-yet', 'the run cannot begin yet: its regions could not be listed');
    this.reasons = failures;
  }
}

/** Between two tries; what a region asks for beyond it is heeded as far as there is time. Milliseconds. */
const rules = { backoff: 5_000, maxBackoff: 60_000 };
/** Of the time that is left, the most that one pause takes: who asked for a day may be there in a minute. */
const shareOfPause = 3;

/** A region that is dark does not keep the others waiting for longer. Milliseconds, and the part of the time to act. */
const longestForOthers = 60_000;
const shareForOthers = 3;

/** Instances that do not tell how they keep their data hold up the run for no longer than this part of the time. */
const shareOfFacts = 3;

/** A tick comes somewhat late, and needs some time to begin. Milliseconds. */
const tickMarginMs = 30_000;

type Needed = Pick<Invocation, 'schedule' | 'clock' | 'remainingMs' | 'log'>;

/** How a run that is to begin is planned: in how much of the time, and how patiently. */
export function planningOf(
  task: Task,
  invocation: Needed,
): Pick<Planning, 'patience' | 'within' | 'regions'> {
  const stay = stayUntilOf(task, invocation) - invocation.clock.now();
  const within = { clock: invocation.clock, ms: Math.max(0, stay) / shareOfFacts };
  return { regions: invocation.schedule.regions, patience: patienceOf(task, invocation), within };
}

/** Until when this invocation can still start something. */
function stayUntilOf({ job }: Task, invocation: Needed): number {
  const { limits, leaving } = stayOf(invocation, job.settle);
  return Math.min(limits.startUntil, leaving?.at ?? Number.POSITIVE_INFINITY);
}

/**
 * How patient a run is that is to begin. While it is in time it is tried again: in this invocation as long as that can
 * still start something, then by the next tick, where one comes in time. Throws `NotYetError` for that. What will not
 * pass, such as a permission that is missing, is not waited for.
 */
function patienceOf(task: Task, { schedule, clock, remainingMs, log }: Needed): Patience {
  const { job, run } = task;
  const began = clock.now();
  const deadline = isByHand(task) ? Number.POSITIVE_INFINITY : deadlineOf(job, task);
  const stayUntil = stayUntilOf(task, { schedule, clock, remainingMs, log });
  const othersUntil = began + Math.min(longestForOthers, Math.max(0, stayUntil - began) / shareForOthers);
  let tries = 0;
  const decide: Patience['decide'] = async (failures, canBegin) => {
    tries += 1;
    const now = clock.now();
    const asked = askedFor(tries, now - began);
    if (!failures.some(({ kind }) => passes(kind))) return { asked };
    const until = Math.min(deadline, canBegin ? othersUntil : stayUntil);
    const wanted = Math.max(
      pauseMs(rules, tries, 1),
      ...failures.map(({ retryAfterMs = 0 }) => retryAfterMs),
    );
    const pause = Math.min(wanted, Math.max(rules.backoff, (until - now) / shareOfPause));
    if (now + pause < until) {
      const [failure] = failures;
      log.write('warn', 'a region cannot be listed yet', {
        run,
        tries,
        code: failure?.code,
        error: failure?.message,
      });
      await clock.wait(pause);
      return 'again';
    }
    const tick = (Math.floor(now / schedule.tickMs) + 1) * schedule.tickMs;
    const comesBack = schedule.journal !== undefined && !isByHand(task);
    if (!canBegin && comesBack && tick + tickMarginMs <= deadline) throw new NotYetError(failures);
    return { asked };
  };
  const enough: Patience['enough'] = async (signal) => {
    await clock.wait(Math.max(0, othersUntil - clock.now()), signal);
    return (region) => silenceOf(region, schedule, clock.now() - began);
  };
  return { decide, enough };
}

/** What is said of a region that was still silent when the others had waited for it long enough. */
function silenceOf(name: string, { regions }: Invocation['schedule'], ms: number): CallFailure {
  const region = regions[name];
  const host = region && new URL(region.endpoint ?? publicEndpoint('dcs', region.region)).host;
  const message = `no answer from ${host} within ${formatDuration(ms)}`;
  return { kind: 'ambiguous', code: 'TIMEOUT', message, ending: 'no-answer', host };
}

function askedFor(tries: number, ms: number): string | undefined {
  if (tries > 1) return `asked ${tries} times in ${formatDuration(ms)}`;
  return ms >= 1_000 ? `asked for ${formatDuration(ms)}` : undefined;
}

function passes(kind: CallFailure['kind']): boolean {
  switch (kind) {
    case 'throttled':
    case 'unsent':
    case 'ambiguous':
    case 'wait':
      return true;
    case 'permanent':
    case 'denied':
      return false;
    default:
      return kind satisfies never;
  }
}
