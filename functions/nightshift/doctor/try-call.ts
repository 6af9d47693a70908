import { withCode } from '../../maintenance/foundation/call-cause.ts';
import { HuaweiCallError } from '../../maintenance/huawei/huawei-call-error.ts';
import { callersFaultOf } from '../place/callers-fault.ts';
import { type CheckResult, ill, well } from './check-result.ts';

/** How a call that only looks came out. */
export type Tried<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** Refused for something else than permission, which comes first. */
  | { readonly kind: 'allowed'; readonly error: HuaweiCallError }
  | { readonly kind: 'denied'; readonly error: HuaweiCallError }
  | { readonly kind: 'failed'; readonly error: HuaweiCallError };

/** Makes a call, and judges how it ended. */
export async function tryCall<Answer>(call: () => Promise<Answer>): Promise<Tried<Answer>> {
  try {
    return { kind: 'answered', answer: await call() };
  } catch (error) {
    if (!(error instanceof HuaweiCallError)) throw error;
    const { end, httpStatus = 0 } = error;
    if (end === 'refused' && (httpStatus === 401 || httpStatus === 403)) return { kind: 'denied', error };
    if (end === 'refused' && (httpStatus === 400 || httpStatus === 404) && !error.code.startsWith('APIGW.'))
      return { kind: 'allowed', error };
    return { kind: 'failed', error };
  }
}

/** What a tried call says of the permission for it. */
export function judgeTried(
  action: string,
  tried: Tried<unknown>,
  { where, policy, how }: { readonly where: string; readonly policy: string; readonly how: string },
): CheckResult {
  const fault = 'error' in tried ? callersFaultOf(tried.error) : undefined;
  switch (tried.kind) {
    case 'answered':
      return well('permission', `${action}: ${how}`, where);
    case 'allowed':
      if (fault) return ill('error', faultCodes[fault.kind], told(tried.error), { where, todo: fault.todo });
      return well('permission', `${action}: ${how}, and it was not refused for lack of permission`, where);
    case 'denied':
      // Of the keys themselves; which is seen here only where IAM did not tell.
      if (fault) return ill('error', faultCodes[fault.kind], told(tried.error), { where, todo: fault.todo });
      return ill('error', 'permission.missing', `${action}: ${told(tried.error)}`, {
        where,
        todo: `grant it: nightshift policy prints ${policy}; what was granted counts after some five minutes`,
      });
    case 'failed':
      return ill('warning', 'permission.unknown', `${action}: ${told(tried.error)}`, {
        where,
        todo: 'try again: it is not known whether it is granted',
      });
    default:
      return tried satisfies never;
  }
}

/** What a finding is called where not what was asked is at fault, but who asked. */
export const faultCodes = {
  keys: 'credentials.refused',
  clock: 'clock.skewed',
  project: 'project.foreign',
} as const;

function told({ code, message, requestId }: HuaweiCallError): string {
  return requestId === undefined ? withCode(message, code) : `${message} (${code}, request ${requestId})`;
}
