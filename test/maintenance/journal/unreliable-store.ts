import type { Store } from '../../../functions/maintenance/journal/store.ts';

/** What a read gives in the place of a record; `lengths` are those it had after each of its appends. */
export type Badness = (record: Uint8Array, lengths: readonly number[]) => Uint8Array | undefined;

/** A store of which the next reads are bad, or whose next appends are answered and not stored. */
export function unreliable(store: Store) {
  const lengths: number[] = [];
  const plan = { reads: 0, looks: 0, appends: 0, as: ((record) => record) as Badness };
  const asked: string[] = [];
  return {
    plan,
    asked,
    lengths,
    store: {
      ...store,
      async read(key: string) {
        asked.push('read');
        const record = await store.read(key);
        if (plan.reads-- <= 0 || !record) return record;
        return plan.as(record, lengths);
      },
      async readFrom(key: string, position: number) {
        asked.push('readFrom');
        return plan.looks-- > 0 ? new Uint8Array() : store.readFrom(key, position);
      },
      async append(key: string, position: number, bytes: Uint8Array) {
        asked.push('append');
        if (plan.appends-- > 0)
          return ((await store.read(key))?.length ?? 0) === position ? position + bytes.length : undefined;
        const next = await store.append(key, position, bytes);
        if (next !== undefined) lengths.push(next);
        return next;
      },
    } satisfies Store,
  };
}
