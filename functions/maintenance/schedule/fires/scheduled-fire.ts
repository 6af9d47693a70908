import type { Fire } from './fire.ts';
import type { SkipReason } from './skip-reason.ts';

/** A fire with all that its job, the calendars and the overrides make of it. */
export type ScheduledFire = Fire & {
  /**
   * When it starts, in milliseconds since 1970. That is `at` unless it is moved, or put off to another day or by
   * jitter; a fire that is skipped stays where it was.
   */
  readonly startsAt: number;
  /** From then on it starts nothing new: its window is over, or a day begins on which it may not run. */
  readonly windowEnd: number | null;
  /** What happened to it on its way, and what else people should know of it. */
  readonly notes: readonly string[];
  /** Why it does not run; absent when it does. */
  readonly skipped?: SkipReason;
};
