import { type BackoffRules, backoffMs } from '../foundation/backoff.ts';
import type { CallFailure } from './call-failure.ts';
import type { Phase, Tracked, Trouble, Watching } from './state.ts';

/** An instance after DCS answered the call that named it. */
export function afterAnswer(
  one: Tracked,
  { accepted, rejected }: { readonly accepted: boolean; readonly rejected: boolean },
  at: number,
): Tracked {
  if (accepted) return watch(one, at, 'accepted');
  if (!rejected) return watch(one, at, 'unnamed');
  const reason = 'DCS answered "failed" for it and gives no reason; see its task list in the console';
  return { ...one, phase: { kind: 'failed-try', final: false, code: 'rejected', reason } };
}

/** What is needed to say where an instance stands after a whole call failed. */
export type Refusal = {
  readonly failure: CallFailure;
  readonly at: number;
  readonly run: string;
  readonly retry: BackoffRules;
  /** Which half of the call it was in. */
  readonly half: '0' | '1';
  /** The call named no other instance, so the failure is its own. */
  readonly alone: boolean;
};

/** An instance after the call that named it failed as a whole. */
export function afterRefusal(one: Tracked, refusal: Refusal): Tracked {
  const { failure, at, alone, half } = refusal;
  switch (failure.kind) {
    case 'ambiguous':
      return { ...watch(one, at, 'lost'), trouble: troubled(one, refusal) };
    case 'throttled':
    case 'unsent':
      return waitAgain(one, refusal, at, one.cohort);
    case 'denied':
      return { ...one, phase: failedTry(failure) };
    case 'permanent':
    case 'wait': {
      // One instance can spoil a call for 49 others, and the answer does not say which: send the halves apart.
      if (!alone) return waitAgain(one, refusal, at, one.cohort + half);
      if (failure.kind === 'permanent') return { ...one, phase: failedTry(failure) };
      const delay = backoffMs(
        refusal.retry,
        one.attempts,
        `${refusal.run}/${one.planned.id}/${one.attempts}`,
      );
      const waiting = waitAgain(one, refusal, at + Math.max(delay, failure.retryAfterMs ?? 0), one.cohort);
      return { ...waiting, attempts: one.attempts };
    }
    default:
      return failure.kind satisfies never;
  }
}

function watch(one: Tracked, since: number, certainty: Watching['certainty']): Tracked {
  const before = one.phase.kind === 'announced' ? one.phase.before : one.seen;
  const phase: Watching = {
    kind: 'watching',
    since,
    certainty,
    lookedAt: one.phase.kind === 'announced' ? one.phase.at : since,
    blindMs: 0,
    before: before ?? { status: 'MISSING', idle: false, updatedAt: undefined, at: since },
    leftAt: undefined,
    leftWithinMs: 0,
    backAt: undefined,
    confirmedAt: undefined,
    measuredAt: undefined,
  };
  return { ...one, phase, cohort: '', trouble: undefined };
}

/** Nothing was done for this instance, so the call does not count among its attempts. */
function waitAgain(one: Tracked, refusal: Refusal, notBefore: number, cohort: string): Tracked {
  return {
    ...one,
    attempts: one.attempts - 1,
    cohort,
    phase: { kind: 'waiting', notBefore },
    trouble: troubled(one, refusal),
  };
}

function troubled(one: Tracked, { failure, at }: Refusal): Trouble {
  return { since: one.trouble?.since ?? at, code: failure.code, reason: failure.message };
}

function failedTry({ code, message }: CallFailure): Phase {
  return { kind: 'failed-try', final: true, code, reason: message };
}
