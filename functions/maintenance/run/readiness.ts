import type { EndCode } from '../foundation/codes.ts';
import { dayMs } from '../foundation/time/duration.ts';
import { mayStartFrom } from '../plan/gates.ts';
import { dailyWindowOf, nameWindow, openingAt } from '../plan/maintenance-window.ts';
import type { Rules } from '../plan/plan.ts';
import type { Limits } from './command.ts';
import { keptBy } from './conditions-of-turn.ts';
import { wasTried } from './judge-evidence.ts';
import type { Outcome } from './outcome.ts';
import type { RunState, Tracked } from './state.ts';

/** Whether an instance that waits may be started now, as far as that depends on itself and not on others of its run. */
export type Readiness =
  | { readonly kind: 'ready' }
  | Waits
  /** In this run it is not started any more, and ends so. Whoever rests is not asked for it: see `tally.ts`. */
  | { readonly kind: 'never'; readonly outcome: Outcome; readonly code: EndCode; readonly reason: string };

/** Something has to come first. */
export type Waits = {
  readonly kind: 'waits';
  readonly why: 'pause' | 'state' | 'maintenance-window' | 'condition';
  /** It cannot come before, in milliseconds since 1970; `undefined` where only a look can tell. */
  readonly until: number | undefined;
  /** What is said of it beside why nothing starts any more, and as which code, where it had not come by then. */
  readonly unmet?: () => { readonly code: EndCode; readonly reason: string };
};

const ready: Readiness = { kind: 'ready' };
const inAnotherState: Readiness = { kind: 'waits', why: 'state', until: undefined };
const unlikeItsConditions: Readiness = { kind: 'waits', why: 'condition', until: undefined };

/** Asked for each of perhaps fifty thousand at every step: what is the same for many is not made anew. */
export function readinessOf(one: Tracked, state: RunState, now: number): Readiness {
  const { phase, seen } = one;
  const { rules } = state;
  const away = rules.inMaintenanceWindow && outsideWindow(one, state, rules.inMaintenanceWindow, now);
  if (away) return away;
  // Whether DCS would take the action, as far as was last seen.
  if (seen !== undefined && !(mayStartFrom(seen.status, rules.action) && seen.idle)) return inAnotherState;
  if (keptBy(one, rules)) return unlikeItsConditions;
  if (phase.kind === 'waiting' && phase.notBefore > now)
    return { kind: 'waits', why: 'pause', until: phase.notBefore };
  return ready;
}

/**
 * Whether its region keeps a slot for it: it may start, or will as soon as a pause of some seconds or minutes is over.
 * Whoever waits for anything else leaves the slots to others.
 */
export function keepsSlot(readiness: Readiness): boolean {
  return readiness.kind === 'ready' || (readiness.kind === 'waits' && readiness.why === 'pause');
}

/** Whether it waits for its own window: what else keeps it is then for its turn to show. */
export function isOutsideWindow(readiness: Readiness): boolean {
  return readiness.kind === 'waits' && readiness.why === 'maintenance-window';
}

function outsideWindow(
  one: Tracked,
  state: RunState,
  local: NonNullable<Rules['inMaintenanceWindow']>,
  now: number,
): Readiness | undefined {
  const window = dailyWindowOf(one.maintenance);
  if ('fault' in window) {
    const reason = wasTried(one) ? window.faultOfTried : window.fault;
    return { kind: 'never', outcome: 'refused', code: 'maintenance-unread', reason };
  }
  const { isOpen, at } = openingAt(window, now);
  if (isOpen) return undefined;
  const code = 'maintenance-window';
  const named = () => `its maintenance window is ${nameWindow(window, now, local)}`;
  if (hasHadItsDay(state, now)) {
    const reason = `not started: its turn did not come in its maintenance window within a day; ${named()}`;
    return { kind: 'never', outcome: 'skipped', code, reason };
  }
  return { kind: 'waits', why: code, until: at, unmet: () => ({ code, reason: named() }) };
}

/** Whether the window of one that rests may not come in time: nobody goes on after this invocation, or a day is over. */
export function mayWaitInVain(state: RunState, now: number, { startUntil }: Limits): boolean {
  if (!state.rules.inMaintenanceWindow) return false;
  return Number.isFinite(startUntil) || hasHadItsDay(state, now);
}

/** Without a window of the job, each instance's own has come once after a day, and nobody waits for longer. */
function hasHadItsDay({ rules, openedAt }: RunState, now: number): boolean {
  return rules.windowEnd === null && now >= openedAt + dayMs;
}

/** Since when an instance could have been started: what kept it before its own window opened is not held against it. */
export function inItsTurnSince(
  { maintenance }: Tracked,
  { rules }: RunState,
  since: number,
  now: number,
): number {
  const window = rules.inMaintenanceWindow && dailyWindowOf(maintenance);
  return window && 'begin' in window ? Math.max(since, openingAt(window, now).at) : since;
}

/** When the first of those of a region that wait for their windows may be touched; `undefined` where none does. */
export function nextOpeningIn(state: RunState, region: string, now: number): number | undefined {
  if (!state.rules.inMaintenanceWindow) return undefined;
  let first = Number.POSITIVE_INFINITY;
  for (const { waiting } of state.instances.talliesIn(region))
    for (const one of waiting) {
      const readiness = readinessOf(one, state, now);
      if (readiness.kind === 'waits' && isOutsideWindow(readiness))
        first = Math.min(first, readiness.until ?? first);
    }
  return Number.isFinite(first) ? first : undefined;
}

/** How often those are looked at that wait for their windows: people may change these meanwhile. Milliseconds. */
const lookEveryMs = 120_000;

/** Whether a look at a region is to show those too that wait for their windows: the first in a span of time is. */
export function seesWaiting(state: RunState, region: string, now: number): boolean {
  if (!state.rules.inMaintenanceWindow) return false;
  const lookedAt = Math.max(state.openedAt, state.regions.get(region)?.lookedAt ?? now);
  return Math.floor(now / lookEveryMs) > Math.floor(lookedAt / lookEveryMs);
}
