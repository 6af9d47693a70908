import type { DcsAction } from '../foundation/audit-entry.ts';
import { createFaultScript, type FaultCount, type FaultScript } from '../foundation/fault-script.ts';
import { type Reply, unauthorized } from '../wire/reply.ts';
import { type BackupFault, scheduledCourse } from './cloud-backup.ts';
import type { ActionEnd, InstanceEvent } from './cloud-instance.ts';
import type { DcsOperation } from './dcs-call.ts';
import { type DcsErrorCode, type ErrorCodeStyle, errorReply } from './dcs-error.ts';
import {
  dcsReply,
  gatewayTimeout,
  malformed,
  saying,
  silenceMs,
  throttled,
  withField,
  without,
  withResults,
} from './spoil-reply.ts';

/** Something that goes wrong, as data: in which calls, how often, and what. */
export type Fault = FaultCount & {
  readonly operation: DcsOperation | 'any';
  /** Only calls that are about this; every call of the operation when left out. */
  readonly matches?: {
    readonly project?: string;
    /** An id in the path, or among the ids of a status change. */
    readonly instance?: string;
    readonly action?: DcsAction;
  };
  readonly effect: FaultEffect;
};

/** What goes wrong. */
export type FaultEffect =
  // The call is not carried out.
  | { readonly kind: 'throttled'; readonly retryAfterSeconds?: number }
  | { readonly kind: 'server-error'; readonly code: 'DCS.5000' | 'DCS.5006' }
  | { readonly kind: 'dropped-before' }
  | { readonly kind: 'credentials-expired' }
  | { readonly kind: 'forbidden' }
  /** Another refusal or failure of the whole call, in a service's words. */
  | { readonly kind: 'fails'; readonly status: number; readonly code: string; readonly message: string }
  /** Taken on, and never answered. */
  | { readonly kind: 'silent' }
  // The call is carried out, but its answer is lost or spoilt.
  | { readonly kind: 'gateway-timeout' }
  | { readonly kind: 'dropped-after' }
  | { readonly kind: 'slow-answer'; readonly seconds: number }
  | { readonly kind: 'malformed'; readonly as: 'html' | 'truncated-json' }
  /** A field of the answer, such as `instances.2.status`, has a value that is not documented; undefined leaves it out. */
  | { readonly kind: 'spoilt'; readonly field: string; readonly value: unknown }
  /** `results` without the matched instance, or without its first item where no instance is matched. */
  | { readonly kind: 'result-missing' }
  | { readonly kind: 'results-reversed' }
  // The matched instance of a status change, or each of its instances where none is matched.
  | { readonly kind: 'item-failed' }
  /** It is carried out, and this stands where `success` should; `undefined` for nothing. */
  | { readonly kind: 'item-said'; readonly word: unknown }
  /** It is answered `success`, and not carried out. */
  | { readonly kind: 'item-ignored' }
  /** The whole call fails, and the first half of its instances is carried out all the same. */
  | { readonly kind: 'half-done'; readonly status: number; readonly code: string }
  | { readonly kind: 'call-refused'; readonly code: DcsErrorCode }
  | { readonly kind: 'acceptance-lag'; readonly seconds: number }
  | { readonly kind: 'stuck' }
  | { readonly kind: 'ends-in-error' }
  /** RUNNING again, but one node stays Inactive. */
  | { readonly kind: 'node-lost' }
  /** RUNNING again, but empty, although it should have kept its data. */
  | { readonly kind: 'data-lost' }
  // A backup that is asked for comes to another end, or takes longer.
  | { readonly kind: 'backup-fails' }
  | { readonly kind: 'backup-vanishes' }
  | { readonly kind: 'backup-expires' }
  | { readonly kind: 'backup-not-restorable' }
  | { readonly kind: 'backup-takes'; readonly seconds: number }
  // Something happens to an instance just before the call.
  | { readonly kind: 'backup-begins'; readonly instance: string; readonly seconds: number }
  | { readonly kind: 'instance-vanishes'; readonly instance: string };

/** What a fault is matched against. */
export type CallFacts = {
  readonly operation: DcsOperation;
  readonly project: string;
  readonly instances: readonly string[];
  readonly action: DcsAction | undefined;
};

/** A script of these faults. */
export function createDcsFaultScript(faults: readonly Fault[]): FaultScript<Fault, CallFacts> {
  return createFaultScript(faults, isAbout);
}

function isAbout({ operation, matches = {} }: Fault, facts: CallFacts): boolean {
  const { project, instance, action } = matches;
  return (
    (operation === 'any' || operation === facts.operation) &&
    (project === undefined || project === facts.project) &&
    (instance === undefined || facts.instances.includes(instance)) &&
    (action === undefined || action === facts.action)
  );
}

/** What a fault does to one instance of a status change, or to the backup of one. */
export type InstanceFault = {
  /** The instance it is about; every instance of the call when left out. */
  readonly instance: string | undefined;
} & (
  | { readonly kind: 'item-failed' | 'item-ignored' | 'half-done' }
  | { readonly kind: 'call-refused'; readonly code: DcsErrorCode }
  | { readonly kind: 'lag'; readonly seconds: number }
  | { readonly kind: 'end'; readonly end: ActionEnd }
  | { readonly kind: 'backup'; readonly course: BackupFault }
);

/** What a fault does to a call, by when it does it. */
export type Interference = {
  /** To an instance, before the call. */
  readonly before?: {
    readonly instance: string;
    readonly events: readonly { readonly at: number; readonly event: InstanceEvent }[];
  };
  /** The reply of a call that is not carried out. */
  readonly instead?: Reply;
  readonly instanceFault?: InstanceFault;
  /** The reply of a call that was carried out. */
  readonly afterwards?: (reply: Reply) => Reply;
};

/** Works out what a fault does to a call. */
export function interferenceOf(
  { effect, matches }: Fault,
  call: { readonly requestId: string; readonly now: number; readonly errorCodes: ErrorCodeStyle },
): Interference {
  const { requestId, now, errorCodes } = call;
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
    case 'fails':
      return { instead: dcsReply(requestId, effect) };
    case 'silent':
      return { instead: { kind: 'dropped', delayMs: silenceMs } };
    case 'gateway-timeout':
      return { afterwards: ({ delayMs }) => ({ ...gatewayTimeout(requestId), delayMs }) };
    case 'dropped-after':
      return { afterwards: ({ delayMs }) => ({ kind: 'dropped', delayMs }) };
    case 'slow-answer':
      return { afterwards: (reply) => ({ ...reply, delayMs: reply.delayMs + effect.seconds * 1000 }) };
    case 'malformed':
      return { afterwards: (reply) => malformed(reply, effect.as) };
    case 'spoilt':
      return { afterwards: (reply) => withField(reply, effect.field.split('.'), effect.value) };
    case 'result-missing':
      return { afterwards: (reply) => withResults(reply, (results) => without(results, instance)) };
    case 'results-reversed':
      return { afterwards: (reply) => withResults(reply, (results) => results.toReversed()) };
    case 'item-failed':
    case 'item-ignored':
      return { instanceFault: { instance, kind: effect.kind } };
    case 'item-said':
      return {
        afterwards: (reply) => withResults(reply, (results) => saying(results, instance, effect.word)),
      };
    case 'half-done': {
      const failure = dcsReply(requestId, { ...effect, message: 'Submit job failed.' });
      return {
        instanceFault: { instance: undefined, kind: 'half-done' },
        afterwards: ({ delayMs }) => ({ ...failure, delayMs }),
      };
    }
    case 'call-refused':
      return { instanceFault: { instance, kind: 'call-refused', code: effect.code } };
    case 'acceptance-lag':
      return { instanceFault: { instance, kind: 'lag', seconds: effect.seconds } };
    case 'stuck':
      return { instanceFault: { instance, kind: 'end', end: 'stuck' } };
    case 'ends-in-error':
      return { instanceFault: { instance, kind: 'end', end: 'error' } };
    case 'node-lost':
    case 'data-lost':
      return { instanceFault: { instance, kind: 'end', end: effect.kind } };
    case 'backup-fails':
      return { instanceFault: { instance, kind: 'backup', course: { end: 'failed' } } };
    case 'backup-vanishes':
      return { instanceFault: { instance, kind: 'backup', course: { end: 'vanished' } } };
    case 'backup-expires':
      return { instanceFault: { instance, kind: 'backup', course: { end: 'expired' } } };
    case 'backup-not-restorable':
      return { instanceFault: { instance, kind: 'backup', course: { end: 'not-restorable' } } };
    case 'backup-takes':
      return { instanceFault: { instance, kind: 'backup', course: { seconds: effect.seconds } } };
    case 'backup-begins':
      return {
        before: {
          instance: effect.instance,
          events: scheduledCourse(effect.instance, now, effect.seconds).events,
        },
      };
    case 'instance-vanishes': {
      const events = [{ at: now, event: { kind: 'deleted' } }] as const;
      return { before: { instance: effect.instance, events } };
    }
    default:
      return effect satisfies never;
  }
}
