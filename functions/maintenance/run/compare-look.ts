import type { Instance } from '../plan/instance.ts';
import type { Sighting } from './event.ts';
import type { RunState } from './state.ts';

/** What a list of a region shows differently from what the run last saw; the journal keeps only that. */
export function whatChanged(
  state: RunState,
  region: string,
  listed: readonly Instance[],
): readonly Sighting[] {
  const byId = new Map(listed.map((instance) => [instance.id, instance]));
  const changes: Sighting[] = [];
  for (const id of state.regions.get(region)?.ids ?? []) {
    const seen = state.instances.get(id)?.seen;
    const found = byId.get(id);
    const now: Sighting = found
      ? { id, status: found.status, idle: found.idle, updatedAt: found.updatedAt }
      : { id, status: 'MISSING', idle: false, updatedAt: undefined };
    // A list cannot see what DCS says is gone for good; a deleted instance stays deleted.
    if (now.status === 'MISSING' && seen?.status === 'GONE') continue;
    if (now.status !== seen?.status || now.idle !== seen.idle || now.updatedAt !== seen.updatedAt)
      changes.push(now);
  }
  return changes;
}
