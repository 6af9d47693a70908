import type { Plan } from '../plan/plan.ts';
import { fold } from './apply.ts';
import type { Clock } from './clock.ts';
import type { OpenRun } from './driver.ts';
import type { RunEvent } from './event.ts';
import type { Journal } from './journal.ts';
import type { RunState } from './state.ts';

/** What a run is opened with when its journal is still empty. */
export type NewRun = {
  readonly run: string;
  /** Milliseconds since 1970. */
  readonly scheduledFor: number;
  /** Called only when there is no such run yet. */
  readonly plan: () => Promise<Plan>;
};

/** The run, and whether it had been opened before: the same fire is the same run, however often it is delivered. */
export type Opened = OpenRun & { readonly repeated: boolean };

/** Opens a run, or finds the one that is there; `undefined` when another invocation opened it at the same moment. */
export async function openRun(
  { run, scheduledFor, plan }: NewRun,
  { journal, clock }: { readonly journal: Journal; readonly clock: Clock },
): Promise<Opened | undefined> {
  const { events, position } = await journal.read(run);
  if (events.length > 0) {
    const state = fold(events);
    const orphans = unanswered(state, clock.now());
    const next = orphans.length > 0 ? await journal.append(run, position, orphans) : position;
    if (next === undefined) return undefined;
    return { state: orphans.length > 0 ? fold(orphans, state) : state, position: next, repeated: true };
  }
  const planned = await plan();
  const opened: RunEvent = { type: 'opened', at: clock.now(), run, scheduledFor, plan: planned };
  const next = await journal.append(run, 0, [opened]);
  return next === undefined ? undefined : { state: fold([opened]), position: next, repeated: false };
}

/** Calls that were announced by somebody who did not live to hear the answer: it counts as lost. */
function unanswered(state: RunState, at: number): readonly RunEvent[] {
  return [...state.regions.keys()].flatMap((region): RunEvent[] => {
    const ids = [...state.instances.values()]
      .filter(({ planned, phase }) => planned.region === region && phase.kind === 'announced')
      .map(({ planned }) => planned.id);
    const failure = {
      kind: 'ambiguous',
      code: 'interrupted',
      message: 'the function ended before the answer came',
    } as const;
    return ids.length === 0 ? [] : [{ type: 'refused', at, region, ids, failure }];
  });
}
