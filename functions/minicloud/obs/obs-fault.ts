import type { ObsOperation } from '../foundation/audit-entry.ts';
import { createFaultScript, type FaultCount, type FaultScript } from '../foundation/fault-script.ts';
import type { ObsError, ObsErrorCode } from './obs-error.ts';
import type { ObsReply } from './obs-reply.ts';

/** Something that goes wrong in OBS, as data: in which requests, how often, and what. */
export type ObsFault = FaultCount & {
  readonly operation: ObsOperation | 'any';
  /** Only requests about a key (or, for a listing, a prefix) that begins so. */
  readonly keyPrefix?: string;
  readonly effect: ObsFaultEffect;
};

/** What goes wrong. */
export type ObsFaultEffect =
  // The request is not carried out.
  | { readonly kind: 'dropped-before' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'refused'; readonly code: ObsErrorCode }
  // The request is carried out, but its answer is lost or spoilt.
  | { readonly kind: 'dropped-after' }
  /** The connection ends in the middle of the answer's body. */
  | { readonly kind: 'cut-short' }
  | { readonly kind: 'slow-answer'; readonly seconds: number }
  /** 503 `SlowDown` refuses at once; 500 `InternalError` may come after the work was done. */
  | {
      readonly kind: 'server-error';
      readonly code: 'SlowDown' | 'InternalError' | 'ServiceUnavailable';
      readonly carriedOut?: boolean;
    }
  /** Each matched key of a batch delete stays, and is told as an error within a success. */
  | { readonly kind: 'item-denied' };

/** What a fault is matched against. */
export type ObsFacts = { readonly operation: ObsOperation; readonly keys: readonly string[] };

/** A script of these faults. */
export function createObsFaultScript(faults: readonly ObsFault[]): FaultScript<ObsFault, ObsFacts> {
  return createFaultScript(
    faults,
    ({ operation, keyPrefix = '' }, facts) =>
      (operation === 'any' || operation === facts.operation) &&
      facts.keys.some((key) => key.startsWith(keyPrefix)),
  );
}

/** What a request gets instead of being carried out; `undefined` when the effect lets it be. */
export function refusalOf(effect: ObsFaultEffect): ObsError | 'dropped' | undefined {
  switch (effect.kind) {
    case 'dropped-before':
      return 'dropped';
    case 'denied':
      return { code: 'AccessDenied' };
    case 'refused':
      return { code: effect.code };
    case 'server-error':
      return effect.carriedOut ? undefined : { code: effect.code };
    case 'dropped-after':
    case 'cut-short':
    case 'slow-answer':
    case 'item-denied':
      return undefined;
  }
}

/** What becomes of the answer to a request that was carried out. */
export function spoil(
  reply: ObsReply | 'dropped',
  effect: ObsFaultEffect,
  errorReply: (error: ObsError) => ObsReply,
): ObsReply | 'dropped' {
  if (reply === 'dropped' || effect.kind === 'dropped-after') return 'dropped';
  if (effect.kind === 'server-error') return errorReply({ code: effect.code });
  if (effect.kind === 'cut-short') return { ...reply, breaksAfter: Math.floor(reply.body.length / 2) };
  return reply;
}
