import type { ObsOperation } from '../dcs/audit-log.ts';
import { type Book, createBook, type FaultCount } from '../dcs/fault-count.ts';
import type { ObsErrorCode } from './obs-error.ts';

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

/** The book of these faults. */
export function createObsFaultBook(faults: readonly ObsFault[]): Book<ObsFault, ObsFacts> {
  return createBook(
    faults,
    ({ operation, keyPrefix = '' }, facts) =>
      (operation === 'any' || operation === facts.operation) &&
      facts.keys.some((key) => key.startsWith(keyPrefix)),
  );
}
