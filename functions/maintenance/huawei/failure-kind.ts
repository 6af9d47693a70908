import type { FailureKind } from '../run/call-failure.ts';
import type { CallEnd } from './huawei-call-error.ts';

/** Whether a call only reads, or may change something. */
export type CallSends = 'read' | 'action';

/** What the kind of a failure follows from. */
export type CallEnded = {
  readonly end: CallEnd;
  readonly httpStatus: number | undefined;
  /** The service's code in either style, or one of ours. */
  readonly code: string;
};

/**
 * Refusals with HTTP 400 for the state an instance is in, as `DCS.` codes: DCS's error table, and the ones that
 * Huawei's Terraform provider waits out (4121, 4231, 4975, CBC.99003651).
 */
const stateCodes = new Set([
  ...['DCS.4017', 'DCS.4026', 'DCS.4049', 'DCS.4096', 'DCS.4097', 'DCS.4104', 'DCS.4108', 'DCS.4111'],
  ...['DCS.4113', 'DCS.4114', 'DCS.4115', 'DCS.4116', 'DCS.4117', 'DCS.4118', 'DCS.4120'],
  ...['DCS.4121', 'DCS.4231', 'DCS.4975', 'CBC.99003651'],
]);

/**
 * The kind of a failed call. For an action every doubt is `ambiguous`; a read has no effect to be in doubt
 * about, so only what may go away by itself is.
 */
export function failureKind(sends: CallSends, { end, httpStatus, code }: CallEnded): FailureKind {
  switch (end) {
    case 'unsent':
      return 'unsent';
    case 'timeout':
    case 'closed':
      return 'ambiguous';
    case 'malformed':
      return sends === 'read' && code === 'TOO_LARGE' ? 'permanent' : 'ambiguous';
    case 'refused':
      return refusalKind(sends, httpStatus ?? 0, documentedCode(code));
  }
}

/**
 * Whether a refusal says that there is no such instance: DCS.3022, or a 404 that is not the gateway's or the
 * router's, whose 404 only means that we asked in the wrong place.
 */
export function saysThereIsNone({ end, httpStatus, code }: CallEnded): boolean {
  if (end !== 'refused') return false;
  const documented = documentedCode(code);
  if (documented === 'DCS.3022') return true;
  return httpStatus === 404 && documented !== 'DCS.4001' && !documented.startsWith('APIGW.');
}

function refusalKind(sends: CallSends, httpStatus: number, code: string): FailureKind {
  if (httpStatus === 429 || code === 'APIGW.0308') return 'throttled';
  switch (httpStatus) {
    case 400:
      return stateCodes.has(code) ? 'wait' : 'permanent';
    case 401:
    case 403:
      return 'denied';
    case 404:
    case 405:
    case 413:
    case 414:
    case 494:
      return 'permanent';
    case 408:
      return 'ambiguous';
    default:
      // 504 `APIGW.0201` is the gateway's patience ending after 30 s, with DCS at work behind it.
      return httpStatus >= 500 || sends === 'action' ? 'ambiguous' : 'permanent';
  }
}

/**
 * The `DCS.` code of an old numeric one, 111 + HTTP status + nnn: 111400111 is DCS.4111, 111404022 is DCS.3022.
 * Other statuses are told apart by the status alone, so their codes stay as they are.
 */
function documentedCode(code: string): string {
  const [, httpStatus, number] = /^111(400|404)(\d{3})$/.exec(code) ?? [];
  if (httpStatus === undefined || number === undefined) return code;
  return httpStatus === '400' ? `DCS.4${number}` : `DCS.3${number}`;
}
