import type { EndCode } from '../foundation/codes.ts';
import { mayStartFrom } from '../plan/gates.ts';
import type { Outcome } from './outcome.ts';
import type { RunState, Tracked } from './state.ts';

/** Whether an instance that waits may be started now, as far as that depends on itself and not on others of its run. */
export type Readiness =
  | { readonly kind: 'ready' }
  | Waits
  /** In this run it is not started any more, and ends so. */
  | { readonly kind: 'never'; readonly outcome: Outcome; readonly code: EndCode; readonly reason: string };

/** Something has to come first. */
export type Waits = {
  readonly kind: 'waits';
  readonly why: 'pause' | 'state';
  /** It cannot come before, in milliseconds since 1970; `undefined` where only a look can tell. */
  readonly until: number | undefined;
  /** What is said of it beside why nothing starts any more, and as which code, where it had not come by then. */
  readonly unmet?: { readonly code: EndCode; readonly reason: string };
};

const ready: Readiness = { kind: 'ready' };
const inAnotherState: Readiness = { kind: 'waits', why: 'state', until: undefined };

/** Asked for each of perhaps fifty thousand at every step: what is the same for many is not made anew. */
export function readinessOf({ phase, seen }: Tracked, { rules }: RunState, now: number): Readiness {
  // Whether DCS would take the action, as far as was last seen.
  if (seen !== undefined && !(mayStartFrom(seen.status, rules.action) && seen.idle)) return inAnotherState;
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
