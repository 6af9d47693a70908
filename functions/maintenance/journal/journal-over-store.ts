import { randomUUID } from 'node:crypto';
import { mustStand, type RunEvent } from '../run/event.ts';
import type { Journal } from '../run/journal.ts';
import { type Known, readRecord } from './read-record.ts';
import { encodeBatch } from './record-format.ts';
import { retryStore, type StorePatience } from './retry-store.ts';
import { type Store, StoreError } from './store.ts';
import { recordKey } from './store-keys.ts';

/** What a journal needs besides its store. */
export type JournalSettings = StorePatience & {
  /** Who writes, for the header of records: `nightshift 1.2.3`. */
  readonly writer: string;
};

/**
 * A journal that lasts as long as its store. Positions are the sizes of a run's object in bytes. Reading and appending
 * throw `JournalError`; after `journal.unreachable` an append may have been carried out. What the store says is not
 * believed at once: a record that cannot be the whole of it is read again, and what must stand in it is looked for
 * before the append is answered.
 */
export function createJournal(store: Store, { writer, ...patience }: JournalSettings): Journal {
  const known = new Map<string, Known>();
  const written = new Set<string>();
  /** Appends that were answered and are still being looked at, by run. */
  const lookedAt = new Map<string, Promise<number | undefined>>();
  const knownOf = (run: string): Known => known.get(run) ?? { length: 0, refusedAt: undefined };
  const knowLength = (run: string, length: number) => {
    const before = knownOf(run);
    known.set(run, { ...before, length: Math.max(before.length, length) });
    return length;
  };

  const append = async (
    run: string,
    { position, events, bytes }: { position: number; events: readonly RunEvent[]; bytes: Uint8Array },
    answered: () => void,
  ): Promise<number | undefined> => {
    const key = recordKey(run);
    const end = position + bytes.length;
    // The first append of a process opens a run or takes it up.
    const sure = !written.has(run) || events.some(mustStand);
    let doubtful = false;
    const next = await retryStore(patience, `append to ${key}`, async () => {
      const fate = doubtful ? await fateOf(store, key, position, bytes) : 'unwritten';
      if (fate === 'written') answered();
      if (fate !== 'unwritten') return fate === 'written' ? end : undefined;
      try {
        const told = await store.append(key, position, bytes);
        if (told === undefined && !doubtful) return undefined;
        if (told !== undefined) {
          // From here on it is there, or it was never stored: which one, only a look can tell.
          doubtful = true;
          if (told === end) answered();
          const stored = told === end && (!sure || (await stands(store, key, position, bytes)));
          if (!stored) throw notStored(key, position, end);
          return end;
        }
      } catch (error) {
        doubtful ||= error instanceof StoreError && error.kind === 'ambiguous';
        throw error;
      }
      // What stands there now may be our own try of before, which was still on its way when we looked.
      const last = await fateOf(store, key, position, bytes);
      if (last === 'unwritten') throw outOfDate(key, position, position);
      if (last === 'written') answered();
      return last === 'written' ? end : undefined;
    });
    if (next === undefined) known.set(run, { ...knownOf(run), refusedAt: position });
    else knowLength(run, next);
    written.add(run);
    return next;
  };

  return {
    async read(run) {
      const read = await readRecord(store, run, patience, knownOf(run));
      knowLength(run, read.position);
      return read;
    },
    async append(run, position, events, { answered = () => {}, lookLater = false } = {}) {
      const before = lookedAt.get(run);
      lookedAt.delete(run);
      // Somebody else's stands there.
      if (before && (await before) === undefined) return undefined;
      const bytes = encodeBatch({ run, position, batch: randomUUID(), writer, events });
      const batch = { position, events, bytes };
      if (!lookLater) return append(run, batch, answered);
      return new Promise((resolve, reject) => {
        const appending = append(run, batch, () => resolve(position + bytes.length));
        lookedAt.set(run, appending);
        appending.then(resolve, reject);
      });
    },
  };
}

/** What became of an append: its batch makes its bytes unlike those of any other. Throws `StoreError` for a bad read. */
async function fateOf(
  store: Store,
  key: string,
  position: number,
  bytes: Uint8Array,
): Promise<'written' | 'unwritten' | 'overtaken'> {
  const record = (await store.read(key)) ?? new Uint8Array();
  if (record.length === position) return 'unwritten';
  if (record.length < position) throw outOfDate(key, position, record.length);
  const there = record.subarray(position, position + bytes.length);
  // Of a read that is cut, what is there may be the begin of ours.
  if (there.length < bytes.length && Buffer.compare(there, bytes.subarray(0, there.length)) === 0)
    throw outOfDate(key, position + bytes.length, record.length);
  return Buffer.compare(there, bytes) === 0 ? 'written' : 'overtaken';
}

/** By its bytes, and not by how long the record is: somebody else's append there may be as long as ours. */
async function stands(store: Store, key: string, position: number, bytes: Uint8Array): Promise<boolean> {
  const there = await store.readFrom(key, position);
  return Buffer.compare(there.subarray(0, bytes.length), bytes) === 0;
}

function notStored(key: string, position: number, end: number): StoreError {
  return new StoreError(
    'ambiguous',
    'NOT_STORED',
    `the store answered that bytes ${position} to ${end} of ${key} were appended, and they are not there`,
  );
}

function outOfDate(key: string, expected: number, found: number): StoreError {
  return new StoreError(
    'ambiguous',
    'OUT_OF_DATE',
    `${key} was given out with ${found} bytes, and it has had ${expected} before`,
  );
}
