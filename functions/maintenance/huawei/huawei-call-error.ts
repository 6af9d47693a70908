import { CodedError } from '../foundation/coded-error.ts';

/**
 * How a call ended that has no usable answer.
 * - `unsent`: no connection came about, so not a byte of the request went out.
 * - `timeout`, `closed`: the request may have arrived; the answer did not, or not whole.
 * - `malformed`: a success status with something that is not the documented answer.
 * - `refused`: an HTTP status other than 2xx.
 */
export type CallEnd = 'unsent' | 'timeout' | 'closed' | 'malformed' | 'refused';

/** What is known of a failed call besides its code and message. */
export type CallErrorDetails = {
  readonly end: CallEnd;
  readonly httpStatus?: number | undefined;
  /** `X-Request-Id`: what Huawei's support asks for. */
  readonly requestId?: string | undefined;
  /** Milliseconds the service asked us to wait. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
};

/**
 * A call to Huawei Cloud that failed. `code` is the service's (`DCS.4111`, `APIGW.0308`), else one of ours:
 * `TIMEOUT`, `ECONNREFUSED`, `CLOSED`, `MALFORMED`, `TOO_LARGE`, `HTTP.502`.
 */
export class HuaweiCallError extends CodedError {
  readonly end: CallEnd;
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: string, message: string, details: CallErrorDetails) {
    super(code, message, details.cause === undefined ? {} : { cause: details.cause });
    this.end = details.end;
    this.httpStatus = details.httpStatus;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
  }
}
