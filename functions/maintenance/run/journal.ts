import type { RunEvent } from './event.ts';
import type { Outcome } from './outcome.ts';

/**
 * The events of a run so far, and the position an append must name to be the next. No events at another position than 0:
 * the run was closed before anybody began it.
 */
export type JournalRead = {
  readonly events: readonly RunEvent[];
  readonly position: number;
  /** How many appends the record is made of: a store may take only so many. */
  readonly appends: number;
};

/** Port to the append-only record of runs. */
export interface Journal {
  /** The whole record of a run; no events, position 0 and no appends when there is none. */
  read(run: string): Promise<JournalRead>;
  /**
   * Appends if the record still ends at `position` and answers the next position; `undefined` when somebody
   * else appended first, and then nothing was written. No events at position 0 close a run that nobody has begun: from
   * then on nobody does. That fails where it was begun, whatever reads of its record have shown.
   */
  append(
    run: string,
    position: number,
    events: readonly RunEvent[],
    beside?: Beside,
  ): Promise<number | undefined>;
}

/** What may go on while a journal looks whether what its store answered to have appended is there. */
export type Beside = {
  /**
   * Called whenever it was answered, before that is looked at: the last time after what then stands was written. A
   * journal that has nothing to look at need not call it.
   */
  readonly answered?: (() => void) | undefined;
  /** The append is answered at once: the next one to the run waits for the look, and fails as this one would have. */
  readonly lookLater?: boolean;
};

/** The id under which the journal keeps, beside the record of a run, how its end is told; no run has such a one. */
export function endingOf(run: string): string {
  return `${run}#end`;
}

/** A run that ended, as the register tells of it without its journal. */
export type EndedRun = {
  readonly run: string;
  readonly job: string;
  /** The status of its summary. */
  readonly status: string;
  /** Milliseconds since 1970. */
  readonly endedAt: number;
  /** How many instances ended how. */
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
};

/** A run that is not over, and when it was entered, in milliseconds since 1970. */
export type OpenEntry = {
  readonly run: string;
  readonly since: number;
  /** When its record could not be read, the earliest first; left out where it always could. */
  readonly unreadAt?: readonly number[];
  /** Nobody has come to begin it, so it has no record; left out where somebody may have. */
  readonly unbegun?: true;
};

/** What is not over yet. */
type OpenEntries = {
  /** Runs that were entered and of which not everybody has been told, the earliest first. */
  readonly runs: readonly OpenEntry[];
  /** The time of the latest tick that was noted; `undefined` before the first. Milliseconds since 1970. */
  readonly lastTick: number | undefined;
  /** What people were told of the journal itself, and when; left out where there is none. */
  readonly said?: readonly Said[];
};

/** That people were told of a cause, and when, in milliseconds since 1970. */
export type Said = { readonly cause: string; readonly at: number };

/** An entry of the register. */
export type RegisterEntry =
  /** Runs that are to begin. */
  | { readonly kind: 'due'; readonly runs: readonly string[]; readonly at: number }
  /** Durable before the run's first event, so that no run is forgotten. */
  | { readonly kind: 'begins'; readonly run: string; readonly at: number }
  | { readonly kind: 'ended'; readonly ended: EndedRun }
  /** The record of a run that is entered cannot be read now. */
  | { readonly kind: 'unread'; readonly run: string; readonly at: number }
  /** It can be read again: what was noted of it before counts no longer. */
  | { readonly kind: 'read-again'; readonly run: string }
  /** People were told that the journal fails, and why; what was said of it before is forgotten. */
  | ({ readonly kind: 'said' } & Said)
  /** All that was due up to `at` has been entered. */
  | { readonly kind: 'tick'; readonly at: number };

/** Port to the register of all runs: what can be told of them without reading their journals. */
export interface Register {
  /** Entering the same twice is entering it once; a run keeps the instant at which it was entered first. */
  enter(entry: RegisterEntry): Promise<void>;
  open(): Promise<OpenEntries>;
  /**
   * Of the open runs those that somebody came to begin, which may have something in hand: however many are due, it costs no
   * more than they do.
   */
  begun(): Promise<readonly OpenEntry[]>;
  /** The latest first, at most `limit`. */
  ended(limit: number): Promise<readonly EndedRun[]>;
  /** Forgets runs that ended before an instant, with their journals; answers how many. */
  forget(before: number): Promise<number>;
}

/** How many ended runs are looked through for one of them. */
const recent = 200;

/** The runs that ended lately, the latest first. */
export function recentlyEnded(register: Register): Promise<readonly EndedRun[]> {
  return register.ended(recent);
}

/** Whether a run was on any instance; a fire that was skipped ended when people were told, and was never going. */
export function hasRun({ outcomes }: EndedRun): boolean {
  return Object.values(outcomes).some((count) => count > 0);
}

/** Each run once, by the instant at which it was entered first, the earliest first. */
export function earliestFirst(
  entries: readonly OpenEntry[],
  unread: readonly { readonly run: string; readonly at: number }[] = [],
): readonly OpenEntry[] {
  const first = new Map<string, OpenEntry>();
  for (const entry of entries) {
    const known = first.get(entry.run);
    const { unbegun, ...earlier } = known && known.since <= entry.since ? known : entry;
    const nobodyCame = entry.unbegun && (known ?? entry).unbegun;
    first.set(entry.run, { ...earlier, ...(nobodyCame && { unbegun }) });
  }
  const runs = [...first.values()].sort((a, b) => a.since - b.since || (a.run < b.run ? -1 : 1));
  return runs.map((entry) => {
    const unreadAt = unread.filter(({ run }) => run === entry.run).map(({ at }) => at);
    return unreadAt.length === 0 ? entry : { ...entry, unreadAt: unreadAt.sort((a, b) => a - b) };
  });
}

/** The journals of runs and the register of all of them. */
export type Records = {
  readonly journal: Journal;
  readonly register: Register;
};
