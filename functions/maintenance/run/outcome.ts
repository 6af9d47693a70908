import type { CallCause } from '../foundation/call-cause.ts';

/** How a targeted instance ended. Exactly one per instance, never better than what was seen. */
export const outcomes = ['succeeded', 'failed', 'refused', 'skipped', 'deferred', 'unknown'] as const;

/** See `outcomes`. */
export type Outcome = (typeof outcomes)[number];

/** The end of one instance in a run. */
export type Conclusion = {
  readonly id: string;
  readonly outcome: Outcome;
  /** Stable, for machines: `returned`, `settle-timeout`, `DCS.4111`, … */
  readonly code: string;
  /** For people: what was seen, and what to do where something is left to do. */
  readonly reason: string;
  /** What the cloud said last, where the end goes back to a failed call; the reason does not repeat it. */
  readonly cause?: CallCause | undefined;
};
