import type { Plan } from './plan.ts';

/**
 * The text whose SHA-256 is the plan's hash: action, rules, and what is to be done to which instance. Reasons
 * are left out, since other words do not make another plan.
 */
export function planFingerprint({ job, rules, instances, problems }: Plan): string {
  return JSON.stringify([
    job,
    rules.action,
    rules.concurrency,
    rules.allowedFailures,
    rules.retry.attempts,
    instances
      .map(({ id, region, decision, code, wave }) => [region, id, decision, code, wave])
      .sort((a, b) => (String(a) < String(b) ? -1 : 1)),
    problems.map(({ code, region }) => [code, region]),
  ]);
}
