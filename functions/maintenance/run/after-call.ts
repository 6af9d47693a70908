import { causeIn } from '../foundation/call-cause.ts';
import type { Action } from '../schedule/schema.ts';
import { type CallFailure, failureStory, nothingNew } from './call-failure.ts';
import { changed, watchedOn } from './changed.ts';
import type { Retry } from './event.ts';
import { mayBeOneOfThem } from './failing-calls.ts';
import type { Certainty, Doubt, Phase, Tracked, Trouble, Watching } from './state.ts';

/** What DCS answered for one instance: `said` is a word that is not documented, as people are told it. */
export type AnswerForOne =
  | { readonly kind: 'accepted' | 'rejected' | 'unnamed' }
  | { readonly kind: 'odd'; readonly said: string };

/**
 * An instance after DCS answered the call that named it: watched, whatever the answer. Also a "failed" may have been
 * carried out, and sending it again without having looked would do it twice.
 */
export function afterAnswer(
  one: Tracked,
  answer: AnswerForOne,
  { at, requestId }: { readonly at: number; readonly requestId?: string | undefined },
): Tracked {
  const answered = { status: 200, requestId };
  switch (answer.kind) {
    case 'accepted':
      return watch(one, { at, certainty: 'accepted' });
    case 'unnamed': {
      const cause = causeIn({ code: 'unnamed', message: 'the results do not name it', ...answered });
      return watch(one, { at, certainty: 'unnamed', answer: { kind: 'unnamed', cause } });
    }
    case 'rejected': {
      const cause = causeIn({ code: 'rejected', message: 'failed', ...answered });
      return watch(one, { at, certainty: 'rejected', answer: { kind: 'said', said: '"failed"', cause } });
    }
    case 'odd': {
      const { said } = answer;
      const cause = causeIn({ code: 'MALFORMED', message: said, ending: 'unreadable', ...answered });
      return watch(one, { at, certainty: 'odd', answer: { kind: 'said', said, cause } });
    }
    default:
      return answer satisfies never;
  }
}

/** What is needed to say where an instance stands after a whole call failed. */
export type Refusal = {
  readonly failure: CallFailure;
  readonly at: number;
  readonly action: Action;
  /** Which part of the call it was in. */
  readonly part: string;
  /**
   * Whose doing the failure is: perhaps that of another instance that the call named, its own because it named none, or
   * nobody's because the region's calls fail whomever they name.
   */
  readonly whose: 'shared' | 'own' | 'of-all';
};

/** Those whose own failure it was share no call with others any more. */
export const suspects = '!';

/**
 * An instance after the call that named it failed as a whole. It is watched for as long as an accepted action may take to
 * show, also where DCS refused the call for certain and in documented words: no document says that of a call that names
 * several nothing is done when it is refused for one of them, and a restart that is sent again while the first is yet to
 * show is one too many. Whether it may be sent again after that is for `judge-evidence.ts` to say.
 */
export function afterRefusal(one: Tracked, refusal: Refusal): Tracked {
  const { failure, at, whose, part, action } = refusal;
  const { phase } = one;
  const answer: Doubt = { kind: 'failure', failure };
  const trouble = troubled(one, refusal);
  if (phase.kind === 'announced' && phase.begun) return watch(one, { at, certainty: 'lost', answer });
  const apart = whose !== 'shared' || !mayBeOneOfThem(failure) ? undefined : one.cohort + part;
  switch (failure.kind) {
    case 'ambiguous': {
      const certainty = action === 'flush' && isTurnedDown(failure) ? 'refused' : 'lost';
      return changed(watch(one, { at, certainty, answer, apart }), { trouble });
    }
    case 'throttled':
    case 'unsent': {
      // Nothing was done for this instance, so the call does not count among its attempts.
      const waits = changed(one, {
        attempts: one.attempts - 1,
        phase: { kind: 'waiting', notBefore: at },
        trouble: troubleUnsent(one, trouble),
      });
      // As far as DCS says: a look may show another thing.
      const isLatest = failure.kind === 'throttled' && (one.sent === undefined || wasThrottled(one.sent));
      if (!isLatest) return waits;
      return changed(waits, { sent: watchingAfter(one, { at, certainty: 'refused', answer }) });
    }
    case 'denied':
      if (!mayBeOneOfThem(failure)) return changed(one, { phase: failedTry(failure) });
      break;
    case 'permanent':
    case 'wait':
      break;
    default:
      failure.kind satisfies never;
  }
  // A thousand that may not be restarted need not be watched one after another to know it.
  if (whose === 'of-all' && action !== 'flush' && failure.kind !== 'wait')
    return changed(one, { phase: failedTry(failure) });
  return changed(watch(one, { at, certainty: 'refused', answer, apart }), { trouble });
}

/** What tells of the exchange and not of a look at the call, or may be a conflict with this very call. */
const tellingNothing: ReadonlySet<number> = new Set([408, 409, 425, 499]);

/**
 * Whether a status that DCS does not document says that the call was turned down. A restart is watched all the same, as
 * it can be sent again after that; of a flush nothing better is to be had.
 */
function isTurnedDown({ ending, status = 0 }: CallFailure): boolean {
  return ending === 'refused' && status >= 400 && status < 500 && !tellingNothing.has(status);
}

/** An instance that gets another try. One that only shared its call with others has not failed a try of its own. */
export function afterRetry(
  one: Tracked,
  { notBefore, code, reason, cause, apart }: Retry,
  at: number,
): Tracked {
  const its = asWaiting(one);
  const failure = failureOf(one);
  const trouble: Trouble = { since: at, code, reason, cause, failure };
  const phase: Phase = { kind: 'waiting', notBefore };
  if (apart !== undefined) {
    // Whoever was alone in it goes on waiting for the same.
    const since = its.sent?.apart === undefined ? (one.trouble?.since ?? at) : at;
    return changed(its, { phase, cohort: apart, trouble: { ...trouble, since } });
  }
  const cohort = failure ? suspects : '';
  const sent = its.sent && watchedOn(its.sent, { apart: undefined });
  return changed(its, { phase, cohort, sent, trouble, failedTries: one.failedTries + 1 });
}

/** What was last known of the call stays known while it waits. */
function asWaiting(one: Tracked): Tracked {
  return one.phase.kind === 'watching' ? changed(one, { sent: one.phase }) : one;
}

/** The failure that an instance's last try goes back to, where its call failed as a whole. */
function failureOf({ phase, trouble }: Tracked): CallFailure | undefined {
  return phase.kind === 'watching' ? failureOfCall(phase) : trouble?.failure;
}

/** How the call failed as a whole that an instance is watched for; `undefined` where it did not, or was accepted. */
export function failureOfCall({ certainty, answer }: Watching): CallFailure | undefined {
  return certainty !== 'accepted' && answer?.kind === 'failure' ? answer.failure : undefined;
}

/** Whether it is of a call that came too often, of which DCS should have done nothing and nothing counts. */
export function wasThrottled(phase: Watching): boolean {
  return failureOfCall(phase)?.kind === 'throttled';
}

/** How a call ended. */
type CallEnded = {
  readonly at: number;
  readonly certainty: Certainty;
  readonly answer?: Doubt;
  readonly apart?: string | undefined;
};

function watch(one: Tracked, ended: CallEnded): Tracked {
  const phase = watchingAfter(one, ended);
  const cohort = phase.certainty === 'accepted' ? '' : one.cohort;
  return changed(one, { phase, cohort, trouble: undefined });
}

function watchingAfter(one: Tracked, { at, certainty, answer, apart }: CallEnded): Watching {
  const announced = one.phase.kind === 'announced' ? one.phase : undefined;
  const before = announced?.before ?? one.seen;
  return {
    kind: 'watching',
    since: at,
    certainty: announced?.begun ? 'accepted' : certainty,
    answer,
    apart,
    fewestKeys: undefined,
    before: before ?? { status: 'MISSING', idle: false, updatedAt: undefined, at },
    lookedAt: announced?.lookedAt ?? at,
    blindMs: announced?.blindMs ?? 0,
    leftAt: announced?.begun?.at,
    leftWithinMs: announced?.begun?.withinMs ?? 0,
    backAt: undefined,
    confirmedAt: undefined,
    measuredAt: undefined,
  };
}

function troubled(one: Tracked, { failure, at }: Refusal): Trouble {
  return { since: one.trouble?.since ?? at, code: failure.code, ...failureStory(failure), failure };
}

/**
 * That another run has it in hand is why it waits; what its own try came to stays what it failed of. That nothing new may
 * start is nobody's trouble.
 */
function troubleUnsent({ trouble: own, failedTries }: Tracked, trouble: Trouble): Trouble | undefined {
  if (trouble.code === nothingNew) return own;
  if (trouble.code !== 'in-hand') return trouble;
  if (own === undefined || failedTries === 0) return trouble;
  if (own.code === trouble.code) return own;
  return { ...trouble, reason: `${own.reason}; ${trouble.reason}`, cause: own.cause };
}

function failedTry(failure: CallFailure): Phase {
  return { kind: 'failed-try', final: true, code: failure.code, ...failureStory(failure) };
}
