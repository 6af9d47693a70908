/**
 * How a call ended that got no good answer.
 * - `refused`: an HTTP status other than 2xx.
 * - `unreadable`: an answer that is not the documented one, or not HTTP. `too-large`: more than is read.
 * - `cut`: the answer began, and broke off or was not over in time.
 * - `no-answer`: sent, and nothing came in time. `reset`: sent, and the connection was lost before an answer.
 * - `no-connection`: none came about in time, or it broke while it was set up. `name-not-found`, `connection-refused`,
 *   `unreachable`, `tls`: why there was none.
 * - `unsendable`: an address or a header that no request can carry.
 * - `unheard`: sent by an invocation that ended before the answer came.
 */
export const callEndings = [
  'refused',
  'unreadable',
  'too-large',
  'cut',
  'no-answer',
  'reset',
  'no-connection',
  'name-not-found',
  'connection-refused',
  'unreachable',
  'tls',
  'unsendable',
  'unheard',
] as const;

/** See `callEndings`. */
export type CallEnding = (typeof callEndings)[number];

/**
 * What the other side of a call said last, or in which way it was silent: what every reason that goes back to a failed
 * call carries, to the summary and to people. All but code and message is missing where it was not told, and in records
 * of versions that did not keep it.
 */
export type CallCause = {
  /** The service's (`DCS.4111`, `APIGW.0308`), else one of ours: `TIMEOUT`, `ECONNREFUSED`, `HTTP.502`. */
  readonly code: string;
  /** The service's words where it said any, without secrets; else ours. */
  readonly message: string;
  readonly ending?: CallEnding | undefined;
  /** The HTTP status. */
  readonly status?: number | undefined;
  /** What Huawei's support asks for. */
  readonly requestId?: string | undefined;
  /** Which host was silent. */
  readonly host?: string | undefined;
  /** What the function's agency is to be granted, where the call was refused for want of a permission. */
  readonly permission?: string | undefined;
};

/** A text with a code behind it, unless it stands there already, as in what we say of a connection that never was. */
export function withCode(text: string, code: string): string {
  return text.includes(`(${code})`) ? text : `${text} (${code})`;
}

/** The message of a refusal that came without one. */
export function wordless(status: number): string {
  return `HTTP ${status} without an error message`;
}

/** The cause in something that holds one and more, such as a failure. */
export function causeIn({
  code,
  message,
  ending,
  status,
  requestId,
  host,
  permission,
}: CallCause): CallCause {
  return {
    code,
    message,
    ...(ending !== undefined && { ending }),
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { requestId }),
    ...(host !== undefined && { host }),
    ...(permission !== undefined && { permission }),
  };
}
