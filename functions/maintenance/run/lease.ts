import type { RunEvent } from './event.ts';

/** The right to act on a run, of one invocation, until an instant. */
export type Lease = { readonly by: string; readonly until: number };

/** How long a lease lasts without an append: a dead holder is out of the way by the next tick. Milliseconds. */
export const leaseMs = 60_000;

/** How often a holder that has nothing to write renews its lease. Milliseconds. */
export const renewEveryMs = 25_000;

/**
 * What must be left of a lease when a call goes out that changes something: the call may take 35 seconds, and must
 * have ended before another invocation can take the run up. Milliseconds.
 */
export const leaseForCallMs = 36_000;

/** The event that takes or renews the lease. */
export function leaseAt(at: number, by: string): Extract<RunEvent, { type: 'held' }> {
  return { type: 'held', at, by, until: at + leaseMs };
}

/** Whether somebody else has the right to act on a run. */
export function isHeldByOther(lease: Lease | undefined, by: string, now: number): lease is Lease {
  return lease !== undefined && lease.by !== by && now < lease.until;
}
