import type { Limits } from '../run/command.ts';
import type { JobSettings } from '../schedule/schema.ts';

/** Kept for telling people: about as long as all channels together may take. */
const tellingMs = 25_000;

/**
 * How long an invocation may act, in milliseconds since 1970. What starts needs time to be seen coming back, so
 * nothing starts in the last acceptance and three looks; a short invocation keeps at least half for starting.
 */
export function timeBudget(
  now: number,
  remainingMs: number,
  { acceptance, poll }: Pick<JobSettings['settle'], 'acceptance' | 'poll'>,
): Limits {
  const actMs = Math.max(0, remainingMs - Math.min(tellingMs, remainingMs / 4));
  const settlingMs = Math.min(acceptance + 3 * poll, actMs / 2);
  return { startUntil: now + actMs - settlingMs, actUntil: now + actMs };
}
