import type { Clock } from '../foundation/clock.ts';
import type { RunEvent } from './event.ts';
import { fold } from './fold.ts';
import type { Journal } from './journal.ts';
import { leaseAt, renewEveryMs } from './lease.ts';
import type { OpenRun } from './open-run.ts';
import type { RunState } from './state.ts';

/**
 * How an event gets into the journal.
 * - `look`: what was merely seen, or follows from that, may wait for the next append; who takes over sees it again.
 * - `fact`: durable when `record` answers, also beside somebody's wish to cancel.
 * - `intent`: durable when `record` answers, or given up where the journal has news that change what is wanted.
 */
export type Weight = 'look' | 'fact' | 'intent';

/** Writes the journal of a run for the invocation that holds it. */
export interface Recorder {
  /** The fold of all that was recorded. */
  readonly state: RunState;
  /** Somebody else has taken the run: this invocation must not act any more. */
  readonly lost: boolean;
  /** What the journal failed with, where it is lost because nobody knows what the journal has. */
  readonly failure: unknown;
  /** This invocation wrote more than looks and leases. */
  readonly acted: boolean;
  /** Something was recorded that the journal has not yet. */
  readonly pending: boolean;
  /** When the lease must be renewed, in milliseconds since 1970. */
  readonly renewAt: number;
  /** The run as its journal has it now. */
  readonly open: OpenRun;
  /**
   * False when it was not recorded: the run is lost, or an intent is out of date. `answered` is called as the journal
   * calls it (`Beside`), and `state` shows the events by then; those of an append that fails it shows no more.
   */
  record(events: readonly RunEvent[], weight: Weight, answered?: () => void): Promise<boolean>;
  /** Until nothing is on its way into the journal: what is decided before that is decided on an old state. */
  quiet(): Promise<void>;
  /** Gives the lease back; nothing is recorded after it. */
  leave(why: 'time' | 'waiting'): Promise<void>;
}

type Entry = {
  readonly events: readonly RunEvent[];
  readonly weight: Weight;
  readonly answered: (() => void) | undefined;
  readonly settle: (recorded: boolean) => void;
  readonly fail: (error: unknown) => void;
};

/**
 * Appends what comes while an append is under way together with the next one, so that a run of many regions costs
 * few appends, and renews the lease with each. Nothing is folded in another order than it stands in the journal.
 */
export function createRecorder(
  open: OpenRun,
  { journal, clock, by }: { readonly journal: Journal; readonly clock: Clock; readonly by: string },
): Recorder {
  let { state, position, appends } = open;
  let lost = false;
  let failure: unknown;
  let acted = !open.repeated;
  let appendedAt = clock.now();
  let looks: RunEvent[] = [];
  let queue: Entry[] = [];
  let pumping = false;
  let pumped = Promise.resolve();
  let resting = false;

  /** Whoever only asked to cancel has not taken the run: what the journal has now is taken in. */
  const adopt = async (): Promise<void> => {
    const read = await journal.read(state.run);
    const theirs = fold(read.events);
    lost = theirs.lease?.by !== by || read.position <= position;
    if (lost) return;
    state = fold(looks, theirs);
    ({ position, appends } = read);
  };

  const append = async (entries: readonly Entry[]): Promise<void> => {
    let wanted = entries;
    while (!lost) {
      const at = clock.now();
      const own = wanted.flatMap(({ events }) => events);
      const batch = [leaseAt(at, by), ...looks, ...own];
      const before = state;
      // The looks were folded when they came.
      const folded = () => fold([leaseAt(at, by), ...own], before);
      const heard = wanted.flatMap(({ answered }) => answered ?? []);
      const answered = () => {
        state = folded();
        for (const hear of heard) hear();
      };
      const beside = heard.length > 0 ? { answered } : {};
      const next = await journal.append(state.run, position, batch, beside).catch((error: unknown) => {
        state = before;
        throw error;
      });
      state = before;
      if (next !== undefined) {
        position = next;
        appends += 1;
        appendedAt = clock.now();
        acted ||= own.length > 0;
        state = folded();
        looks = [];
        for (const { settle } of wanted) settle(true);
        return;
      }
      await adopt();
      for (const { weight, settle } of wanted) if (weight === 'intent') settle(false);
      wanted = wanted.filter(({ weight }) => weight !== 'intent');
    }
    for (const { settle } of wanted) settle(false);
  };

  /** What comes meanwhile goes into the same append, and what is merely seen need not even wait for that. */
  const rest = async (): Promise<void> => {
    const ms = appendedAt + appendSpacingMs(appends) - clock.now();
    if (ms <= 0) return;
    resting = true;
    await clock.wait(ms);
    resting = false;
  };

  const pump = async (): Promise<void> => {
    while (queue.length > 0) {
      let entries = queue;
      try {
        if (!lost) queue = withLooksFolded(queue);
        if (!lost && queue.length > 0) await rest();
        entries = queue;
        queue = [];
        if (entries.length > 0) await append(entries);
      } catch (error) {
        // What the journal has, or how the run stands, is not known any more, so nothing may be done under it.
        lost = true;
        failure = error;
        for (const { fail } of entries) fail(error);
      }
    }
    pumping = false;
  };

  const foldLooks = (entries: readonly Entry[]): void => {
    const seen = entries.flatMap(({ events }) => events);
    if (seen.length > 0) state = fold(seen, state);
    looks.push(...seen);
    for (const { settle } of entries) settle(true);
  };

  const withLooksFolded = (entries: readonly Entry[]): Entry[] => {
    foldLooks(entries.filter(({ weight }) => weight === 'look'));
    return entries.filter(({ weight }) => weight !== 'look');
  };

  const record: Recorder['record'] = (events, weight, answered) =>
    new Promise((settle, fail) => {
      const entry = { events, weight, answered, settle, fail };
      if (resting && weight === 'look') return foldLooks([entry]);
      queue.push(entry);
      if (pumping) return;
      pumping = true;
      pumped = Promise.resolve().then(pump);
    });

  return {
    get state() {
      return state;
    },
    get open() {
      return { state, position, appends, repeated: true };
    },
    get lost() {
      return lost;
    },
    get failure() {
      return failure;
    },
    get acted() {
      return acted;
    },
    get pending() {
      return looks.length > 0 || queue.length > 0;
    },
    get renewAt() {
      return appendedAt + renewEveryMs;
    },
    record,
    async quiet() {
      while (pumping) await pumped;
    },
    async leave(why) {
      await record([{ type: 'left', at: clock.now(), by, why }], 'fact');
      lost = true;
    },
  };
}

/**
 * From how many appends on they are spaced how far apart: the later, the wider, and never so wide that the lease
 * runs out between two of them. Milliseconds.
 */
const spacings: readonly (readonly [from: number, ms: number])[] = [
  [7_000, 25_000],
  [4_000, 10_000],
  [2_000, 3_000],
  [1_000, 1_000],
];

/**
 * How long to wait between two appends to a record that has so many: OBS takes 10,000 to one object, which a run of
 * days over thousands of instances must not use up. What comes meanwhile is appended together. After 1,000 it takes
 * 31 hours to fill one.
 */
export function appendSpacingMs(appends: number): number {
  return spacings.find(([from]) => appends >= from)?.[1] ?? 0;
}
