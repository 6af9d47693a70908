import type { Clock } from '../foundation/clock.ts';
import { retry } from '../foundation/retry.ts';
import { JournalError } from './journal-error.ts';
import { StoreError } from './store.ts';

const rules = { tries: 6, backoff: 250, maxBackoff: 4_000 };

/**
 * Carries out what a store is asked for, again after a pause where that may help: about eight seconds of pauses in
 * all, besides those that the store makes between its own reads. Each try must be safe after an ambiguous one. Throws `JournalError`; `what` is for its message.
 */
export async function retryStore<Answer>(
  clock: Clock,
  what: string,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  const retried = await retry<Answer, StoreError>(rules, { clock }, async () => {
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
  throw new JournalError('journal.unreachable', `${failed(what, cause)}, ${tries} times over`, { cause });
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
  return `could not ${what}: ${error?.message} (${error?.code})`;
}
