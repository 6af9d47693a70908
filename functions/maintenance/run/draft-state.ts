import type { RegionState, RunState, Tracked } from './state.ts';

/** The state of a run while events are applied to it; what it was made from stays as it is. */
export type DraftState = {
  state: RunState;
  readonly instances: ReturnType<RunState['instances']['draft']>;
  readonly regions: Map<string, RegionState>;
  /** See `idsInSight`. */
  readonly inSight: Map<string, Set<string>>;
};

/** A copy that can be changed. */
export function draftOf(state: RunState): DraftState {
  const { instances, regions } = state;
  return { state, instances: instances.draft(), regions: new Map(regions), inSight: new Map() };
}

/** The state that a draft has become. */
export function stateOf({ state, instances, regions }: DraftState): RunState {
  return { ...state, instances: instances.roster(), regions };
}

/** Changes an instance; one that the run does not have is nobody's. */
export function update(draft: DraftState, id: string, change: (one: Tracked) => Tracked): void {
  const one = draft.instances.change(id, change);
  const ids = one && draft.inSight.get(one.planned.region);
  if (!ids) return;
  if (isInSight(one)) ids.add(id);
  else ids.delete(id);
}

/** Changes every instance of the run. */
export function changeAll(draft: DraftState, change: (one: Tracked) => Tracked): void {
  for (const { ids } of draft.regions.values()) for (const id of ids) update(draft, id, change);
}

/** An answer that comes after its instance was given up on changes nothing any more. */
export function updateAnnounced(draft: DraftState, id: string, change: (one: Tracked) => Tracked): void {
  update(draft, id, (one) => (one.phase.kind === 'announced' ? change(one) : one));
}

/**
 * The instances of a region of which something is under way, or may still be: whom a look changes whatever it shows.
 * They are looked for once and then kept, as a journal has a look for every few of perhaps fifty thousand.
 */
export function idsInSight(draft: DraftState, region: string): ReadonlySet<string> {
  const known = draft.inSight.get(region);
  if (known) return known;
  const ids = new Set<string>();
  for (const { restless, lingering } of draft.instances.talliesIn(region))
    for (const one of [...restless, ...lingering]) if (isInSight(one)) ids.add(one.planned.id);
  draft.inSight.set(region, ids);
  return ids;
}

function isInSight({ phase }: Tracked): boolean {
  return (
    phase.kind === 'watching' || phase.kind === 'announced' || (phase.kind === 'done' && phase.outOfSight)
  );
}

/** Changes what is known of a region; one that the run does not have is nobody's. */
export function updateRegion(draft: DraftState, name: string, change: Partial<RegionState>): void {
  const region = draft.regions.get(name);
  if (region) draft.regions.set(name, { ...region, ...change });
}
