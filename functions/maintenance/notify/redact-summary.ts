import type { Summary } from '../report/summary.ts';
import type { Redact } from '../secrets/redact.ts';

/**
 * The summary with its free text redacted once more, codes included, as some are the cloud's. Not its ids and the
 * words of ours: a URL with `restart` in its path would make an action of `[redacted]`, which nobody could read.
 */
export function redactSummary(summary: Summary, redact: Redact): Summary {
  return {
    ...summary,
    instances: summary.instances.map((instance) => ({
      ...instance,
      name: redact(instance.name),
      code: redact(instance.code),
      reason: redact(instance.reason),
    })),
    notes: summary.notes.map(redact),
    problems: summary.problems.map((problem) => ({
      ...problem,
      code: redact(problem.code),
      reason: redact(problem.reason),
    })),
  };
}
