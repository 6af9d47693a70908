import { type CallCause, causeIn } from '../foundation/call-cause.ts';
import { CodedError } from '../foundation/coded-error.ts';

/**
 * How a call to the cloud failed, in the terms that decide what may be done next.
 * - `permanent`: will fail again in the same way.
 * - `denied`: credentials or permissions; the same for every instance of the region.
 * - `wait`: refused for the state an instance is in now; look again, then try again.
 * - `throttled`: nothing was done; try again later.
 * - `unsent`: the request never reached the service (name not found, connection refused); safe to send again.
 * - `ambiguous`: it may or may not have been carried out.
 */
export type FailureKind = 'permanent' | 'denied' | 'wait' | 'throttled' | 'unsent' | 'ambiguous';

/** A failed call: its kind, and what the other side said last or how it was silent. */
export type CallFailure = CallCause & {
  readonly kind: FailureKind;
  /** Milliseconds the service asked us to wait, where it did. */
  readonly retryAfterMs?: number;
};

/** The code of a call that was not made because nothing new may start any more: it tells nothing of an instance or a region. */
export const nothingNew = 'nothing-new';

/** Sooner than this nothing is asked again that is to be asked later. Milliseconds. */
const shortestHeededMs = 60_000;

/**
 * How long a region or an instance is left alone because the service asked for it, in milliseconds: whoever names a day
 * may be there in a minute, and what is under way meanwhile would be out of sight for longer than it is waited for.
 */
export function heededMs({ retryAfterMs = 0 }: CallFailure, settle: { readonly timeout: number }): number {
  return Math.min(retryAfterMs, Math.max(shortestHeededMs, settle.timeout / 2));
}

/** Whether nothing was done for it and it waits from then on for its next call, whenever that may go out. */
export function isTurnedAway(failure: CallFailure | undefined): boolean {
  return failure?.kind === 'throttled' || failure?.kind === 'unsent';
}

/**
 * What is said of an instance whose call failed, and what the cloud said of the call. A failure of ours, and one in a
 * record that did not keep how a call ended, has its own words.
 */
export function failureStory(failure: CallFailure): {
  readonly reason: string;
  readonly cause: CallCause | undefined;
} {
  if (failure.ending === undefined) return { reason: failure.message, cause: undefined };
  const reason =
    failure.ending === 'refused' ? 'Huawei Cloud refused the call' : 'the call did not get through';
  return { reason, cause: causeIn(failure) };
}

/** Thrown by an adapter when a call that only reads could not be answered. */
export class CallError extends CodedError {
  readonly failure: CallFailure;

  constructor(failure: CallFailure, options?: ErrorOptions) {
    super(failure.code, failure.message, options);
    this.failure = failure;
  }
}
