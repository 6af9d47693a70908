import type { Clock } from '../foundation/clock.ts';
import type { CallError, FailureKind } from '../run/call-failure.ts';
import { readError } from './dcs/dcs-failure.ts';

const tries = 3;
const firstPauseMs = 1_000;
/** Told to wait longer, the caller is told: it may have better to do than to sit in a call. */
const longestPauseMs = 60_000;

/**
 * Carries out a read, again after a pause if it failed in a way that passes, three times at most. Only for
 * reads: sending an action again is the run's decision. Throws `CallError`.
 */
export async function retryRead<Answer>(clock: Clock, read: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      const callError = readError(error);
      const pauseMs = pauseAfter(callError, attempt);
      if (pauseMs === undefined) throw callError;
      await clock.wait(pauseMs);
    }
  }
}

function pauseAfter({ failure }: CallError, attempt: number): number | undefined {
  if (attempt === tries || !passes(failure.kind)) return undefined;
  const pauseMs = failure.retryAfterMs ?? firstPauseMs * 2 ** (attempt - 1);
  return pauseMs > longestPauseMs ? undefined : pauseMs;
}

function passes(kind: FailureKind): boolean {
  switch (kind) {
    case 'unsent':
    case 'ambiguous':
    case 'throttled':
      return true;
    case 'permanent':
    case 'denied':
    case 'wait':
      return false;
  }
}
