import { backoffMs } from '../foundation/backoff.ts';
import { type CallCause, causeIn } from '../foundation/call-cause.ts';
import { isStartStatus } from '../plan/gates.ts';
import { failureOfCall, suspects } from './after-call.ts';
import { heededMs } from './call-failure.ts';
import type { Closed } from './closed.ts';
import type { Limits } from './command.ts';
import type { Retry, Secured } from './event.ts';
import { failsForAll } from './failing-calls.ts';
import type { Held } from './held.ts';
import { isUntried } from './instance-changes.ts';
import type { Conclusion, Outcome } from './outcome.ts';
import type { RunState, Tracked, Trouble, Watching } from './state.ts';
import type { WatchVerdict } from './watch-verdict.ts';

/** What can be said of an instance without another call; `undefined` for nothing. */
export type Decision =
  | { readonly conclusion: Conclusion }
  | { readonly retry: Retry }
  | { readonly secured: Secured & { readonly id: string } }
  | undefined;
/** What is decided by, besides the instance. */
export type Context = {
  readonly state: RunState;
  readonly now: number;
  /** Why nothing new may start, and what to call an instance that never did. */
  readonly closed: Closed | undefined;
  readonly overtime: boolean;
  /** How long this invocation may act. */
  readonly limits: Limits;
  /** Groups of instances that were not seen to come back, and of which one each. */
  readonly stuckGroups: ReadonlyMap<string, string>;
  /** Who else has an instance in hand. */
  readonly held: Held;
};
/** One that the targets are not for any more, as its status is another one when its turn comes. */
export function whereUnmeant(one: Tracked, { startFrom }: RunState['rules']): Decision {
  const { seen } = one;
  if (!seen || !isUntried(one) || isStartStatus(seen.status, startFrom)) return undefined;
  const reason = `is ${seen.status} when its turn comes, which the targets are not for`;
  return conclude(one, 'skipped', 'state', reason);
}

/** A try that ended badly. */
export type FailedTry = Omit<Extract<WatchVerdict, { verdict: 'failed-try' }>, 'verdict'>;

/** Another try if the rules leave one; the look before it is what `choose-call.ts` insists on. */
export function afterFailedTry(
  one: Tracked,
  { final, code, reason, cause }: FailedTry,
  { state, now, closed }: Context,
): Decision {
  const tries = one.failedTries + 1;
  const { retry } = state.rules;
  if (final) return conclude(one, 'failed', code, reason, cause);
  if (tries >= retry.attempts)
    return conclude(one, 'failed', code, tries === 1 ? reason : `${reason} (${tries} tries)`, cause);
  if (closed) return conclude(one, 'failed', code, `${reason}; no further try: ${closed.reason}`, cause);
  const delay = backoffMs(retry, tries, `${state.run}/${one.planned.id}/${tries}`);
  return { retry: { id: one.planned.id, notBefore: now + delay, code, reason, cause } };
}

/**
 * Another try of what was watched in vain. Where the call failed as a whole and named others, it was perhaps one of
 * those, so this one goes on with a part of them; and for a state that passes it is only waited.
 */
export function afterWatchedTry(
  one: Tracked,
  phase: Watching,
  failed: FailedTry,
  context: Context,
): Decision {
  const { code, reason, cause } = failed;
  const { apart } = phase;
  const { state, now } = context;
  const failure = failureOfCall(phase);
  if (failure === undefined || (failure.kind !== 'wait' && failsForAllIn(one, context)))
    return afterFailedTry(one, failed, context);
  const { id } = one.planned;
  const asked = heededMs(failure, state.rules.settle);
  if (apart !== undefined) {
    const notBefore = Math.max(now, phase.since + asked);
    return { retry: { id, notBefore, code, reason, cause, apart } };
  }
  if (failed.final || failure.kind !== 'wait') return afterFailedTry(one, failed, context);
  // It was watched meanwhile, and that was waiting too.
  const backoff = backoffMs(state.rules.retry, one.attempts, `${state.run}/${id}/${one.attempts}`);
  const notBefore = Math.max(now, phase.since + Math.max(backoff, asked));
  return { retry: { id, notBefore, code, reason, cause, apart: one.cohort || suspects } };
}

/** Whether the calls to an instance's region fail whomever they name. */
export function failsForAllIn({ planned }: Tracked, { state }: Context): boolean {
  const region = state.regions.get(planned.region);
  return region !== undefined && failsForAll(region);
}

/** The end of one that is not started: of one that was tried before it is only why there is no further try. */
export function leaveAlone(
  one: Tracked,
  tried: Trouble | undefined,
  { outcome, code, reason, cause }: Omit<Conclusion, 'id'>,
): Decision {
  if (!tried) return conclude(one, outcome, code, reason, cause);
  const why = `${tried.reason}; no further try: ${reason}`;
  return conclude(one, 'failed', tried.code, why, tried.cause ?? cause);
}

/** The end of an instance. */
export function conclude(
  one: Tracked,
  outcome: Outcome,
  code: string,
  reason: string,
  cause?: CallCause,
): Decision {
  return {
    conclusion: { id: one.planned.id, outcome, code, reason, ...(cause && { cause: causeIn(cause) }) },
  };
}
