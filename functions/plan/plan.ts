import type { Action, JobSettings } from '../schedule/schema.ts';

/** What will happen to one selected instance, and why. */
export type PlannedInstance = {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly decision: 'act' | 'refuse';
  /** Stable: `ready`, `state`, `engine`, `acknowledgement`, `backup`, `not-found`, … */
  readonly code: string;
  readonly reason: string;
  /** 1-based within its region; the canary is wave 0. `null` when refused. */
  readonly wave: number | null;
  /** What `spreadBy` keeps apart: of two that share one of these, never both at once. */
  readonly groups: readonly string[];
};

/** The rules a run goes by, fixed when it is planned so that an edit of the schedule cannot change it half-way. */
export type Rules = {
  readonly action: Action;
  /** Instances in flight at once, over all regions. */
  readonly concurrency: number;
  /** Failures allowed; one more and nothing new starts. */
  readonly allowedFailures: number;
  readonly retry: JobSettings['retry'];
  readonly settle: JobSettings['settle'];
  /** Nothing new starts at or after this instant; `null` for no window. */
  readonly windowEnd: number | null;
};

/** What a fire will do to which instance. */
export type Plan = {
  readonly job: string;
  readonly rules: Rules;
  readonly instances: readonly PlannedInstance[];
  /** What could not be planned: a region that could not be read, a selection of nothing. */
  readonly problems: readonly Problem[];
};

/** Something about the whole run that people must know. */
export type Problem = { readonly code: string; readonly region: string | null; readonly reason: string };
