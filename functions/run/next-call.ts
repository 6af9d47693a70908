import { mayStartFrom } from '../plan/gates.ts';
import type { Action } from '../schedule/schema.ts';
import type { Command } from './command.ts';
import { judgeWatched } from './judge-watched.ts';
import type { RegionState, RunState, Tracked, Watching } from './state.ts';

/**
 * The one call a region needs most, or until when it needs none. With as few calls as possible: one list
 * watches a whole wave, single looks only confirm, and figures are taken once for all that wait for them.
 */
export function nextCall(
  state: RunState,
  region: string,
  unfinished: readonly Tracked[],
  starts: ReadonlyMap<string, readonly string[]>,
  now: number,
): readonly Command[] {
  const its = unfinished.filter(({ planned }) => planned.region === region);
  const known = state.regions.get(region);
  if (its.length === 0 || !known) return [];
  if (now < known.pausedUntil) return [{ do: 'wait', until: known.pausedUntil }];
  const watched = its.flatMap((one) => (one.phase.kind === 'watching' ? [{ one, phase: one.phase }] : []));
  const verdicts = watched.map(({ one, phase }) => ({
    one,
    phase,
    ...judgeWatched(one, phase, state.rules, known.lookedAt),
  }));
  const missing = its.filter(({ phase, seen }) => phase.kind === 'waiting' && seen?.status === 'MISSING');
  const doubtful = verdicts.filter(({ verdict }) => verdict === 'inspect').map(({ one }) => one);
  const inspect = [...doubtful, ...missing].map(({ planned }) => planned.id);
  if (inspect.length > 0) return [{ do: 'inspect', region, ids: inspect }];
  const { action, settle } = state.rules;
  const { poll } = settle;
  const measure = verdicts.filter(({ verdict }) => verdict === 'measure');
  const others = verdicts.length - measure.length;
  if (measure.some(({ phase }) => measureDue(phase, known, now, others > 0 ? poll : 0)))
    return [{ do: 'measure', region }];
  const ids = starts.get(region) ?? [];
  if (ids.length > 0 && !known.baseline) return [{ do: 'measure', region }];
  const nextLook = known.lookedAt + poll;
  const fresh = now < nextLook;
  if (ids.length > 0) return fresh ? [{ do: 'submit', region, ids }] : [{ do: 'look', region }];
  if (watched.length > 0 || its.some((one) => isHeld(one, action)))
    return fresh ? [{ do: 'wait', until: nextLook }] : [{ do: 'look', region }];
  return [{ do: 'wait', until: earliestStart(its, now, now + poll) }];
}

/**
 * Figures that are older than the last look are taken again; the first ones wait up to a poll for others of
 * the wave that may come back with the next look.
 */
function measureDue(phase: Watching, { lookedAt }: RegionState, now: number, patience: number): boolean {
  if (phase.measuredAt !== undefined) return phase.measuredAt < lookedAt;
  return now >= (phase.confirmedAt ?? lookedAt) + patience;
}

/** Waiting for nothing but its own state to become one that an action may start from. */
function isHeld({ phase, seen }: Tracked, action: Action): boolean {
  return phase.kind === 'waiting' && seen !== undefined && !(mayStartFrom(seen.status, action) && seen.idle);
}

function earliestStart(its: readonly Tracked[], now: number, latest: number): number {
  const starts = its.flatMap(({ phase }) => (phase.kind === 'waiting' ? [phase.notBefore] : []));
  return Math.min(latest, ...starts.filter((start) => start > now));
}
