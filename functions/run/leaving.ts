import type { RunState, Tracked } from './state.ts';

/** When an invocation leaves a run that is not over to the next one. */
export type Leaving = {
  /** Its own time is over then, in milliseconds since 1970. */
  readonly at: number;
  /** Whether somebody comes back by himself to wait on: without, all waiting is done here. */
  readonly returns: boolean;
};

/**
 * Whether waiting may be left to the next tick: where nothing is in doubt that must be kept in sight, and nothing is
 * known to come soon. `progressAt` is when this invocation last did anything but look, in milliseconds since 1970.
 */
export function mayLeaveWaiting(state: RunState, now: number, progressAt: number): boolean {
  const { inFunction } = state.rules.settle;
  const open = [...state.instances.values()].filter(({ phase }) => phase.kind !== 'done');
  if (open.some(needsSight)) return false;
  const soon = (at: number) => at > now && at <= now + inFunction;
  if (open.some((one) => comings(one, state).some(soon))) return false;
  if ([...state.regions.values()].some(({ pausedUntil }) => soon(pausedUntil))) return false;
  const inFlight = open.some(({ phase }) => phase.kind === 'watching' || phase.kind === 'securing');
  const held = open.some(({ heldSince }) => heldSince !== undefined);
  if (!inFlight && !held) return true;
  const shortest = shortestOutage(state);
  return (shortest !== undefined && shortest > inFunction) || now - progressAt >= inFunction;
}

/** Out of sight for ten seconds, it could not be told any more what came of it. */
function needsSight({ phase }: Tracked): boolean {
  switch (phase.kind) {
    case 'announced':
    case 'failed-try':
      return true;
    case 'watching':
      return phase.certainty !== 'accepted';
    case 'securing':
      return phase.stage.step === 'asked' || phase.stage.step === 'none';
    case 'waiting':
    case 'done':
      return false;
    default:
      return phase satisfies never;
  }
}

/** Until when it is worth staying for an instance, in milliseconds since 1970, as far as that is known. */
function comings({ phase }: Tracked, { rules }: RunState): readonly number[] {
  if (phase.kind === 'waiting') return [phase.notBefore];
  if (phase.kind !== 'watching') return [];
  const { acceptance, inFunction } = rules.settle;
  // Back and being confirmed, which takes a look or two.
  const back = phase.confirmedAt ?? phase.backAt;
  if (back !== undefined) return [back + inFunction];
  return phase.leftAt === undefined ? [phase.since + acceptance] : [];
}

/** What the instances of this run took so far is the best guess for the others. */
function shortestOutage({ instances }: RunState): number | undefined {
  let shortest: number | undefined;
  for (const { outageMs } of instances.values())
    if (outageMs !== undefined && (shortest === undefined || outageMs < shortest)) shortest = outageMs;
  return shortest;
}
