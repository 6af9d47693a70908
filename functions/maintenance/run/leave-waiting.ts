import { nextOpeningIn, readinessOf } from './readiness.ts';
import type { RegionState, RunState, Tally, Tracked } from './state.ts';

/** When an invocation leaves a run that is not over to the next one. */
export type Leaving = {
  /** Its own time is over then, in milliseconds since 1970. */
  readonly at: number;
  /** Whether somebody comes back by himself to wait on: without, all waiting is done here. */
  readonly returns: boolean;
};

/**
 * Whether waiting may be left to the next tick: where nothing is in doubt that must be kept in sight, and nothing is
 * expected within `settle.inFunction`. It goes by the run alone and not by who asks, so that an invocation that takes
 * a run up waits for no longer, and no shorter, than the one that left it would have.
 */
export function mayLeaveWaiting(state: RunState, now: number): boolean {
  const { inFunction } = state.rules.settle;
  const soon = (at: number | undefined) => at !== undefined && at > now && at <= now + inFunction;
  const tallies = state.instances.tallies();
  const quick = (shortestOutage(tallies) ?? 0) <= inFunction;
  for (const { restless } of tallies)
    for (const one of restless) if (needsSight(one) || soon(expectedAt(one, state, now, quick))) return false;
  if (bringsNextWave(state, soon)) return false;
  for (const region of state.regions.keys()) if (soon(nextOpeningIn(state, region, now))) return false;
  for (const region of state.regions.values())
    if (soon(region.pausedUntil) && !isLongBlind(region, now - inFunction)) return false;
  return true;
}

/** Out of sight for ten seconds, it could not be told any more what came of it; or its next call is due. */
function needsSight({ phase }: Tracked): boolean {
  switch (phase.kind) {
    case 'announced':
    case 'failed-try':
      return true;
    case 'watching':
      return phase.certainty !== 'accepted';
    case 'securing':
      // A backup that somebody else makes of it is only waited for.
      return phase.stage.step === 'asked' || (phase.stage.step === 'none' && phase.sight?.busy !== true);
    case 'waiting':
    case 'done':
      return false;
    default:
      return phase satisfies never;
  }
}

/**
 * Until when it is worth staying for an instance, in milliseconds since 1970. What takes an unknown time gets
 * `settle.inFunction` from its beginning; restarts get none once this run has seen that they take longer.
 */
function expectedAt(one: Tracked, state: RunState, now: number, quick: boolean): number | undefined {
  const { phase, heldSince } = one;
  const { acceptance, inFunction } = state.rules.settle;
  switch (phase.kind) {
    case 'waiting': {
      if (heldSince !== undefined) return heldSince + inFunction;
      const readiness = readinessOf(one, state, now);
      return (readiness.kind === 'waits' ? readiness.until : undefined) ?? phase.notBefore;
    }
    case 'securing':
      return phase.since + inFunction;
    case 'watching': {
      // Back and being confirmed, which takes a look or two.
      const back = phase.confirmedAt ?? phase.backAt;
      if (back !== undefined) return back + inFunction;
      if (phase.leftAt === undefined) return phase.since + acceptance;
      return quick ? phase.leftAt + inFunction : undefined;
    }
    case 'announced':
    case 'failed-try':
    case 'done':
      return undefined;
    default:
      return phase satisfies never;
  }
}

/** Whether the pause is soon over after one that is done, and the next wave may begin then. */
function bringsNextWave({ rules, instances }: RunState, soon: (at: number) => boolean): boolean {
  const { pauseBetween } = rules;
  // Without a pause it has begun.
  if (pauseBetween === 0) return false;
  return instances.tallies().some(({ doneIn }) => [...doneIn.values()].some((at) => soon(at + pauseBetween)));
}

/** A region that cannot be read is asked again every minute, and may be down for hours. */
function isLongBlind({ blindSince }: RegionState, before: number): boolean {
  return blindSince !== undefined && blindSince <= before;
}

/**
 * What the instances of this run took so far is the best guess for the others; of one that was long out of sight, the
 * least that it can have taken, or a run once left to ticks would take every outage for as long as a tick.
 */
function shortestOutage(tallies: readonly Tally[]): number | undefined {
  const shortest = Math.min(...tallies.map(({ shortestOutage: own }) => own ?? Number.POSITIVE_INFINITY));
  return Number.isFinite(shortest) ? shortest : undefined;
}
