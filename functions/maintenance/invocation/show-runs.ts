import { CodedError } from '../foundation/coded-error.ts';
import { inBatches } from '../foundation/in-batches.ts';
import { fold } from '../run/fold.ts';
import type { EndedRun, Journal, OpenEntry } from '../run/journal.ts';
import { countLeft } from '../run/state.ts';

/** A run that is not over, as people are shown it. */
export type ShownRun = {
  readonly run: string;
  readonly enteredAt: string;
  /** `held`: an invocation acts on it. `waiting`: the next tick goes on. `entered`: not begun. */
  readonly state: 'held' | 'waiting' | 'entered' | 'unreadable';
  /** Who holds it, or asked for its end, or why it cannot be read. */
  readonly note: string | null;
  /** How many instances were selected, and how many have no outcome yet. */
  readonly selected: number | null;
  readonly left: number | null;
};

/** A run that has ended, as people are shown it. */
export type ShownEnd = {
  readonly run: string;
  readonly job: string;
  readonly status: string;
  readonly endedAt: string;
  readonly outcomes: EndedRun['outcomes'];
};

/** Shows an ended run, its instant written by `iso`. */
export function showEnd(
  { run, job, status, endedAt, outcomes }: EndedRun,
  iso: (at: number) => string,
): ShownEnd {
  return { run, job, status, endedAt: iso(endedAt), outcomes };
}

/** Reads the journals of runs that are not over; one that cannot be read says so and hides no other. */
export function showOpen(
  entries: readonly OpenEntry[],
  journal: Journal,
  now: number,
  iso: (at: number) => string,
): Promise<readonly ShownRun[]> {
  return inBatches(entries, async ({ run, since }): Promise<ShownRun> => {
    const head = { run, enteredAt: iso(since) };
    const nothing = { selected: null, left: null };
    try {
      const { events, position } = await journal.read(run);
      if (position === 0) return { ...head, ...nothing, state: 'entered', note: null };
      const { lease, instances, cancelled } = fold(events);
      const left = countLeft({ instances });
      const held = lease !== undefined && now < lease.until;
      const notes = [
        ...(held ? [`held by ${lease.by} until ${iso(lease.until)}`] : []),
        ...(cancelled ? [`cancelled by ${cancelled.by}`] : []),
      ];
      return {
        ...head,
        state: held ? 'held' : 'waiting',
        note: notes.length === 0 ? null : notes.join('; '),
        selected: instances.size,
        left,
      };
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return { ...head, ...nothing, state: 'unreadable', note: error.message };
    }
  });
}
