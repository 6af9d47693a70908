import { createHash } from 'node:crypto';
import { planFingerprint } from '../plan/fingerprint.ts';
import { writtenWindow } from '../plan/maintenance-window.ts';
import type { Plan } from '../plan/plan.ts';
import { cleanCause, reasonWith } from '../report/describe-cause.ts';

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

/** A plan without what only machines of ours need. */
export function showPlan(plan: Plan, notes: readonly string[] = []): ShownPlan {
  return {
    job: plan.job,
    hash: planHash(plan),
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
export function planHash(plan: Plan): string {
  return createHash('sha256').update(planFingerprint(plan)).digest('hex').slice(0, 12);
}
