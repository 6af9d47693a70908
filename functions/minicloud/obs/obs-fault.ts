import type { ObsOperation } from '../foundation/audit-entry.ts';
import { createFaultScript, type FaultCount, type FaultScript } from '../foundation/fault-script.ts';
import type { ObjectStore, StoredObject } from './object-store.ts';
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
  | { readonly kind: 'item-denied' }
  // A success that is none: nothing in the answer tells.
  /** An append or a put is answered as if it had been carried out, and is not. */
  | { readonly kind: 'not-stored' }
  /** A read gives the object without its last bytes, 20 of them when left out: mostly in the middle of a line. */
  | { readonly kind: 'cut-read'; readonly bytes?: number }
  /** A read gives an object of no bytes. */
  | { readonly kind: 'empty-read' }
  /** A read gives the object as it was before its last appends, one when left out; `NoSuchKey` before its first. */
  | { readonly kind: 'stale-read'; readonly appends?: number }
  /** OBS's clock is so much ahead of everybody's, or behind: it judges signatures by it, and dates its answers. */
  | { readonly kind: 'clock-off'; readonly seconds: number };

/** What a fault is matched against. */
type ObsFacts = { readonly operation: ObsOperation; readonly keys: readonly string[] };

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
    case 'not-stored':
    case 'cut-read':
    case 'empty-read':
    case 'stale-read':
    case 'clock-off':
      return undefined;
    default:
      return effect satisfies never;
  }
}

/** How far OBS's clock is off in a request, in milliseconds. */
export function clockOffMs(playing: readonly ObsFault[]): number {
  return playing.reduce(
    (sum, { effect }) => sum + (effect.kind === 'clock-off' ? effect.seconds * 1_000 : 0),
    0,
  );
}

/** The bucket as a request sees it whose reads or appends are no true ones. */
export function asSeenWith(playing: readonly ObsFault[], objects: ObjectStore): ObjectStore {
  return playing.reduce((seen, { effect }) => seenWith(effect, seen), objects);
}

function seenWith(effect: ObsFaultEffect, objects: ObjectStore): ObjectStore {
  const readAs = (change: (object: StoredObject) => StoredObject | undefined): ObjectStore => ({
    ...objects,
    get(key) {
      const object = objects.get(key);
      return object && change(object);
    },
  });
  switch (effect.kind) {
    case 'not-stored':
      return {
        ...objects,
        put: () => undefined,
        append(key, position, bytes) {
          const length = objects.get(key)?.bytes.length ?? 0;
          if (length !== position) return { refusal: 'PositionNotEqualToLength' };
          return { nextPosition: position + bytes.length };
        },
      };
    case 'cut-read':
      return readAs((object) => cutTo(object, object.bytes.length - (effect.bytes ?? 20)));
    case 'empty-read':
      return readAs((object) => cutTo(object, 0));
    case 'stale-read':
      return readAs((object) => {
        const length = object.lengths.at(-1 - (effect.appends ?? 1));
        return length === undefined ? undefined : cutTo(object, length);
      });
    default:
      return objects;
  }
}

function cutTo(object: StoredObject, length: number): StoredObject {
  return { ...object, bytes: object.bytes.subarray(0, Math.max(0, length)) };
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
