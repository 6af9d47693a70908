import { gatewayReply, type Reply, unauthorized } from '../wire/reply.ts';
import { type BackupTwist, scheduledCourse } from './cloud-backup.ts';
import type { ActionEnd, Happening } from './cloud-instance.ts';
import type { DcsErrorCode, ErrorCodeStyle } from './dcs-error.ts';
import { errorReply } from './dcs-error.ts';
import type { Fault } from './fault.ts';

/** What becomes of one instance of a status change, or of the backup of one. */
export type Twist = {
  /** The instance it is about; every instance of the call when left out. */
  readonly instance: string | undefined;
} & (
  | { readonly kind: 'item-failed' }
  | { readonly kind: 'call-refused'; readonly code: DcsErrorCode }
  | { readonly kind: 'lag'; readonly seconds: number }
  | { readonly kind: 'end'; readonly end: ActionEnd }
  | { readonly kind: 'backup'; readonly course: BackupTwist }
);

/** What a fault does to a call, by when it does it. */
export type Play = {
  /** To an instance, before the call. */
  readonly before?: {
    readonly instance: string;
    readonly happenings: readonly { readonly at: number; readonly happening: Happening }[];
  };
  /** The reply of a call that is not carried out. */
  readonly instead?: Reply;
  readonly twist?: Twist;
  /** The reply of a call that was carried out. */
  readonly afterwards?: (reply: Reply) => Reply;
};

/** The circumstances of the call a fault plays in. */
export type Scene = { readonly requestId: string; readonly now: number; readonly errorCodes: ErrorCodeStyle };

/** Works out what a fault does. */
export function playFault({ effect, matches }: Fault, { requestId, now, errorCodes }: Scene): Play {
  const instance = matches?.instance;
  switch (effect.kind) {
    case 'throttled':
      return { instead: throttled(requestId, effect.retryAfterSeconds) };
    case 'server-error':
      return { instead: errorReply(requestId, { code: effect.code }, errorCodes) };
    case 'dropped-before':
      return { instead: { kind: 'dropped', delayMs: 0 } };
    case 'credentials-expired':
      return {
        instead: unauthorized(requestId, `token expires, expires_at: ${new Date(now).toISOString()}`),
      };
    case 'forbidden':
      return { instead: errorReply(requestId, { code: 'DCS.2003' }, errorCodes) };
    case 'gateway-timeout':
      return { afterwards: ({ delayMs }) => ({ ...gatewayTimeout(requestId), delayMs }) };
    case 'dropped-after':
      return { afterwards: ({ delayMs }) => ({ kind: 'dropped', delayMs }) };
    case 'slow-answer':
      return { afterwards: (reply) => ({ ...reply, delayMs: reply.delayMs + effect.seconds * 1000 }) };
    case 'malformed':
      return { afterwards: (reply) => malformed(reply, effect.as) };
    case 'result-missing':
      return { afterwards: (reply) => withResults(reply, (results) => without(results, instance)) };
    case 'results-reversed':
      return { afterwards: (reply) => withResults(reply, (results) => results.toReversed()) };
    case 'item-failed':
      return { twist: { instance, kind: 'item-failed' } };
    case 'call-refused':
      return { twist: { instance, kind: 'call-refused', code: effect.code } };
    case 'acceptance-lag':
      return { twist: { instance, kind: 'lag', seconds: effect.seconds } };
    case 'stuck':
      return { twist: { instance, kind: 'end', end: 'stuck' } };
    case 'ends-in-error':
      return { twist: { instance, kind: 'end', end: 'error' } };
    case 'node-lost':
    case 'data-lost':
      return { twist: { instance, kind: 'end', end: effect.kind } };
    case 'backup-fails':
      return { twist: { instance, kind: 'backup', course: { end: 'failed' } } };
    case 'backup-vanishes':
      return { twist: { instance, kind: 'backup', course: { end: 'vanished' } } };
    case 'backup-expires':
      return { twist: { instance, kind: 'backup', course: { end: 'expired' } } };
    case 'backup-not-restorable':
      return { twist: { instance, kind: 'backup', course: { end: 'not-restorable' } } };
    case 'backup-takes':
      return { twist: { instance, kind: 'backup', course: { seconds: effect.seconds } } };
    case 'backup-begins':
      return {
        before: {
          instance: effect.instance,
          happenings: scheduledCourse(effect.instance, now, effect.seconds).happenings,
        },
      };
    case 'instance-vanishes': {
      const happenings = [{ at: now, happening: { kind: 'deleted' } }] as const;
      return { before: { instance: effect.instance, happenings } };
    }
    default:
      return effect satisfies never;
  }
}

function throttled(requestId: string, retryAfterSeconds: number | undefined): Reply {
  const reply = gatewayReply(
    requestId,
    429,
    'APIGW.0308',
    'The throttling threshold has been reached: policy user over ratelimit,limit:10,time:1 minute',
  );
  if (reply.kind !== 'json' || retryAfterSeconds === undefined) return reply;
  return { ...reply, headers: { ...reply.headers, 'Retry-After': String(retryAfterSeconds) } };
}

function gatewayTimeout(requestId: string): Reply {
  return gatewayReply(requestId, 504, 'APIGW.0201', 'Service DCS timed out (30000 ms)');
}

function malformed(reply: Reply, as: 'html' | 'truncated-json'): Reply {
  if (reply.kind !== 'json') return reply;
  const { status, headers, body, delayMs } = reply;
  if (as === 'html') {
    const text = '<html><body><h1>Service maintenance</h1></body></html>';
    return { kind: 'text', status: 200, headers: { ...headers, 'Content-Type': 'text/html' }, text, delayMs };
  }
  const whole = JSON.stringify(body);
  return { kind: 'text', status, headers, text: whole.slice(0, Math.ceil(whole.length / 2)), delayMs };
}

function withResults(reply: Reply, change: (results: readonly unknown[]) => readonly unknown[]): Reply {
  if (reply.kind !== 'json' || typeof reply.body !== 'object' || reply.body === null) return reply;
  if (!('results' in reply.body) || !Array.isArray(reply.body.results)) return reply;
  return { ...reply, body: { ...reply.body, results: change(reply.body.results) } };
}

function without(results: readonly unknown[], instance: string | undefined): readonly unknown[] {
  return instance === undefined
    ? results.slice(1)
    : results.filter((item) => !(hasInstance(item) && item.instance === instance));
}

function hasInstance(item: unknown): item is { readonly instance: unknown } {
  return typeof item === 'object' && item !== null && 'instance' in item;
}
