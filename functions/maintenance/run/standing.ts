import { groupBy } from '../foundation/group-by.ts';
import type { CallFailure } from './call-failure.ts';
import { busyStatus } from './instance-changes.ts';
import { judgeWatched } from './judge-watched.ts';
import { judgeSecuring, type SecuringVerdict, securingRules } from './securing.ts';
import type { Phase, RegionState, RunState, Securing, Tracked, Watching } from './state.ts';
import type { WatchVerdict } from './watch-verdict.ts';

/** An instance that has no outcome yet; with what follows from the looks at it, where something of it is under way. */
export type Unfinished =
  | {
      readonly kind: 'watching';
      readonly one: Tracked;
      readonly phase: Watching;
      readonly verdict: WatchVerdict;
    }
  | {
      readonly kind: 'securing';
      readonly one: Tracked;
      readonly phase: Securing;
      readonly verdict: SecuringVerdict;
    }
  | { readonly kind: 'waiting'; readonly one: Tracked; readonly phase: PhaseOf<'waiting'> }
  | { readonly kind: 'failed-try'; readonly one: Tracked; readonly phase: PhaseOf<'failed-try'> }
  | { readonly kind: 'announced'; readonly one: Tracked; readonly phase: PhaseOf<'announced'> };

type PhaseOf<Kind extends Phase['kind']> = Extract<Phase, { kind: Kind }>;

/** How the instances of a run stand at an instant: what every choice of the next commands goes by. */
export type Standing = {
  /** How many have no outcome yet. */
  readonly left: number;
  /** Those of them that do more than rest until their turn comes. */
  readonly restless: readonly Unfinished[];
  /** The same, each in its region. A region that has none of them is absent. */
  readonly restlessIn: ReadonlyMap<string, readonly Unfinished[]>;
  /** All of them: to be asked for only where those that rest matter too. */
  readonly unfinished: readonly Unfinished[];
  /** Sent and not yet known to be over, or being backed up for it: these fill the job's concurrency. */
  readonly inFlight: readonly Tracked[];
  /**
   * Those that were given up on, yet were still carrying the action out when they were last seen, or were not seen at
   * all since it was sent: DCS may not be done with them, so they go on filling their places in the job's concurrency.
   */
  readonly lingering: readonly Tracked[];
  /** A try that ended badly counts, and so does one of which nobody knows how it ended. */
  readonly failed: readonly Tracked[];
  /** A canary that was not touched, so that it shows nothing. */
  readonly refusedCanary: Tracked | undefined;
};

/** Finds it from the tallies of the run's instances: a run may have fifty thousand, and every step of it asks. */
export function standingOf(state: RunState, now: number): Standing {
  const tallies = state.instances.tallies();
  const restless = tallies.flatMap((tally) => tally.restless).flatMap((one) => judged(one, state, now));
  const all = () => [...state.instances.values()].flatMap((one) => judged(one, state, now));
  return {
    left: tallies.reduce((sum, { left }) => sum + left, 0),
    restless,
    restlessIn: inRegions(restless),
    get unfinished() {
      return all();
    },
    inFlight: restless.flatMap(({ kind, one }) => (kind === 'waiting' || kind === 'failed-try' ? [] : [one])),
    lingering: tallies.flatMap(({ lingering }) => lingering.filter((one) => mayStillBeBusy(one, state))),
    failed: tallies.flatMap(({ failed }) => failed),
    refusedCanary: tallies.find(({ refusedCanary }) => refusedCanary !== undefined)?.refusedCanary,
  };
}

function inRegions(unfinished: readonly Unfinished[]): Standing['restlessIn'] {
  return groupBy(unfinished, (its) => its.one.planned.region);
}

/** Of those that linger: whether that is with the action of this run, or nobody knows. */
function mayStillBeBusy({ seen, phase }: Tracked, { rules }: RunState): boolean {
  const outOfSight = phase.kind === 'done' && phase.outOfSight;
  return outOfSight || seen?.status === busyStatus[rules.action];
}

function judged(one: Tracked, { rules, regions }: RunState, now: number): Unfinished | readonly [] {
  const { phase } = one;
  switch (phase.kind) {
    case 'watching': {
      const lookedAt = regions.get(one.planned.region)?.lookedAt ?? now;
      return { kind: 'watching', one, phase, verdict: judgeWatched(one, phase, rules, lookedAt) };
    }
    case 'securing':
      return { kind: 'securing', one, phase, verdict: judgeSecuring(phase, securingRules(rules), now) };
    case 'waiting':
      return { kind: 'waiting', one, phase };
    case 'failed-try':
      return { kind: 'failed-try', one, phase };
    case 'announced':
      return { kind: 'announced', one, phase };
    case 'done':
      return [];
    default:
      return phase satisfies never;
  }
}

/** What a region answered last, where it has not answered well since. */
export function troubleOf(region: RegionState | undefined): CallFailure | undefined {
  return region && region.setbacks > 0 ? region.lastFailure : undefined;
}
