import type { CallCause, CallEnding } from '../foundation/call-cause.ts';
import { CodedError } from '../foundation/coded-error.ts';
import type { HttpReply, HttpResult, HttpSilence, ReplyHeaders } from '../http/exchange.ts';
import type { SilenceReason } from '../http/silence.ts';
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
type CallErrorDetails = {
  readonly end: CallEnd;
  /** The same more closely; what `end` comes down to where it is left out. */
  readonly ending?: CallEnding;
  readonly httpStatus?: number | undefined;
  /** Which host was silent. */
  readonly host?: string;
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
  readonly ending: CallEnding;
  readonly httpStatus: number | undefined;
  readonly host: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: string, message: string, details: CallErrorDetails) {
    super(code, message, details.cause === undefined ? {} : { cause: details.cause });
    this.end = details.end;
    this.ending = details.ending ?? endingOf[details.end];
    this.httpStatus = details.httpStatus;
    this.host = details.host;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** What a failed call says of itself, as it goes to whoever is told. */
export function causeOfError({
  code,
  message,
  ending,
  httpStatus,
  requestId,
  host,
}: HuaweiCallError): CallCause {
  return {
    code,
    message,
    ending,
    ...(httpStatus !== undefined && { status: httpStatus }),
    ...(requestId !== undefined && { requestId }),
    ...(host !== undefined && { host }),
  };
}

const endingOf: Readonly<Record<CallEnd, CallEnding>> = {
  unsent: 'no-connection',
  timeout: 'no-answer',
  closed: 'reset',
  malformed: 'unreadable',
  refused: 'refused',
};

/** What an error says of the request that it is about, and what it must not say. */
type Asked = { readonly host: string; readonly timeoutMs: number; readonly redact: Redact };

/** The answer of an exchange, whatever its status, if it came whole. Throws `HuaweiCallError` for every other end. */
export function wholeReply(result: HttpResult, asked: Asked): HttpReply {
  if (result.kind === 'silence') throw silenceError(result, asked);
  switch (result.ending) {
    case 'whole':
      return result;
    case 'too-large': {
      const message = `the answer is larger than ${result.body.length} bytes`;
      throw new HuaweiCallError('TOO_LARGE', message, {
        end: 'malformed',
        ...begun(result, asked),
        ending: 'too-large',
      });
    }
    case 'late':
      throw timeoutError(asked, { end: 'timeout', ...begun(result, asked) });
    case 'cut':
      throw closedError(asked, { end: 'closed', ...begun(result, asked) });
    default:
      return result.ending satisfies never;
  }
}

/** What is known of an answer that did not come whole. */
function begun({ status, headers }: HttpReply, { host, redact }: Asked) {
  return { ending: 'cut', httpStatus: status, host, requestId: requestIdIn(headers, redact) } as const;
}

/** The request id in the head of an answer, by the names that Huawei's services have for it. */
function requestIdIn(headers: ReplyHeaders, redact: Redact): string | undefined {
  const told = headers['x-request-id'] ?? headers['x-obs-request-id'] ?? headers['x-amz-request-id'];
  return plainToken(told ?? '', redact);
}

/** The error of a call that got no answer, which tells whether anything can have arrived. */
export function silenceError(
  { reason, mayHaveArrived, cause }: HttpSilence,
  asked: Pick<Asked, 'host' | 'timeoutMs'>,
): HuaweiCallError {
  const { host } = asked;
  const ending = endingIn(reason, mayHaveArrived);
  // Node has an error for everything but our own time limit.
  if (cause === undefined)
    return timeoutError(asked, { end: mayHaveArrived ? 'timeout' : 'unsent', ending, host });
  if (mayHaveArrived) return closedError(asked, { end: 'closed', ending, host, cause });
  const code = errnoOf(cause);
  const what = reason === 'unsendable' ? 'a request that cannot be sent' : 'no connection';
  return new HuaweiCallError(code, `${what} to ${host} (${code})`, { end: 'unsent', ending, host, cause });
}

function endingIn(reason: SilenceReason, mayHaveArrived: boolean): CallEnding {
  switch (reason) {
    case 'dns':
      return 'name-not-found';
    case 'refused':
      return 'connection-refused';
    case 'unreachable':
    case 'blocked':
      return 'unreachable';
    case 'tls':
    case 'unsendable':
      return reason;
    case 'bad-reply':
      return 'unreadable';
    case 'timeout':
    case 'aborted':
      return mayHaveArrived ? 'no-answer' : 'no-connection';
    case 'reset':
    case 'network':
      return mayHaveArrived ? 'reset' : 'no-connection';
    default:
      return reason satisfies never;
  }
}

function timeoutError(
  { host, timeoutMs }: Pick<Asked, 'host' | 'timeoutMs'>,
  details: CallErrorDetails,
): HuaweiCallError {
  const what =
    details.ending === 'cut'
      ? `the answer of ${host} did not end`
      : `no ${details.end === 'unsent' ? 'connection to' : 'answer from'} ${host}`;
  const message =
    timeoutMs > 0 ? `${what} within ${Math.round(timeoutMs)} ms` : `no time was left to ask ${host}`;
  return new HuaweiCallError('TIMEOUT', message, details);
}

function closedError({ host }: Pick<Asked, 'host'>, details: CallErrorDetails): HuaweiCallError {
  const message = `the connection to ${host} was lost before the answer was complete (${errnoOf(details.cause)})`;
  return new HuaweiCallError('CLOSED', message, details);
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
