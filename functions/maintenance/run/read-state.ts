import type { RunEvent } from './event.ts';
import { fold } from './fold.ts';
import type { Journal } from './journal.ts';
import { UnreadableRecord } from './journal-error.ts';
import type { RunState } from './state.ts';

/** What a record shows of a run: all of it, or no more than `readable`. */
type ReadState =
  | { readonly kind: 'whole'; readonly state: RunState }
  | { readonly kind: 'in-part'; readonly state: RunState }
  | { readonly kind: 'nothing' };

/**
 * The state of a run by its record, for whoever asks about it beside others: a record that can be read but in part, now
 * and again, is told of by whoever carries runs out.
 */
export async function readState(run: string, journal: Journal): Promise<ReadState> {
  try {
    return stateIn('whole', (await journal.read(run)).events);
  } catch (error) {
    if (error instanceof UnreadableRecord) return stateIn('in-part', error.readable);
    throw error;
  }
}

function stateIn(kind: 'whole' | 'in-part', events: readonly RunEvent[]): ReadState {
  return events.length === 0 ? { kind: 'nothing' } : { kind, state: fold(events) };
}
