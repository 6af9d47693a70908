import { type CallCause, withCode, wordless } from '../foundation/call-cause.ts';
import { plainText } from './plain-text.ts';

/** What the cloud said, cleaned and as long as is of use. */
export function cleanCause(cause: CallCause): CallCause {
  return { ...cause, code: plainText(cause.code), message: plainText(cause.message) };
}

/**
 * The cause in one line: `DCS.5000 "Internal service error." (HTTP 500, request 1a2b)`, or, of a silence, in our own
 * words: `no answer from dcs.example.com within 15000 ms (TIMEOUT)`. Where a permission is missing, which one to grant.
 */
export function describeCause(cause: CallCause): string {
  const { code, message, ending, status, requestId, permission } = cleanCause(cause);
  const advice = permission === undefined ? '' : ` - grant ${permission} to the function's agency`;
  const asked = requestId === undefined ? [] : [`request ${requestId}`];
  const answered = status === undefined ? [] : [`HTTP ${status}`];
  const isTheirs = ending === 'refused' && !isStatus(code);
  if (isTheirs && isWordless(cause)) return `${code}${inBrackets([...answered, ...asked])}${advice}`;
  if (isTheirs) return `${code} ${JSON.stringify(message)}${inBrackets([...answered, ...asked])}${advice}`;
  const told = answered.filter((each) => !message.includes(each));
  const isNamed = (isStatus(code) && status !== undefined) || message === withCode(message, code);
  const named = isNamed ? [] : [code];
  return `${message}${inBrackets([...named, ...told, ...asked])}${advice}`;
}

function inBrackets(details: readonly string[]): string {
  return details.length === 0 ? '' : ` (${details.join(', ')})`;
}

/** Whether a code is the HTTP status in another writing. */
export function isStatus(code: string): boolean {
  return code.startsWith('HTTP.');
}

/** Whether the other side said nothing but a status, or a code. */
export function isWordless({ message, status }: CallCause): boolean {
  return status !== undefined && message === wordless(status);
}

/** A reason with the cause behind it: all of what people and machines get to read of why. */
export function reasonWith(reason: string, cause: CallCause | undefined): string {
  const said = plainText(reason, longestReason);
  return cause === undefined ? said : said + behindReason(cause);
}

/** The reason without what `reasonWith` put behind it. */
export function withoutCause(reason: string, cause: CallCause | undefined): string {
  if (cause === undefined) return reason;
  const behind = behindReason(cause);
  return reason.endsWith(behind) ? reason.slice(0, -behind.length) : reason;
}

function behindReason(cause: CallCause): string {
  return `; ${cause.status === undefined ? 'last call' : 'last answer'}: ${describeCause(cause)}`;
}

/** Ours, with names and numbers in it. */
const longestReason = 400;
