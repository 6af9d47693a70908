import { withCode } from '../foundation/call-cause.ts';
import type { Clock } from '../foundation/clock.ts';
import { retry } from '../foundation/retry.ts';
import { formatDuration } from '../foundation/time/duration.ts';
import { leastCallMs, noTimeFrame, type TimeFrame } from '../foundation/time-frame.ts';
import { JournalError } from '../run/journal-error.ts';
import { StoreError } from './store.ts';

const rules = { tries: 6, backoff: 250, maxBackoff: 4_000, leastTry: leastCallMs };

/** What paces the tries, and by when they must have ended: not at all when left out. */
export type StorePatience = { readonly clock: Clock; readonly frame?: TimeFrame | undefined };

/**
 * Carries out what a store is asked for, again after a pause where that may help: about eight seconds of pauses in
 * all, besides those that the store makes between its own reads, and not beyond the time there is. Each try must be
 * safe after an ambiguous one. Throws `JournalError`; `what` is for its message.
 */
export async function retryStore<Answer>(
  { clock, frame = noTimeFrame }: StorePatience,
  what: string,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  const began = clock.now();
  const limit = frame.readsUntil();
  const retried = await retry<Answer, StoreError>(rules, { clock, limit }, async () => {
    try {
      return { kind: 'done', answer: await attempt() };
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      if (!passes(error)) throw new JournalError('journal.denied', failed(what, error), { cause: error });
      return { kind: 'failed', failure: error };
    }
  });
  if (retried.kind === 'done') return retried.answer;
  const { failure: cause, tries } = retried;
  const told = tries === 0 ? `no time was left to ${what}` : `${failed(what, cause)}, ${tries} times over`;
  const took = clock.now() - began;
  const message = took >= 1_000 ? `${told} in ${formatDuration(Math.round(took / 1_000) * 1_000)}` : told;
  throw new JournalError('journal.unreachable', message, { cause });
}

function passes({ kind }: StoreError): boolean {
  switch (kind) {
    case 'ambiguous':
    case 'unreachable':
      return true;
    case 'denied':
    case 'permanent':
      return false;
  }
}

function failed(what: string, error: StoreError | undefined): string {
  return withCode(`could not ${what}: ${error?.message}`, String(error?.code));
}
