import { CodedError } from '../foundation/coded-error.ts';
import { inBatches } from '../foundation/in-batches.ts';
import { stillAway, type UnderWay } from '../report/under-way.ts';
import { fold } from '../run/fold.ts';
import type { Held } from '../run/held.ts';
import { heldBy } from '../run/in-hand.ts';
import type { EndedRun, Journal, OpenEntry } from '../run/journal.ts';
import { nextOpeningIn } from '../run/readiness.ts';
import { countLeft, type RunState } from '../run/state.ts';

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
  /** The instances that something is under way with, or that were given up on and were not back when last seen. */
  readonly away?: readonly UnderWay[];
};

/** A run that has ended, as people are shown it. */
export type ShownEnd = {
  readonly run: string;
  readonly job: string;
  readonly status: string;
  readonly endedAt: string;
  readonly outcomes: EndedRun['outcomes'];
};

/** What of a run that has ended needs a person. */
export type Attention = {
  readonly run: string;
  /** Those that failed, that were refused, or of which nobody knows how they ended. */
  readonly instances: readonly {
    readonly id: string;
    readonly name: string;
    readonly region: string;
    readonly outcome: string;
    readonly code: string;
    /** DCS's status when it was last seen, and when that was, of one that was not seen back. */
    readonly away?: { readonly status: string | null; readonly seenAt: string | null };
  }[];
  /** What to do next, each with the codes that ask for it. */
  readonly steps: readonly { readonly step: string; readonly codes: readonly string[] }[];
  /** Channels that cannot be said to have heard of its end. */
  readonly untold: readonly string[];
  /** Why its record does not tell all of it. */
  readonly unread?: string;
};

/** Shows an ended run, its instant written by `iso`. */
export function showEnd(
  { run, job, status, endedAt, outcomes }: EndedRun,
  iso: (at: number) => string,
): ShownEnd {
  return { run, job, status, endedAt: iso(endedAt), outcomes };
}

/** Reads the journals of runs that are not over; one that cannot be read says so and hides no other. */
export async function showOpen(
  entries: readonly OpenEntry[],
  journal: Journal,
  now: number,
  iso: (at: number) => string,
): Promise<readonly ShownRun[]> {
  const states = new Map<string, RunState>();
  const shown = await inBatches(entries, async ({ run, since }): Promise<ShownRun> => {
    const head = { run, enteredAt: iso(since) };
    const nothing = { selected: null, left: null };
    try {
      const { events } = await journal.read(run);
      if (events.length === 0) return { ...head, ...nothing, state: 'entered', note: null };
      const state = fold(events);
      states.set(run, state);
      const { lease, instances, cancelled } = state;
      const left = countLeft({ instances });
      const held = lease !== undefined && now < lease.until;
      const notes = [
        ...(held ? [`held by ${lease.by} until ${iso(lease.until)}`] : []),
        ...(cancelled ? [`cancelled by ${cancelled.by}`] : []),
        ...waitsForWindows(state, now, iso),
      ];
      return {
        ...head,
        state: held ? 'held' : 'waiting',
        note: notes.length === 0 ? null : notes.join('; '),
        selected: instances.size,
        left,
        away: stillAway(state, iso),
      };
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return { ...head, ...nothing, state: 'unreadable', note: error.message };
    }
  });
  return shown.map((each) => {
    const own = states.get(each.run);
    const holders = own ? countHolders(heldBy(own, states.values(), now)) : [];
    const notes = [...(each.note === null ? [] : [each.note]), ...holders];
    return { ...each, note: notes.length === 0 ? null : notes.join('; ') };
  });
}

/** Why nothing seems to happen. */
function waitsForWindows(state: RunState, now: number, iso: (at: number) => string): readonly string[] {
  const openings = [...state.regions.keys()].flatMap((region) => nextOpeningIn(state, region, now) ?? []);
  if (openings.length === 0) return [];
  return [`waits for maintenance windows, the next of which opens at ${iso(Math.min(...openings))}`];
}

function countHolders(held: Held): readonly string[] {
  const counts = new Map<string, number>();
  for (const [, run] of held) counts.set(run, (counts.get(run) ?? 0) + 1);
  return [...counts].map(([run, count]) => `waits for ${run}, which is working on ${count} of its instances`);
}
