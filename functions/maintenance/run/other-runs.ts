import type { Clock } from '../foundation/clock.ts';
import { inBatches } from '../foundation/in-batches.ts';
import type { Held } from './held.ts';
import { isInHand, type LookedAt, lookBeside, nothingHeld } from './in-hand.ts';
import type { Journal, Records } from './journal.ts';
import type { OpenRun } from './open-run.ts';
import { readState } from './read-state.ts';
import type { Recorder } from './recorder.ts';
import { commonIds } from './roster.ts';
import type { RunState, Tracked } from './state.ts';
import { tracking } from './tally.ts';

/** Looks at what other runs have in hand: an instance is worked on by one run at a time, of whatever job. */
export interface OtherRuns {
  /** As of the last look. */
  readonly held: Held;
  /** Looks anew; what was announced before it, here or there, one of the two sees. */
  look(own: RunState): Promise<Held>;
  /** From now on this process knows the run without asking the journal, until it has left it. */
  enter(run: string, recorder: Entered): void;
  leave(run: string): void;
}

/** A run of this process, as others ask for it. */
type Entered = Pick<Recorder, 'state' | 'pending' | 'lost' | 'record' | 'open'>;

/** `freed`: the instances that it is done with for certain. */
type Known = { readonly recorder: Entered; readonly freed: Set<string> };

/** A run as its record was once known, up to a position: a record only grows. */
type Shown = Pick<OpenRun, 'state' | 'position'>;

/** A run that its process is about to open, since when, and until it knows it or gives that up. */
type Beginning = { readonly since: number; readonly over: Promise<void>; readonly end: () => void };

/** So long a run that is about to be opened is waited for: its journal would be asked in vain. Milliseconds. */
const longestOpeningMs = 1_000;

/** What the runs of a process know of each other without the journal. */
type Local = {
  readonly known: Map<string, Known>;
  readonly beginning: Map<string, Beginning>;
  /** The most that this process has known of runs that are in nobody's hands here. */
  readonly shown: Map<string, Shown>;
  /** What reads the record of a run now. */
  readonly reading: Map<string, Promise<unknown>>;
};

const locals = new WeakMap<Journal, Local>();

/**
 * The runs beside one. Those of this invocation are known; those that others opened are read from the journal, and only
 * once where they are about other instances.
 */
export function createOtherRuns(
  { journal, register }: Records,
  clock: Clock,
  tell: (held: Held) => void,
): OtherRuns {
  const local = localOf(journal);
  let held: Held = nothingHeld;
  let before: LookedAt | undefined;
  /** Runs of this process as they were when all that they were done with was free. */
  const checked = new WeakMap<Known, Instances>();
  const others = async (own: RunState): Promise<readonly RunState[]> => {
    // What nobody has come to begin has nothing in hand: who begins it enters it anew before he looks.
    const begun = (await register.begun()).filter(({ run }) => run !== own.run);
    await untilOpened(
      begun.flatMap(({ run }) => local.beginning.get(run) ?? []),
      clock,
    );
    const found = await inBatches(
      begun,
      async ({ run }) => (await ofThisProcess(run, own)) ?? (await foreign(run, own)),
    );
    return found.flatMap((state) => state ?? []);
  };
  /**
   * What it is done with is free once that is in the journal: were it lost, the run would be on it again. An append may
   * be answered and not stored, and then the next one does not get in.
   */
  const ofThisProcess = async (run: string, own: RunState): Promise<RunState | undefined> => {
    const known = local.known.get(run);
    if (!known) return undefined;
    const { recorder, freed } = known;
    for (;;) {
      const { instances } = recorder.state;
      const done = doneOf(instances, own, checked.get(known)).filter((id) => !freed.has(id));
      if (done.length === 0) {
        checked.set(known, instances);
        return recorder.lost ? undefined : recorder.state;
      }
      if (recorder.pending) await recorder.record([], 'fact');
      if (!(await recorder.record([], 'fact'))) return undefined;
      for (const id of done) freed.add(id);
    }
  };
  const foreign = async (run: string, own: RunState): Promise<RunState | undefined> => {
    // What a run is about never changes, and one read of a record tells all who look at once.
    if (!local.shown.has(run)) await local.reading.get(run)?.catch(() => undefined);
    const about = local.shown.get(run)?.state.instances;
    if (about && isEmpty(commonIds(own.instances, about))) return undefined;
    const reading = stateOf(run, journal, local);
    local.reading.set(run, reading);
    return reading.finally(() => local.reading.delete(run));
  };
  return {
    get held() {
      return held;
    },
    async look(own) {
      const looked = lookBeside(own, await others(own), clock.now(), before);
      before = looked;
      if (!isEmpty(looked.held.newSince(held))) tell(looked.held);
      held = looked.held;
      return held;
    },
    enter(run, recorder) {
      local.known.set(run, { recorder, freed: new Set() });
      local.beginning.get(run)?.end();
    },
    leave(run) {
      const known = local.known.get(run);
      if (known) local.shown.set(run, known.recorder.open);
      local.known.delete(run);
    },
  };
}

/**
 * A run is about to be opened by this process: until it is, or a second is over, the others wait for that and do not ask its
 * journal. To be called when it was, or comes to nothing.
 */
export function beginsHere(run: string, journal: Journal, { now }: Pick<Clock, 'now'>): () => void {
  const { beginning } = localOf(journal);
  let end = () => {};
  const over = new Promise<void>((resolve) => {
    end = () => {
      resolve();
      if (beginning.get(run)?.over === over) beginning.delete(run);
    };
  });
  beginning.set(run, { since: now(), over, end });
  return end;
}

async function untilOpened(beginning: readonly Beginning[], clock: Clock): Promise<void> {
  const now = clock.now();
  const awaited = beginning.filter(({ since }) => now < since + longestOpeningMs);
  if (awaited.length === 0) return;
  const until = Math.max(...awaited.map(({ since }) => since)) + longestOpeningMs;
  const timer = new AbortController();
  await Promise.race([Promise.all(awaited.map(({ over }) => over)), clock.wait(until - now, timer.signal)]);
  timer.abort('no longer waited for');
}

function isEmpty(found: Iterable<unknown>): boolean {
  return found[Symbol.iterator]().next().done === true;
}

type Instances = RunState['instances'];

/** What of the own instances another run is done with, among those that differ since it was looked at. */
function doneOf(instances: Instances, own: RunState, since: Instances | undefined): readonly string[] {
  const ids = [...commonIds(own.instances, instances, since)];
  return ids.filter((id) => instances.get(id)?.phase.kind === 'done');
}

function localOf(journal: Journal): Local {
  const local = locals.get(journal) ?? {
    known: new Map(),
    beginning: new Map(),
    shown: new Map(),
    reading: new Map(),
  };
  locals.set(journal, local);
  return local;
}

/** The instances that any open run has in hand. */
export async function instancesInHand({ journal, register }: Records): Promise<ReadonlySet<string>> {
  const local = localOf(journal);
  const states = await inBatches(
    await register.begun(),
    async ({ run }) => local.known.get(run)?.recorder.state ?? (await stateOf(run, journal, local)),
  );
  const ids = states.flatMap((state) =>
    state && state.finishedAt === undefined ? [...state.instances] : [],
  );
  return new Set(ids.flatMap(([id, one]) => (isInHand(one) ? [id] : [])));
}

/**
 * What is not there yet holds nothing, and sees what others hold when it begins. What can be read but in part may have
 * all in hand that it is not shown to be done with; so may what is shown to be less than it was known to be, because
 * the look is stale or because what was appended last is not stored.
 */
async function stateOf(run: string, journal: Journal, { shown }: Local): Promise<RunState | undefined> {
  const before = shown.get(run);
  const read = await readState(run, journal);
  switch (read.kind) {
    case 'whole':
      if (before && read.position < before.position) return inHandBut(isDone, read.state);
      shown.set(run, read);
      return read.state;
    case 'in-part':
      return inHandBut(isDone, read.state);
    case 'nothing':
    case 'none':
      return before && inHandBut(() => false, before.state);
    default:
      return read satisfies never;
  }
}

function isDone({ phase }: Tracked): boolean {
  return phase.kind === 'done';
}

function inHandBut(isFree: (one: Tracked) => boolean, state: RunState): RunState {
  const phase = { kind: 'failed-try', final: false, code: 'journal-unread', reason: '' } as const;
  const instances = [...state.instances.values()].map((one) => (isFree(one) ? one : { ...one, phase }));
  return { ...state, instances: tracking(instances, state.openedAt) };
}
