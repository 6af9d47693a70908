import { type CallCause, causeIn } from '../../foundation/call-cause.ts';
import type { Clock } from '../../foundation/clock.ts';
import { retry } from '../../foundation/retry.ts';
import { leastCallMs, type TimeFrame } from '../../foundation/time-frame.ts';
import { CallError, type FailureKind } from '../../run/call-failure.ts';
import type { Permission } from '../permissions.ts';
import type { DcsClient } from './dcs-client.ts';
import { readError } from './dcs-failure.ts';
import { paceOf, type ReadPace } from './read-pace.ts';

/** Told to wait longer than a minute, the caller is told: it may have better to do than to sit in a call. */
const rules = { tries: 3, backoff: 1_000, maxBackoff: 60_000, longestAsked: 60_000, leastTry: leastCallMs };

/**
 * Carries out a read when its turn comes, again after a pause if it failed in a way that passes, three times at most and
 * not beyond the time there is. Only for reads: sending an action again is the run's decision. Throws `CallError`, which names the permission of the call
 * where it was refused for want of one. `errorOf` reads a failure of a service that is not DCS.
 */
export async function retryRead<Answer>(
  { clock, readsUntil, pace }: ReadPatience,
  permission: Permission,
  read: () => Promise<Answer>,
  errorOf: (error: unknown, permission: Permission) => CallError = readError,
): Promise<Answer> {
  const limit = readsUntil();
  const retried = await retry<Answer, CallError>(rules, { clock, limit }, async () => {
    const turn = await pace.begin(permission);
    let throttled = false;
    try {
      return { kind: 'done', answer: await read() };
    } catch (error) {
      const failure = errorOf(error, permission);
      throttled = failure.failure.kind === 'throttled';
      if (!passes(failure.failure.kind)) throw failure;
      return { kind: 'failed', failure, askedMs: failure.failure.retryAfterMs };
    } finally {
      turn.end(throttled);
    }
  });
  if (retried.kind === 'given-up') throw retried.failure ?? new CallError(noTimeLeft);
  return retried.answer;
}

/** What the tries of reads are paced by, and until when they are made. */
export type Patience = { readonly clock: Clock } & Pick<TimeFrame, 'readsUntil'>;

/** The same, and how many go side by side in a region. */
export type ReadPatience = Patience & { readonly pace: ReadPace };

/** The patience for reads of the region that a client is for. */
export function patienceWith(client: DcsClient, patience: Patience): ReadPatience {
  return { ...patience, pace: paceOf(client, patience.clock) };
}

const noTimeLeft = { kind: 'unsent', code: 'TIMEOUT', message: 'no time was left to ask for it' } as const;

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

/** What a read gave, or why it gave nothing; for what is a help and no need. */
export async function readOrCause<Value>(
  reading: Promise<Value>,
): Promise<
  | { readonly read: Value; readonly unread?: undefined }
  | { readonly read?: undefined; readonly unread: CallCause }
> {
  try {
    return { read: await reading };
  } catch (error) {
    if (error instanceof CallError) return { unread: causeIn(error.failure) };
    throw error;
  }
}
