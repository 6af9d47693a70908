/** An object as it lies in a bucket. */
export type StoredObject = {
  readonly bytes: Buffer;
  /** Whether it was made by appending and not put as a whole. */
  readonly appendable: boolean;
  /** How many bytes it had after each append, or when it was put. */
  readonly lengths: readonly number[];
  /** When each of these was written. Milliseconds since 1970. */
  readonly writtenAt: readonly number[];
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
};

/** Why an append is refused, in OBS's words. */
type AppendRefusal = 'PositionNotEqualToLength' | 'ObjectNotAppendable' | 'AppendTooLarge';

/** How an append ended: with the length that the next one must name, or not at all. */
type AppendEnd = { readonly nextPosition: number } | { readonly refusal: AppendRefusal };

/** A page of a listing; `nextMarker` is there when it is not the last. */
export type Listing = {
  readonly objects: readonly (readonly [key: string, object: StoredObject])[];
  readonly nextMarker: string | undefined;
};

/** The objects of one bucket, without a network. */
export interface ObjectStore {
  append(key: string, position: number, bytes: Uint8Array, now: number): AppendEnd;
  put(key: string, bytes: Uint8Array, now: number): void;
  get(key: string): StoredObject | undefined;
  list(query: { readonly prefix: string; readonly marker: string; readonly maxKeys: number }): Listing;
  remove(key: string): void;
}

/** What OBS allows: 10,000 appends to one object, and 5 GB. */
export type ObjectLimits = { readonly maxAppends?: number; readonly maxBytes?: number };

type Kept = {
  readonly chunks: Buffer[];
  readonly writtenAt: number[];
  length: number;
  modifiedAt: number;
  readonly appendable: boolean;
};

/** An empty bucket. */
export function createObjectStore({
  maxAppends = 10_000,
  maxBytes = 5 * 2 ** 30,
}: ObjectLimits = {}): ObjectStore {
  const objects = new Map<string, Kept>();

  return {
    append(key, position, bytes, now) {
      const kept = objects.get(key) ?? {
        chunks: [],
        writtenAt: [],
        length: 0,
        modifiedAt: now,
        appendable: true,
      };
      if (!kept.appendable || kept.chunks.length >= maxAppends) return { refusal: 'ObjectNotAppendable' };
      if (position !== kept.length) return { refusal: 'PositionNotEqualToLength' };
      if (kept.length + bytes.length > maxBytes) return { refusal: 'AppendTooLarge' };
      kept.chunks.push(Buffer.from(bytes));
      kept.writtenAt.push(now);
      kept.length += bytes.length;
      kept.modifiedAt = now;
      objects.set(key, kept);
      return { nextPosition: kept.length };
    },
    put(key, bytes, now) {
      const chunks = [Buffer.from(bytes)];
      const writtenAt = [now];
      objects.set(key, { chunks, writtenAt, length: bytes.length, modifiedAt: now, appendable: false });
    },
    get(key) {
      const kept = objects.get(key);
      return kept && storedObject(kept);
    },
    list({ prefix, marker, maxKeys }) {
      const found = [...objects]
        .filter(([key]) => key.startsWith(prefix) && inOrder(marker, key) < 0)
        .sort(([a], [b]) => inOrder(a, b));
      const page = found.slice(0, maxKeys);
      return {
        objects: page.map(([key, kept]) => [key, storedObject(kept)]),
        nextMarker: page.length < found.length ? page.at(-1)?.[0] : undefined,
      };
    },
    remove: (key) => void objects.delete(key),
  };
}

function storedObject({ chunks, writtenAt, length, appendable, modifiedAt }: Kept): StoredObject {
  let sum = 0;
  const lengths = chunks.map((chunk) => (sum += chunk.length));
  return { bytes: Buffer.concat(chunks, length), lengths, writtenAt, appendable, modifiedAt };
}

/** Keys are listed in the order of their bytes, which is not the order of JavaScript's strings. */
function inOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
