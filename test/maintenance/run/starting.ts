import { chooseStarts } from '../../../functions/maintenance/run/choose-starts.ts';
import type { Held } from '../../../functions/maintenance/run/held.ts';
import { standingOf } from '../../../functions/maintenance/run/standing.ts';
import type { RegionState, Tracked } from '../../../functions/maintenance/run/state.ts';
import { openedAt, second, stateOf, tracked, watching } from './tracked-fixture.ts';

/** What a run is like: how many slots are each region's own, what others have in hand, and how many seconds into it. */
type Given = Parameters<typeof stateOf>[1] & {
  readonly at?: number;
  readonly shares?: { readonly beijing: number; readonly shanghai: number };
  readonly held?: Held;
};

/** Who may be sent in which region some seconds into the run, of instances in Beijing and Shanghai. */
export function starts(instances: readonly Tracked[], { at = 5, shares, held, ...parts }: Given = {}) {
  const state = stateOf(instances, parts);
  const beijing = state.regions.get('beijing') as RegionState;
  const ids = instances.flatMap(({ planned: { id, region } }) => (region === 'shanghai' ? [id] : []));
  const regions = new Map([
    ['beijing', { ...beijing, share: shares?.beijing ?? beijing.share }],
    ['shanghai', { ...beijing, ids, share: shares?.shanghai ?? beijing.share }],
  ]);
  const both = { ...state, regions };
  return Object.fromEntries(chooseStarts(both, standingOf(both, second(at)), second(at), held));
}

/** The same instance with something else in its plan. */
export const placed = (one: Tracked, parts: Partial<Tracked['planned']>): Tracked => ({
  ...one,
  planned: { ...one.planned, ...parts },
});
/** The same instance in Shanghai. */
export const shanghai = (one: Tracked) => placed(one, { region: 'shanghai' });
/** One that waits for its turn and for nothing else. */
export const waits = (id: string, parts: Parameters<typeof tracked>[2] = {}) =>
  tracked(id, { kind: 'waiting', notBefore: openedAt }, parts);
/** One that was sent, and was seen to leave a second into the run. */
export const sent = (id: string, parts: Parameters<typeof tracked>[2] = {}) =>
  tracked(id, watching({ leftAt: second(1) }), parts);
