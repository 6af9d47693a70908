import type { RunState, Tracked } from './state.ts';

/** The instances that have no outcome yet, each in its region. A region that has none of them is absent. */
export type Unfinished = {
  readonly all: readonly Tracked[];
  readonly byRegion: ReadonlyMap<string, readonly Tracked[]>;
};

/** Finds them in one walk: a run may have twenty thousand, and every step of it asks. */
export function unfinishedOf({ instances }: RunState): Unfinished {
  const all: Tracked[] = [];
  const byRegion = new Map<string, Tracked[]>();
  for (const one of instances.values()) {
    if (one.phase.kind === 'done') continue;
    all.push(one);
    const its = byRegion.get(one.planned.region);
    if (its) its.push(one);
    else byRegion.set(one.planned.region, [one]);
  }
  return { all, byRegion };
}
