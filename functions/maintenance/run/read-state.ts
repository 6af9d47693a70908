import { fold } from './fold.ts';
import type { Journal } from './journal.ts';
import { UnreadableRecord } from './journal-error.ts';
import type { RunState } from './state.ts';

/**
 * What a record shows of a run: all of it, up to a position, or no more than a part. `nothing`: there is one, and none of it
 * can be read; `none`: there is no record.
 */
type ReadState =
  | { readonly kind: 'whole'; readonly state: RunState; readonly position: number }
  | { readonly kind: 'in-part'; readonly state: RunState }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'none' };

/**
 * The state of a run by its record, for whoever asks about it beside others: a record that can be read but in part, now
 * and again, is told of by whoever carries runs out.
 */
export async function readState(run: string, journal: Journal): Promise<ReadState> {
  try {
    const { events, position } = await journal.read(run);
    return events.length === 0 ? { kind: 'none' } : { kind: 'whole', state: fold(events), position };
  } catch (error) {
    if (!(error instanceof UnreadableRecord)) throw error;
    const { readable } = error;
    return readable.length === 0 ? { kind: 'nothing' } : { kind: 'in-part', state: fold(readable) };
  }
}
