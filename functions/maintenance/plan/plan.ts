import type { CallCause } from '../foundation/call-cause.ts';
import type { Action, JobSettings } from '../schedule/schema.ts';
import type { DailyWindow, LocalClock } from './maintenance-window.ts';
import type { Conditions, ConditionVerdict } from './metric-conditions.ts';
import type { Narrowing } from './narrowing.ts';

/** What will happen to one selected instance, and why. */
export type PlannedInstance = {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  /** `skip`: its conditions leave it alone, as they are to. */
  readonly decision: 'act' | 'refuse' | 'skip';
  /** Stable: `ready`, `state`, `engine`, `acknowledgement`, `backup`, `not-found`, … */
  readonly code: string;
  readonly reason: string;
  /** What the cloud said last, where the decision goes back to a failed call; the reason does not repeat it. */
  readonly cause?: CallCause | undefined;
  /** The action clears its data, or would if what could not be read is as bad as it can be. */
  readonly losesData: boolean;
  /** Nobody knows whether it would. */
  readonly lossUnknown?: true;
  /** Ascending: nothing of a tier starts before the tier before it is done, in any region. */
  readonly tier: number;
  /** See `assignWaves`: the canary is wave 0, and a wave starts when those before it in its region are done. `null` when it is not acted on. */
  readonly wave: number | null;
  /** When it may be touched, where its job waits for that; what a later look shows counts in its place. */
  readonly maintenance?: DailyWindow;
  /** What `spreadBy` keeps apart: of two that share one of these, never both at once. */
  readonly groups: readonly string[];
  /** What it waits for: it does not meet its conditions yet. */
  readonly waits?: ConditionVerdict;
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
  readonly backup: JobSettings['backup'];
  /** Milliseconds between the end of a region's wave and the start of its next; 0 for none. */
  readonly pauseBetween: number;
  /** Nothing new starts at or after this instant; `null` for no window. */
  readonly windowEnd: number | null;
  /** Each instance starts in its own maintenance window only, which people are told by this clock. Since version 3. */
  readonly inMaintenanceWindow?: LocalClock;
  /** What an instance must be like when its turn comes; absent where whatever it is like will do. */
  readonly conditions?: Conditions;
  /** What the lists that the instances are watched by may be narrowed to. */
  readonly narrowing?: Narrowing;
  /** The statuses that an instance may have when its turn comes, where the targets are for some of them only. */
  readonly startFrom?: readonly string[];
};

/** What a fire will do to which instance. */
export type Plan = {
  readonly job: string;
  readonly rules: Rules;
  readonly instances: readonly PlannedInstance[];
  /** What people should know before they let it happen, such as whose data a restart clears. */
  readonly notes: readonly string[];
  /** What could not be planned: a region that could not be read, a selection of nothing. */
  readonly problems: readonly Problem[];
};

/** Something about the whole run that people must know. */
export type Problem = {
  readonly code: string;
  readonly region: string | null;
  readonly reason: string;
  /** See `PlannedInstance`. */
  readonly cause?: CallCause | undefined;
};
