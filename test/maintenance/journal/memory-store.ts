import type { Store } from '../../../functions/maintenance/journal/store.ts';

/**
 * A store that lives as long as the process. Beyond `keep` objects it drops those that were written the longest time
 * ago: a run's mark in the register goes before its record, so that no run is listed that cannot be read.
 */
export function createMemoryStore(keep = 400): Store {
  const objects = new Map<string, { readonly chunks: Uint8Array[]; size: number }>();
  return {
    async read(key) {
      const object = objects.get(key);
      return object && Buffer.concat(object.chunks);
    },
    async readFrom(key, position) {
      const { chunks = [], size = 0 } = objects.get(key) ?? {};
      // From the end: what is looked for was mostly appended last.
      let [first, begin] = [chunks.length, size];
      while (begin > position) begin -= chunks[--first]?.length ?? 0;
      return Buffer.concat(chunks.slice(first)).subarray(position - begin);
    },
    async append(key, position, bytes) {
      const object = objects.get(key) ?? { chunks: [], size: 0 };
      if (object.size !== position) return undefined;
      object.chunks.push(Uint8Array.from(bytes));
      object.size += bytes.length;
      objects.delete(key);
      objects.set(key, object);
      for (const oldest of objects.keys()) if (objects.size > keep) objects.delete(oldest);
      return object.size;
    },
    async list(prefix, { after = '', limit } = {}) {
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after);
      return keys.sort().slice(0, limit);
    },
    async remove(keys) {
      for (const key of keys) objects.delete(key);
    },
  };
}
