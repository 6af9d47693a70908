import { backoffMs } from '../../../functions/maintenance/foundation/backoff.ts';
import type { CallFailure } from '../../../functions/maintenance/run/call-failure.ts';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import { apply } from '../../../functions/maintenance/run/fold.ts';
import type { RegionState, RunState, Tracked } from '../../../functions/maintenance/run/state.ts';
import { second, stateOf } from './tracked-fixture.ts';

/** The region of all instances of these tests. */
export const region = 'beijing';

/** When the event happens. */
export const at = second(10);

/** A failed call of that kind. */
export const failureOf = (kind: CallFailure['kind'], parts: Partial<CallFailure> = {}): CallFailure => ({
  kind,
  code: 'DCS.4111',
  message: 'as DCS says',
  ...parts,
});

/** What becomes of instances, all of Beijing, and of the region with an event at 10 s; the first by itself. */
export function applied(
  event: RunEvent,
  instances: readonly Tracked[],
  parts?: Parameters<typeof stateOf>[1],
): {
  readonly state: RunState;
  readonly all: readonly Tracked[];
  readonly one: Tracked;
  readonly its: RegionState;
} {
  const state = apply(stateOf(instances, parts), event);
  const all = [...state.instances.values()];
  return { state, all, one: all[0] as Tracked, its: state.regions.get(region) as RegionState };
}

/** How long a region is left alone after so many failures in a row. */
export const pauseMs = (setbacks: number) =>
  backoffMs({ backoff: 5_000, maxBackoff: 60_000 }, setbacks, `${stateOf([]).run}/${region}/${setbacks}`);
