import { CodedError } from '../foundation/coded-error.ts';

/**
 * How a call to a store failed.
 * - `ambiguous`: an append or a removal may or may not have been carried out; read back before the next.
 * - `unreachable`: for certain nothing was done; may be tried again.
 * - `denied`: credentials, permissions or the bucket's policy.
 * - `permanent`: will fail again in the same way, such as an object that cannot be appended to.
 */
export type StoreFailureKind = 'ambiguous' | 'unreachable' | 'denied' | 'permanent';

/** Thrown by a store; the code is the service's own, such as `ObjectNotAppendable`, `ENOSPC` or `TIMEOUT`. */
export class StoreError extends CodedError {
  readonly kind: StoreFailureKind;

  constructor(kind: StoreFailureKind, code: string, message: string, options?: ErrorOptions) {
    super(code, message, options);
    this.kind = kind;
  }
}

/**
 * Where a journal keeps its bytes. Keys look like paths (`runs/nightly%402026-….jsonl`) and hold nothing but
 * letters, digits and `/ . _ - % ~ =`. Every verb throws `StoreError`.
 */
export interface Store {
  /** All bytes of a key; `undefined` when there is none. */
  read(key: string): Promise<Uint8Array | undefined>;
  /** The bytes of a key from a position on; none where it ends before, or is not there. */
  readFrom(key: string, position: number): Promise<Uint8Array>;
  /**
   * Appends if the key holds exactly `position` bytes (0: it does not exist yet) and answers how many it holds then;
   * `undefined` when it holds another number, and then nothing was written. Atomic: all of the bytes or none.
   * The bytes are text that ends with a line feed and, unless `position` is 0, a single line: so a store that can be
   * interrupted while it writes knows what is torn.
   */
  append(key: string, position: number, bytes: Uint8Array): Promise<number | undefined>;
  /** The keys that begin with `prefix` and come after `after`, in the order of their bytes, at most `limit`. */
  list(
    prefix: string,
    options?: { readonly after?: string; readonly limit?: number },
  ): Promise<readonly string[]>;
  /** Removes keys; one that is not there is as good as removed. */
  remove(keys: readonly string[]): Promise<void>;
}
