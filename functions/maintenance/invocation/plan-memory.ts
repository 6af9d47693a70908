import type { ShownPlan } from './show-plan.ts';

/** The plans that were shown lately, by their hashes, to tell what changed since. */
export interface PlanMemory {
  remember(plan: ShownPlan): void;
  recall(hash: string): ShownPlan | undefined;
}

/** Remembers as long as the process lives, and no more than `keep` plans: a help for people, not a safeguard. */
export function createPlanMemory(keep = 20): PlanMemory {
  const plans = new Map<string, ShownPlan>();
  return {
    remember(plan) {
      plans.delete(plan.hash);
      plans.set(plan.hash, plan);
      const [oldest] = plans.keys();
      if (plans.size > keep && oldest !== undefined) plans.delete(oldest);
    },
    recall: (hash) => plans.get(hash),
  };
}
