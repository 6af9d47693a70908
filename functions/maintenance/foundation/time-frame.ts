/**
 * By when a call that begins now must have ended, in milliseconds since 1970. A contract between whoever knows how
 * long the function lives, and everything that waits for somebody else: nobody waits past it, whatever he waits for.
 */
export type TimeFrame = {
  /** For a call that only reads. */
  readonly readsUntil: () => number;
  /** For one that may change something, whose answer is worth more of the time. */
  readonly actionsUntil: () => number;
};

/** For programs that end when they are done. */
export const noTimeFrame: TimeFrame = {
  readsUntil: () => Number.POSITIVE_INFINITY,
  actionsUntil: () => Number.POSITIVE_INFINITY,
};

/** Less than this is not worth a call: it would end unanswered and perhaps be carried out all the same. Milliseconds. */
export const leastCallMs = 100;

/** How long a call may take that begins now; 0 where there is no time left for one. */
export function callMs(longestMs: number, until: number, now: number): number {
  const left = until - now;
  return left < leastCallMs ? 0 : Math.min(longestMs, left);
}
