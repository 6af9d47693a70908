import type { ObjectStore, StoredObject } from './object-store.ts';
import type { ObsErrorCode } from './obs-error.ts';

/** What the documents of OBS leave open, or is better seen than believed: each answer can be chosen, at any time. */
export type ObsKnobs = {
  /** Whether answers carry a request id in their head. */
  requestId: 'told' | 'left-out';
  /** The code for a key that is not there: elsewhere it is that of a refusal for who may not list the bucket. */
  missingKey: ObsErrorCode;
  /** Whether an append answers the position of the next one. */
  nextPosition: 'told' | 'left-out';
  /** The code for an append at a position that is taken. */
  takenPosition: ObsErrorCode;
  /** Whether a read tells in its head that an object is appendable, and its length. */
  objectType: 'told' | 'left-out';
  /** Whether a read from the end of an object on is refused, or its range ignored. */
  rangeFromEnd: 'refused' | 'ignored';
  /** Whether a batch delete tells the keys that it removed. */
  removedKeys: 'told' | 'not-told';
  listOrder: 'by-bytes' | 'small-letters-first';
  /** Cloud seconds until a read shows an append. */
  readLagSeconds: number;
  /** Cloud seconds until a list shows an object. */
  listLagSeconds: number;
};

/** The likeliest answers. */
export const defaultObsKnobs: ObsKnobs = {
  requestId: 'told',
  missingKey: 'NoSuchKey',
  nextPosition: 'told',
  takenPosition: 'PositionNotEqualToLength',
  objectType: 'told',
  rangeFromEnd: 'refused',
  removedKeys: 'told',
  listOrder: 'by-bytes',
  readLagSeconds: 0,
  listLagSeconds: 0,
};

/** A bucket as requests see it that read and list it at an instant. */
export function asSeenBy(
  { listOrder, readLagSeconds, listLagSeconds }: ObsKnobs,
  objects: ObjectStore,
  now: number,
): ObjectStore {
  if (listOrder === 'by-bytes' && readLagSeconds === 0 && listLagSeconds === 0) return objects;
  return {
    ...objects,
    get(key) {
      const object = objects.get(key);
      return object && asItWas(object, now - readLagSeconds * 1_000);
    },
    list({ prefix, marker, maxKeys }) {
      const whole = objects.list({ prefix, marker: '', maxKeys: Number.POSITIVE_INFINITY }).objects;
      const since = now - listLagSeconds * 1_000;
      const found = whole
        .filter(([, { writtenAt }]) => (writtenAt[0] ?? 0) <= since)
        .toSorted(([a], [b]) => order[listOrder](a, b))
        .filter(([key]) => marker === '' || order[listOrder](marker, key) < 0);
      const page = found.slice(0, maxKeys);
      return { objects: page, nextMarker: page.length < found.length ? page.at(-1)?.[0] : undefined };
    },
  };
}

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const order = {
  'by-bytes': byBytes,
  'small-letters-first': (a: string, b: string) =>
    byBytes(a.toLowerCase(), b.toLowerCase()) || -byBytes(a, b),
} as const;

/** As it was before its last appends; `undefined` before its first. */
function asItWas(object: StoredObject, at: number): StoredObject | undefined {
  const written = object.writtenAt.filter((instant) => instant <= at).length;
  const length = object.lengths[written - 1];
  if (length === undefined) return undefined;
  return { ...object, bytes: object.bytes.subarray(0, length) };
}
