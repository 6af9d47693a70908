import { randomUUID } from 'node:crypto';
import type { Clock } from '../foundation/clock.ts';
import type { RunEvent } from '../run/event.ts';
import type { Journal } from '../run/journal.ts';
import { decodeRecord, encodeBatch } from './record-format.ts';
import { retryStore } from './retry-store.ts';
import { type Store, StoreError } from './store.ts';
import { recordKey } from './store-keys.ts';

/** What a journal needs besides its store. */
export type JournalSettings = {
  readonly clock: Clock;
  /** Who writes, for the header of records: `nightshift 1.2.3`. */
  readonly writer: string;
};

/**
 * A journal that lasts as long as its store. Positions are the sizes of a run's object in bytes. Reading and appending
 * throw `JournalError`; after `journal.unreachable` an append may have been carried out.
 */
export function createJournal(store: Store, { clock, writer }: JournalSettings): Journal {
  return {
    async read(run) {
      const key = recordKey(run);
      const bytes = await retryStore(clock, `read ${key}`, () => store.read(key));
      if (!bytes) return { events: [], position: 0, appends: 0 };
      const events: RunEvent[] = [];
      let appends = 0;
      for (const batch of decodeRecord(bytes, { run, key })) {
        for (const event of batch) events.push(event);
        appends += 1;
      }
      return { events, position: bytes.length, appends };
    },
    async append(run, position, events) {
      const key = recordKey(run);
      const bytes = encodeBatch({ run, position, batch: randomUUID(), writer, events });
      let doubtful = false;
      return retryStore(clock, `append to ${key}`, async () => {
        const fate = doubtful ? await fateOf(store, key, position, bytes) : 'unwritten';
        if (fate !== 'unwritten') return fate === 'written' ? position + bytes.length : undefined;
        try {
          const next = await store.append(key, position, bytes);
          if (next !== undefined || !doubtful) return next;
        } catch (error) {
          doubtful ||= error instanceof StoreError && error.kind === 'ambiguous';
          throw error;
        }
        // What stands there now may be our own try of before, which was still on its way when we looked.
        return (await fateOf(store, key, position, bytes)) === 'written'
          ? position + bytes.length
          : undefined;
      });
    },
  };
}

/** What became of an append: its batch makes its bytes unlike those of any other. */
async function fateOf(
  store: Store,
  key: string,
  position: number,
  bytes: Uint8Array,
): Promise<'written' | 'unwritten' | 'overtaken'> {
  const record = (await store.read(key)) ?? new Uint8Array();
  if (record.length === position) return 'unwritten';
  const there = record.subarray(position, position + bytes.length);
  return Buffer.compare(there, bytes) === 0 ? 'written' : 'overtaken';
}
