import { gatewayTimeout, malformed, silenceMs, throttled } from '../dcs/spoil-reply.ts';
import { createFaultScript, type FaultCount, type FaultScript } from '../foundation/fault-script.ts';
import { jsonReply, type Reply, unauthorized } from '../wire/reply.ts';
import type { CesOperation } from './ces-call.ts';
import { cesErrorReply } from './ces-error.ts';
import type { CesKnobs } from './ces-knobs.ts';

/** Something that goes wrong with a call to CES, as data: in which calls, how often, and what. */
export type CesFault = FaultCount & {
  readonly operation: CesOperation | 'any';
  /** Only calls that ask for this metric, of any instance. */
  readonly metric?: string;
  readonly effect: CesFaultEffect;
};

/** What goes wrong. */
type CesFaultEffect =
  // The call is not carried out.
  | { readonly kind: 'throttled'; readonly by: 'ces' | 'gateway'; readonly retryAfterSeconds?: number }
  | { readonly kind: 'server-error' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'credentials-expired' }
  | { readonly kind: 'gateway-timeout' }
  /** A refusal in another's words. */
  | { readonly kind: 'fails'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'dropped' }
  /** Taken on, and never answered. */
  | { readonly kind: 'silent' }
  // Its answer is late or none.
  | { readonly kind: 'slow-answer'; readonly seconds: number }
  | { readonly kind: 'malformed'; readonly as: 'html' | 'truncated-json' }
  /** A success that has this in place of what was asked for. */
  | { readonly kind: 'said'; readonly body: unknown };

/** What a fault is matched against. */
export type CesCallFacts = { readonly operation: CesOperation; readonly metrics: readonly string[] };

/** A script of these faults. */
export function createCesFaultScript(faults: readonly CesFault[]): FaultScript<CesFault, CesCallFacts> {
  return createFaultScript(faults, ({ operation, metric }, facts) => {
    const isMeant = operation === 'any' || operation === facts.operation;
    return isMeant && (metric === undefined || facts.metrics.includes(metric));
  });
}

/** The answer that a call gets after a fault: the one it would have had, unless the fault has another. */
export function afterFault(
  { effect }: CesFault,
  answer: Reply,
  { requestId, knobs }: { readonly requestId: string; readonly knobs: CesKnobs },
): Reply {
  switch (effect.kind) {
    case 'throttled': {
      if (effect.by === 'gateway') return throttled(requestId, effect.retryAfterSeconds);
      const reply = cesErrorReply(requestId, { code: 'ces.0429' }, knobs);
      const after = effect.retryAfterSeconds;
      if (reply.kind === 'dropped' || after === undefined) return reply;
      return { ...reply, headers: { ...reply.headers, 'Retry-After': String(after) } };
    }
    case 'server-error':
      return cesErrorReply(requestId, { code: 'ces.0007' }, knobs);
    case 'forbidden':
      return cesErrorReply(requestId, { code: 'ces.0017' }, knobs);
    case 'credentials-expired':
      return unauthorized(requestId, 'token expires');
    case 'gateway-timeout':
      return gatewayTimeout(requestId);
    case 'fails':
      return jsonReply(requestId, effect.status, effect.body);
    case 'dropped':
      return { kind: 'dropped', delayMs: 0 };
    case 'silent':
      return { kind: 'dropped', delayMs: silenceMs };
    case 'slow-answer':
      return { ...answer, delayMs: effect.seconds * 1_000 };
    case 'malformed':
      return malformed(answer, effect.as);
    case 'said':
      return jsonReply(requestId, 200, effect.body);
    default:
      return effect satisfies never;
  }
}
