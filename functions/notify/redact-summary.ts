import type { Summary } from '../report/summary.ts';
import type { Redact } from './redact.ts';

/**
 * The summary with its free text redacted once more. Not its ids, codes and words of ours: a URL with `restart`
 * in its path would make an action of `[redacted]`, which no receiver could read.
 */
export function redactSummary(summary: Summary, redact: Redact): Summary {
  return {
    ...summary,
    instances: summary.instances.map((instance) => ({
      ...instance,
      name: redact(instance.name),
      reason: redact(instance.reason),
    })),
    problems: summary.problems.map((problem) => ({ ...problem, reason: redact(problem.reason) })),
  };
}
