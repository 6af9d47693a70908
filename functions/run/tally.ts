import type { Action } from '../schedule/schema.ts';
import type { RunState, Tracked } from './state.ts';
import { busyStatus } from './watch.ts';

/** A try that ended badly counts, and so does one of which nobody knows how it ended. */
function hasFailed({ phase }: Tracked): boolean {
  return (
    phase.kind === 'done' && (phase.conclusion.outcome === 'failed' || phase.conclusion.outcome === 'unknown')
  );
}

/** Sent and not yet known to be over, or being backed up for it: these fill the job's concurrency. */
export function isInFlight({ phase }: Tracked): boolean {
  return phase.kind === 'announced' || phase.kind === 'watching' || phase.kind === 'securing';
}

/**
 * Given up on, yet when last seen still carrying the action out: DCS is not done with it, so it goes on
 * filling its place in the job's concurrency.
 */
export function lingers({ phase, attempts, seen }: Tracked, action: Action): boolean {
  return phase.kind === 'done' && attempts > 0 && seen?.status === busyStatus[action];
}

/** Why nothing new may start any more; `undefined` while it may. In-flight instances are seen to their end. */
export function halted(state: RunState): { code: string; reason: string } | undefined {
  const { allowedFailures, concurrency, action } = state.rules;
  if (state.cancelled)
    return { code: 'cancelled', reason: `not started: the run was cancelled by ${state.cancelled.by}` };
  const all = [...state.instances.values()];
  const failures = all.filter(hasFailed).length;
  if (failures > allowedFailures)
    return {
      code: 'max-failures',
      reason: `not started: ${failures} failed, and maxFailures allows ${allowedFailures}`,
    };
  const canary = all.filter(({ planned }) => planned.wave === 0);
  const sick = canary.find(hasFailed);
  const refused = canary.find(({ phase }) => phase.kind === 'done' && phase.conclusion.outcome === 'refused');
  if (sick ?? refused) {
    const how = sick ? 'did not come back healthy' : 'was refused, so it shows nothing';
    return { code: 'canary', reason: `not started: the canary ${(sick ?? refused)?.planned.name} ${how}` };
  }
  const lingering = all.filter((one) => lingers(one, action)).length;
  if (lingering >= concurrency && !all.some(isInFlight))
    return {
      code: 'concurrency',
      reason: `not started: ${lingering} never came back from ${busyStatus[action]} and fill the job's concurrency`,
    };
  return undefined;
}
