import { CodedError } from '../foundation/coded-error.ts';

/** Why there was no answer. */
export type SilenceReason =
  | 'blocked'
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'tls'
  | 'reset'
  | 'timeout'
  | 'bad-reply'
  | 'aborted'
  | 'network'
  /** A URL or a header that no request can carry. */
  | 'unsendable';

/** How far a request came before it failed. */
export type Phase = 'connecting' | 'securing' | 'sending';

/** Says that a name led to an address we do not connect to; names neither. */
export class BlockedAddressError extends CodedError {
  constructor() {
    super('blocked-address', 'the name of the receiver leads to an address that is not public');
  }
}

const reasonOfCode: ReadonlyMap<string, SilenceReason> = new Map([
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
export function silenceReason(error: unknown, phase: Phase): SilenceReason {
  if (error instanceof BlockedAddressError) return 'blocked';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('HPE_')) return 'bad-reply';
  return reasonOfCode.get(code) ?? (phase === 'securing' ? 'tls' : 'network');
}
