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

/** A failed call: its kind, the service's code (`DCS.4111`, `APIGW.0308`, `TIMEOUT`) and words fit to be shown. */
export type CallFailure = {
  readonly kind: FailureKind;
  readonly code: string;
  readonly message: string;
  /** Milliseconds the service asked us to wait, where it did. */
  readonly retryAfterMs?: number;
};

/** Thrown by an adapter when a call that only reads could not be answered. */
export class CallError extends CodedError {
  readonly failure: CallFailure;

  constructor(failure: CallFailure, options?: ErrorOptions) {
    super(failure.code, failure.message, options);
    this.failure = failure;
  }
}
