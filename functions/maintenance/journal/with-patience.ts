import type { Clock } from '../foundation/clock.ts';
import { JournalError } from './journal-error.ts';
import { StoreError } from './store.ts';

const tries = 6;
const firstPauseMs = 250;
const longestPauseMs = 4_000;

/**
 * Carries out what a store is asked for, again after a pause where that may help: about eight seconds of pauses in
 * all. Each try must be safe after an ambiguous one. Throws `JournalError`; `what` is for its message.
 */
export async function withPatience<Answer>(
  clock: Clock,
  what: string,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      if (!passes(error)) throw new JournalError('journal.denied', failed(what, error), { cause: error });
      if (count === tries)
        throw new JournalError('journal.unreachable', `${failed(what, error)}, ${tries} times over`, {
          cause: error,
        });
      await clock.wait(Math.min(longestPauseMs, firstPauseMs * 2 ** (count - 1)));
    }
  }
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

function failed(what: string, { code, message }: StoreError): string {
  return `could not ${what}: ${message} (${code})`;
}
