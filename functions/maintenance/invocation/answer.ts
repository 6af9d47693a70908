import type { Delivery } from '../notify/channel.ts';
import { planFingerprint } from '../plan/fingerprint.ts';
import type { Plan } from '../plan/plan.ts';
import type { Summary } from '../report/summary.ts';
import type { Attention, ShownEnd, ShownRun } from './show-runs.ts';

/** A plan as a dry run shows it. */
export type ShownPlan = {
  readonly job: string;
  /** Give it back as `confirm` to carry out exactly this plan. */
  readonly hash: string;
  readonly instances: readonly {
    readonly id: string;
    readonly name: string;
    readonly decision: Plan['instances'][number]['decision'];
    /** When its turn comes: the canary is 0, then tier by tier, or wave by wave where the job asks for that. */
    readonly wave: number | null;
    /** Of two that share one of these, never both at once. */
    readonly groups?: readonly string[];
    readonly reason: string;
    /** Whether the action clears its data. */
    readonly losesData: boolean;
    /** Nobody knows whether it does. */
    readonly lossUnknown?: true;
    /** When it may be touched, every day, in UTC: where its job keeps to that. */
    readonly maintenance?: { readonly begin: string; readonly end: string };
  }[];
  /** What people should know before they let it happen. */
  readonly notes: readonly string[];
  readonly problems: Plan['problems'];
};

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

/** A plan without what only machines of ours need. */
export async function showPlan(plan: Plan, notes: readonly string[] = []): Promise<ShownPlan> {
  const { cleanCause, reasonWith } = await import('../report/describe-cause.ts');
  const { writtenWindow } = await import('../plan/maintenance-window.ts');
  return {
    job: plan.job,
    hash: await planHash(plan),
    instances: plan.instances.map((one) => ({
      id: one.id,
      name: one.name,
      decision: one.decision,
      wave: one.wave,
      ...(one.groups.length > 0 && { groups: one.groups }),
      reason: reasonWith(one.reason, one.cause),
      losesData: one.losesData,
      ...(one.lossUnknown && { lossUnknown: one.lossUnknown }),
      ...(one.maintenance && { maintenance: writtenWindow(one.maintenance) }),
    })),
    notes: [...plan.notes, ...notes],
    problems: plan.problems.map(({ cause, ...problem }) => ({
      ...problem,
      reason: reasonWith(problem.reason, cause),
      ...(cause && { cause: cleanCause(cause) }),
    })),
  };
}

/** Twelve hexadecimal digits that change when what would be done changes: shown by a dry run, given back to confirm. */
export async function planHash(plan: Plan): Promise<string> {
  // Loaded only now: node:crypto takes a twentieth of a cold start, and an idle tick hashes nothing.
  const { createHash } = await import('node:crypto');
  return createHash('sha256').update(planFingerprint(plan)).digest('hex').slice(0, 12);
}

/** No run has a longer name. */
const longestShown = 200;

/** What is said of a run that no journal has; `advice` is for whoever named it. */
export function unknownRun(run: string, advice = 'expected one that status shows'): string {
  return `nothing is known here of a run "${run.length > longestShown ? `${run.slice(0, longestShown)}…` : run}" - ${advice}`;
}
