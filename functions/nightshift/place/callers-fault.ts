import type { CallCause } from '../../maintenance/foundation/call-cause.ts';
import { judgeLatestClock } from '../../maintenance/http/clocks.ts';
import { causeOfError, HuaweiCallError } from '../../maintenance/huawei/huawei-call-error.ts';
import { reasonWith } from '../../maintenance/report/describe-cause.ts';

/** What Huawei Cloud refuses whoever asks, whatever is asked: for the keys, the clock or the project. */
type CallersFault = {
  readonly kind: 'keys' | 'clock' | 'project';
  /** What is wrong, and what is to be done about it. */
  readonly todo: string;
};

/** By the words of the gateway, as it has one code for all of them; OBS has codes. */
const faults: readonly (readonly [words: RegExp, kind: CallersFault['kind'], todo: string])[] = [
  [/token expires|ExpiredToken/i, 'keys', 'the temporary keys have expired: get new ones, all three of them'],
  [
    /decrypt token|token is (invalid|malformed)|InvalidToken/i,
    'keys',
    'the security token does not belong to these keys, or has expired: set all three values from one response',
  ],
  [
    /reach(ed)? the limit/,
    'keys',
    'too many calls with wrong keys: wait five minutes, and set the right ones',
  ],
  [
    /verify aksk signature fail|SignatureDoesNotMatch/,
    'keys',
    'the secret key is not the one of the access key: set both from one file of credentials',
  ],
];

const projectCodes = new Set(['DCS.1004', '111401004', 'DCS.4002', '111400002', 'APIGW.0310']);

/**
 * Whether a call was refused for who asked, and what is to be done about it; `undefined` for every other end. Every
 * command tells it in these words.
 */
export function callersFault({ code, message, status }: CallCause): CallersFault | undefined {
  const said = `${code} ${message}`;
  if (/signature expired|RequestTimeTooSkewed/.test(said)) {
    const whose = judgeLatestClock();
    const todo = `signatures more than 15 minutes off are refused${whose === undefined ? '' : `: ${whose}`} - set the clock of this machine, for example by NTP`;
    return { kind: 'clock', todo };
  }
  if (projectCodes.has(code))
    return {
      kind: 'project',
      todo: 'these keys have no such project in that region: see My Credentials > Projects, and check which account the keys belong to',
    };
  const known = faults.find(([words]) => words.test(said));
  if (known) return { kind: known[1], todo: known[2] };
  if (status !== 401 && code !== 'InvalidAccessKeyId') return undefined;
  return {
    kind: 'keys',
    todo: 'the access key is not known: check it under My Credentials > Access Keys; temporary keys also need HUAWEICLOUD_SDK_SECURITY_TOKEN, and must be replaced when they have expired',
  };
}

/** The same of an error that goes back to a refused call. */
export function callersFaultOf(error: unknown): CallersFault | undefined {
  for (let at = error; at instanceof Error; at = at.cause)
    if (at instanceof HuaweiCallError) return callersFault(causeOfError(at));
  return undefined;
}

/** What is to be done about a call of the person who types that got no good answer; `undefined` where nobody knows. */
export function remedyOf(cause: CallCause): string | undefined {
  const { ending, host, permission } = cause;
  const fault = callersFault(cause);
  if (fault) return fault.todo;
  if (permission !== undefined) return grantTo(permission);
  const where = host ?? 'the address';
  switch (ending) {
    case 'name-not-found':
      return `there is no ${where} for this machine: look at the id of the region, and whether there is a network`;
    case 'connection-refused':
    case 'unreachable':
    case 'no-connection':
    case 'no-answer':
    case 'reset':
    case 'tls':
      return `nothing answers at ${where} as it should: look at the network, its firewall and proxies, or try again`;
    default:
      return undefined;
  }
}

/** The same of an error that goes back to such a call; a permission is told in its message. */
export function remedyOfError(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause)
    if (at instanceof HuaweiCallError) return remedyOf(causeOfError(at));
  return undefined;
}

/** What the cloud said to a person's own keys: a permission is missing to those, and none to the function. */
export function saidToKeys({ permission: _, ...cause }: CallCause): CallCause {
  return cause;
}

/** A reason with what the cloud said to a person's own keys, and with the permission that those lack. */
export function reasonHere(reason: string, cause: CallCause | undefined): string {
  if (cause?.permission === undefined) return reasonWith(reason, cause);
  return `${reasonWith(reason, saidToKeys(cause))} - ${grantTo(cause.permission)}`;
}

function grantTo(permission: string): string {
  return `grant ${permission} to the user or agency that these keys are of`;
}
