import { retry } from '../foundation/retry.ts';
import { noTimeFrame } from '../foundation/time-frame.ts';
import type { RunEvent } from '../run/event.ts';
import type { JournalRead } from '../run/journal.ts';
import { JournalError, UnreadableRecord } from '../run/journal-error.ts';
import { decodeRecord } from './record-format.ts';
import { retryStore, type StorePatience } from './retry-store.ts';
import type { Store } from './store.ts';
import { recordKey } from './store-keys.ts';

/** What a process knows of a record, whatever it is given to read. */
export type Known = {
  /** As many bytes it has had: a record only grows. */
  readonly length: number;
  /** Where an append was refused because the record did not end there. */
  readonly refusedAt: number | undefined;
};

/** About as long as a store may take to come to itself; who reads then leaves the run to the next tick. */
const rules = { tries: 4, backoff: 500, maxBackoff: 2_000 };

type Read = JournalRead & { readonly flaw: JournalError | undefined };

/**
 * The record of a run. One that cannot be the whole of it (cut, empty, damaged, shorter than it was) is read again, and
 * the longest part that could be read is kept. Throws `UnreadableRecord` when it stays so, `JournalError` when the store
 * does not answer.
 */
export async function readRecord(
  store: Store,
  run: string,
  patience: StorePatience,
  known: Known,
): Promise<JournalRead> {
  const key = recordKey(run);
  let readable: readonly RunEvent[] = [];
  const { clock, frame = noTimeFrame } = patience;
  const trying = { clock, limit: frame.readsUntil() };
  const retried = await retry<JournalRead, JournalError>(rules, trying, async () => {
    const bytes = await retryStore(patience, `read ${key}`, () => store.read(key));
    const { flaw, ...read } = decoded(bytes, run, key);
    const wrong = flaw ?? contradiction(key, read.position, known);
    if (!wrong) return { kind: 'done', answer: read };
    if (read.events.length > readable.length) readable = read.events;
    return { kind: 'failed', failure: wrong };
  });
  if (retried.kind === 'done') return retried.answer;
  const flaw = retried.failure ?? new JournalError('journal.unreachable', `${key} was not read`);
  throw new UnreadableRecord(flaw, `${flaw.message} (read ${retried.tries} times)`, readable);
}

/** As many events as stand in it before the first flaw. */
function decoded(bytes: Uint8Array | undefined, run: string, key: string): Read {
  const events: RunEvent[] = [];
  let appends = 0;
  const read = (flaw?: JournalError): Read => ({ events, position: bytes?.length ?? 0, appends, flaw });
  if (!bytes) return read();
  try {
    for (const batch of decodeRecord(bytes, { run, key })) {
      for (const event of batch) events.push(event);
      appends += 1;
    }
    return read();
  } catch (error) {
    if (error instanceof JournalError) return read(error);
    throw error;
  }
}

function contradiction(
  key: string,
  position: number,
  { length, refusedAt }: Known,
): JournalError | undefined {
  const given = position === 0 ? 'it is given out as not there' : `it is given out with ${position} bytes`;
  if (position < length)
    return new JournalError('journal.inconsistent', `${key}: ${given}, and it has had ${length} before`);
  if (position === refusedAt)
    return new JournalError(
      'journal.inconsistent',
      `${key}: ${given}, and an append there was refused because it does not end there`,
    );
  return undefined;
}
