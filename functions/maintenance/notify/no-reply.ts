import { BlockedAddressError } from '../http/silence.ts';

/** Why there was no answer. */
export type NoReplyReason =
  | 'blocked'
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'tls'
  | 'reset'
  | 'timeout'
  | 'bad-reply'
  | 'aborted'
  | 'network';

/** How far a post came before it failed. */
export type Phase = 'connecting' | 'securing' | 'sending';

const reasonOfCode: ReadonlyMap<string, NoReplyReason> = new Map([
  ['ENOTFOUND', 'dns'],
  ['ENODATA', 'dns'],
  ['EAI_AGAIN', 'dns'],
  ['EAI_FAIL', 'dns'],
  ['EAI_NODATA', 'dns'],
  ['ECONNREFUSED', 'refused'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['EADDRNOTAVAIL', 'unreachable'],
  ['ETIMEDOUT', 'timeout'],
  ['ECONNRESET', 'reset'],
  ['ECONNABORTED', 'reset'],
  ['EPIPE', 'reset'],
]);

/**
 * The reason in an error of Node's, from its code and the phase alone: messages and properties can hold the URL.
 * What fails while TLS is set up has one of some thirty codes of OpenSSL's, so there the phase decides.
 */
export function noReplyReason(error: unknown, phase: Phase): NoReplyReason {
  if (error instanceof BlockedAddressError) return 'blocked';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('HPE_')) return 'bad-reply';
  return reasonOfCode.get(code) ?? (phase === 'securing' ? 'tls' : 'network');
}
