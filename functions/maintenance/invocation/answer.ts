import type { Delivery } from '../notify/channel.ts';
import type { Summary } from '../report/summary.ts';
import type { ShownPlan } from './show-plan.ts';
import type { Attention, ShownEnd, ShownRun } from './show-runs.ts';

/** A run that is not over: how many instances are left, and who goes on with it. */
export type UnfinishedRun = {
  readonly run: string;
  /** How many instances have no outcome yet; `undefined` where somebody else knows. */
  readonly left: number | undefined;
  /** `holder`: another invocation has it. `invocation`: a fresh one was asked for. `tick`: the next tick does. */
  readonly continues: 'holder' | 'invocation' | 'tick';
};

/** What the handler answers. */
export type Answer =
  /**
   * What was carried out; `unfinished` the runs that go on later, `untold` the channels that could not be told for
   * certain.
   */
  | {
      readonly summaries: readonly Summary[];
      readonly unfinished?: readonly UnfinishedRun[];
      readonly untold?: readonly Delivery[];
    }
  | { readonly plans: readonly ShownPlan[] }
  /** Nothing was started, and why; with what would have been understood or the plan to confirm. */
  | {
      readonly started: false;
      readonly reason: string;
      readonly understood?: readonly string[];
      readonly plans?: readonly ShownPlan[];
      /** What differs from the plan that was confirmed, where that is still remembered. */
      readonly changes?: readonly string[];
    }
  /** Runs that are not over, the earliest first, and the latest that are. */
  | { readonly unfinished: readonly ShownRun[]; readonly ended: readonly ShownEnd[] }
  /** The latest that are over, and what of the last 30 needs a person; left out where nothing does. */
  | { readonly ended: readonly ShownEnd[]; readonly attention?: readonly Attention[] }
  | { readonly cancelled: string; readonly left: number }
  | { readonly valid: true; readonly jobs: readonly string[]; readonly warnings: readonly string[] }
  | {
      readonly fires: readonly {
        readonly job: string;
        readonly at: string;
        readonly utc: string;
        readonly skipped: string | null;
        readonly notes: readonly string[];
      }[];
    };

/** No run has a longer name. */
const longestShown = 200;

/** What is said of a run that no journal has; `advice` is for whoever named it. */
export function unknownRun(run: string, advice = 'expected one that status shows'): string {
  return `nothing is known here of a run "${run.length > longestShown ? `${run.slice(0, longestShown)}…` : run}" - ${advice}`;
}
