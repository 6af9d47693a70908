import { CodedError } from '../foundation/coded-error.ts';
import type { HttpReply, HttpResult, HttpSilence } from '../http/exchange.ts';
import type { Redact } from '../secrets/redact.ts';

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

/** What an error says of the request that it is about. */
type Asked = { readonly host: string; readonly timeoutMs: number };

/** The answer of an exchange, whatever its status, if it came whole. Throws `HuaweiCallError` for every other end. */
export function wholeReply(result: HttpResult, asked: Asked): HttpReply {
  if (result.kind === 'silence') throw silenceError(result, asked);
  switch (result.ending) {
    case 'whole':
      return result;
    case 'too-large': {
      const message = `the answer is larger than ${result.body.length} bytes`;
      throw new HuaweiCallError('TOO_LARGE', message, { end: 'malformed', httpStatus: result.status });
    }
    case 'late':
      throw timeoutError(asked, 'timeout');
    case 'cut':
      throw closedError(asked, undefined);
    default:
      return result.ending satisfies never;
  }
}

/** The error of a call that got no answer, which tells whether anything can have arrived. */
export function silenceError({ reason, mayHaveArrived, cause }: HttpSilence, asked: Asked): HuaweiCallError {
  // Node has an error for everything but our own time limit.
  if (cause === undefined) return timeoutError(asked, mayHaveArrived ? 'timeout' : 'unsent');
  if (mayHaveArrived) return closedError(asked, cause);
  const code = errnoOf(cause);
  const what = reason === 'unsendable' ? 'a request that cannot be sent' : 'no connection';
  return new HuaweiCallError(code, `${what} to ${asked.host} (${code})`, { end: 'unsent', cause });
}

function timeoutError({ host, timeoutMs }: Asked, end: 'timeout' | 'unsent'): HuaweiCallError {
  return new HuaweiCallError('TIMEOUT', `no answer from ${host} within ${timeoutMs} ms`, { end });
}

function closedError({ host }: Asked, cause: unknown): HuaweiCallError {
  const message = `the connection to ${host} was lost before the answer was complete (${errnoOf(cause)})`;
  return new HuaweiCallError('CLOSED', message, { end: 'closed', cause });
}

function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'ECONNRESET';
}

/**
 * A code or a request id as another side wrote it; `undefined` for what is none, or has a secret in it. They go
 * where no log's redaction reaches, such as the journal.
 */
export function plainToken(text: string, redact: Redact): string | undefined {
  return /^[A-Za-z0-9._-]{1,64}$/.test(text) && redact(text) === text ? text : undefined;
}
