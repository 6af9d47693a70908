import { wordless } from '../foundation/call-cause.ts';
import type { CallFailure, FailureKind } from '../run/call-failure.ts';
import { type CallEnd, causeOfError, type HuaweiCallError } from './huawei-call-error.ts';
import type { Permission } from './permissions.ts';

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
 * The kind of a failed call to any service; what DCS's own codes say besides is in `dcs/dcs-failure.ts`. For an action
 * every doubt is `ambiguous`; a read has no effect to be in doubt about, so only what may go away by itself is.
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
      return refusalKind(sends, httpStatus ?? 0, code);
  }
}

function refusalKind(sends: CallSends, httpStatus: number, code: string): FailureKind {
  if (httpStatus === 429 || code === 'APIGW.0308') return 'throttled';
  switch (httpStatus) {
    case 401:
    case 403:
      return 'denied';
    case 400:
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

/** A failed call of a kind in the run's terms; `permission` is what it takes. */
export function toCallFailure(
  kind: FailureKind,
  error: HuaweiCallError,
  permission: Permission,
): CallFailure {
  const { retryAfterMs, httpStatus } = error;
  return {
    kind,
    ...causeOfError(error),
    // A 401 is about the keys, whatever they are allowed; a 403 without a word is none of a service's.
    ...(httpStatus === 403 && !isBare(error) && { permission }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

function isBare({ code, message }: HuaweiCallError): boolean {
  return code === 'HTTP.403' && message === wordless(403);
}
