import type { Clock } from '../foundation/clock.ts';
import { CodedError } from '../foundation/coded-error.ts';
import type { Plan } from '../plan/plan.ts';
import type { RunAbout, RunEvent } from './event.ts';
import { fold } from './fold.ts';
import type { Journal } from './journal.ts';
import { isHeldByOther, type Lease, leaseAt } from './lease.ts';
import type { RunState } from './state.ts';

/** What a run is opened with when its journal is still empty. */
type NewRun = {
  readonly run: string;
  /** Milliseconds since 1970. */
  readonly scheduledFor: number;
  readonly about: RunAbout;
  /** Called only when there is no such run yet. */
  readonly plan: () => Promise<Plan>;
};

/** A run as its journal has it. */
export type OpenRun = {
  readonly state: RunState;
  readonly position: number;
  readonly appends: number;
  /** It had been opened before. */
  readonly repeated: boolean;
};

/** What an invocation finds when it wants to act on a run. */
export type Opening =
  /** It may act, and nobody else. */
  | ({ readonly kind: 'mine' } & OpenRun)
  /** Somebody else may, for now. */
  | { readonly kind: 'held'; readonly lease: Lease }
  /** It has ended, and people were told. */
  | { readonly kind: 'over'; readonly state: RunState }
  | { readonly kind: 'none' };

/** Whose name stands in the lease: of one invocation, and of no retry of it. */
type Holding = { readonly journal: Journal; readonly clock: Clock; readonly by: string };

/**
 * Opens a run, or takes up the one that is there: the same fire is the same run, however often it is delivered. Throws
 * `CodedError` `run.over` for one that was closed before anybody began it.
 */
export async function openRun(
  { run, scheduledFor, about, plan }: NewRun,
  holding: Holding,
): Promise<Exclude<Opening, { kind: 'none' }>> {
  const found = await takeUpRun(run, holding);
  if (found.kind !== 'none') return found;
  const { journal, clock, by } = holding;
  const planned = await plan();
  const at = clock.now();
  const opened: readonly RunEvent[] = [
    { type: 'opened', at, run, scheduledFor, about, plan: planned },
    leaseAt(at, by),
  ];
  // Nothing is done before the next append, which waits until it is certain that this one stands.
  const position = await journal.append(run, 0, opened, { lookLater: true });
  if (position !== undefined)
    return { kind: 'mine', state: fold(opened), position, appends: 1, repeated: false };
  // Opened by somebody else while we were planning.
  const other = await takeUpRun(run, holding);
  if (other.kind === 'none')
    throw new CodedError('run.over', `the run ${run} was closed before it began: its record takes no begin`);
  return other;
}

/** Takes up a run that was opened before, when nobody else holds it. */
export async function takeUpRun(run: string, holding: Holding): Promise<Opening> {
  const { journal, clock, by } = holding;
  const { events, position, appends } = await journal.read(run);
  if (events.length === 0) return { kind: 'none' };
  const state = fold(events);
  if (state.told !== undefined) return { kind: 'over', state };
  const at = clock.now();
  if (isHeldByOther(state.lease, by, at)) return { kind: 'held', lease: state.lease };
  const taken = [leaseAt(at, by), ...unanswered(state, at)];
  const next = await journal.append(run, position, taken);
  // Somebody else was quicker; what they hold it with is in the journal now.
  if (next === undefined) return takeUpRun(run, holding);
  return {
    kind: 'mine',
    state: fold(taken, state),
    position: next,
    appends: appends + 1,
    repeated: true,
  };
}

/**
 * Closes a run that nobody has begun, so that nobody does. `false` where it was begun, whatever looks at its record have
 * shown. Throws `UnreadableRecord` where something stands there that is not shown now.
 */
export async function closeUnbegun(run: string, { journal }: Pick<Holding, 'journal'>): Promise<boolean> {
  if ((await journal.append(run, 0, [])) !== undefined) return true;
  // Whoever closed it may have died before people were told.
  return (await journal.read(run)).events.length === 0;
}

/** Calls that were announced by somebody who did not live to hear the answer: it counts as lost. */
function unanswered(state: RunState, at: number): readonly RunEvent[] {
  return [...state.regions].flatMap(([region, its]): RunEvent[] => {
    const ids = its.ids.filter((id) => state.instances.get(id)?.phase.kind === 'announced');
    const failure = {
      kind: 'ambiguous',
      code: 'interrupted',
      message: 'the function ended before the answer came',
      ending: 'unheard',
    } as const;
    return ids.length === 0 ? [] : [{ type: 'refused', at, region, ids, failure }];
  });
}
