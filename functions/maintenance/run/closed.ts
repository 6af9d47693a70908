import type { EndCode } from '../foundation/codes.ts';
import type { Limits } from './command.ts';
import { busyStatus } from './instance-changes.ts';
import type { Outcome } from './outcome.ts';
import type { Readiness } from './readiness.ts';
import type { Standing } from './standing.ts';
import type { RunState, Tracked } from './state.ts';

/** Why nothing new may start, and what an instance is called that never did. */
export type Closed = { readonly outcome: Outcome; readonly code: EndCode; readonly reason: string };

/** `undefined` while something may start. */
export function closedFor(
  state: RunState,
  standing: Standing,
  now: number,
  limits: Limits,
): Closed | undefined {
  const stop = halted(state, standing);
  if (stop) return { outcome: 'skipped', ...stop };
  const { windowEnd } = state.rules;
  if (windowEnd !== null && now >= windowEnd)
    return {
      outcome: 'skipped',
      code: 'window',
      reason: 'not started: the window closed before its turn came',
    };
  if (now >= limits.startUntil)
    return {
      outcome: 'deferred',
      code: 'out-of-time',
      reason: "not started: the function's time ended first",
    };
  return undefined;
}

/**
 * Whoever waits for something that had not come when the time was over ends under that name, and it is said; where nobody
 * goes on after this invocation, also what cannot come before the time is.
 */
export function closedWith(
  readiness: Readiness,
  ofAll: Closed | undefined,
  { rules }: RunState,
  { startUntil }: Limits,
): Closed | undefined {
  if (readiness.kind !== 'waits' || !readiness.unmet) return ofAll;
  const { code, reason } = readiness.unmet();
  const { until } = readiness;
  if (!ofAll && until !== undefined && until >= startUntil)
    return rules.windowEnd !== null && until >= rules.windowEnd
      ? {
          outcome: 'skipped',
          code,
          reason: `not started: the window closes before its turn can come; ${reason}`,
        }
      : {
          outcome: 'deferred',
          code,
          reason: `not started: the function's time ends before its turn can come; ${reason}`,
        };
  if (ofAll?.code !== 'window' && ofAll?.code !== 'out-of-time') return ofAll;
  return {
    ...ofAll,
    code: ofAll.code === 'window' ? code : ofAll.code,
    reason: `${ofAll.reason}; ${reason}`,
  };
}

/** A backup is not begun out of the instance's own window either, and nobody who waits keeps a slot. */
export function closedBeforeBackup(readiness: Readiness): Closed | undefined {
  if (readiness.kind === 'never') return readiness;
  if (readiness.kind !== 'waits' || !readiness.unmet) return undefined;
  const { code, reason } = readiness.unmet();
  return {
    outcome: 'skipped',
    code,
    reason: `not started: its time passed while its backups were looked for; ${reason}`,
  };
}

/** Why nothing new may start any more; `undefined` while it may. In-flight instances are seen to their end. */
function halted(
  { rules, cancelled }: RunState,
  { failed, refusedCanary, lingering, inFlight }: Standing,
): { code: EndCode; reason: string } | undefined {
  const { allowedFailures, concurrency, action } = rules;
  if (cancelled)
    return { code: 'cancelled', reason: `not started: the run was cancelled by ${cancelled.by}` };
  if (failed.length > allowedFailures)
    return {
      code: 'max-failures',
      reason: `not started: ${failed.length} failed, and maxFailures allows ${allowedFailures}`,
    };
  const sick = failed.find(({ planned }) => planned.wave === 0);
  const canary = sick ?? refusedCanary;
  if (canary) {
    const how = sick ? 'did not come back healthy' : `${howUntouched(canary)}, so it shows nothing`;
    return { code: 'canary', reason: `not started: the canary ${canary.planned.name} ${how}` };
  }
  if (lingering.length >= concurrency && inFlight.length === 0)
    return {
      code: 'concurrency',
      reason: `not started: the job's concurrency is filled by ${lingering.length} not seen to come back from ${busyStatus[action]}`,
    };
  return undefined;
}

function howUntouched({ phase }: Tracked): string {
  const waited = phase.kind === 'done' && phase.conclusion.code === 'maintenance-window';
  return waited ? 'was not touched' : 'was refused';
}
