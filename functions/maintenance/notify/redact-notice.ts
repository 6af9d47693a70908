// Apart from what makes cards of notices, which a run needs when it is over and not before.
import type { CallCause } from '../foundation/call-cause.ts';
import type { Failure } from '../report/failure.ts';
import type { Summary } from '../report/summary.ts';
import type { Redact } from '../secrets/redact.ts';

/** The failure with its free text redacted once more. */
export function redactFailure({ code, message, requestId, cause }: Failure, redact: Redact): Failure {
  return {
    code: redact(code),
    message: redact(message),
    requestId,
    ...(cause && { cause: redactCause(cause, redact) }),
  };
}

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
      ...(instance.cause && { cause: redactCause(instance.cause, redact) }),
    })),
    notes: summary.notes.map(redact),
    problems: summary.problems.map((problem) => ({
      ...problem,
      code: redact(problem.code),
      reason: redact(problem.reason),
      ...(problem.cause && { cause: redactCause(problem.cause, redact) }),
    })),
  };
}

function redactCause<Cause extends CallCause>(cause: Cause, redact: Redact): Cause {
  return { ...cause, code: redact(cause.code), message: redact(cause.message) };
}
