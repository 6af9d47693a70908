import type { RunState, Tracked } from './state.ts';
import { busyStatus } from './transitions.ts';

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
 * Those that were given up on, yet were still carrying the action out when they were last seen, or were not seen at all
 * since it was sent: DCS may not be done with them, so they go on filling their places in the job's concurrency.
 */
export function lingering({ instances, rules }: RunState): readonly Tracked[] {
  const busy = busyStatus[rules.action];
  return where(
    instances,
    ({ phase, attempts, seen }) =>
      phase.kind === 'done' && attempts > 0 && (phase.outOfSight || seen?.status === busy),
  );
}

function where(instances: RunState['instances'], holds: (one: Tracked) => boolean): readonly Tracked[] {
  const found: Tracked[] = [];
  for (const one of instances.values()) if (holds(one)) found.push(one);
  return found;
}

/** Why nothing new may start any more; `undefined` while it may. In-flight instances are seen to their end. */
export function halted(state: RunState): { code: string; reason: string } | undefined {
  const { allowedFailures, concurrency, action } = state.rules;
  if (state.cancelled)
    return { code: 'cancelled', reason: `not started: the run was cancelled by ${state.cancelled.by}` };
  const failed = where(state.instances, hasFailed);
  if (failed.length > allowedFailures)
    return {
      code: 'max-failures',
      reason: `not started: ${failed.length} failed, and maxFailures allows ${allowedFailures}`,
    };
  const sick = failed.find(({ planned }) => planned.wave === 0);
  const refused = where(state.instances, isRefusedCanary)[0];
  if (sick ?? refused) {
    const how = sick ? 'did not come back healthy' : 'was refused, so it shows nothing';
    return { code: 'canary', reason: `not started: the canary ${(sick ?? refused)?.planned.name} ${how}` };
  }
  const stuck = lingering(state).length;
  if (stuck >= concurrency && where(state.instances, isInFlight).length === 0)
    return {
      code: 'concurrency',
      reason: `not started: the job's concurrency is filled by ${stuck} not seen to come back from ${busyStatus[action]}`,
    };
  return undefined;
}

function isRefusedCanary({ planned, phase }: Tracked): boolean {
  return planned.wave === 0 && phase.kind === 'done' && phase.conclusion.outcome === 'refused';
}

/** The instances that have no outcome yet, each in its region. A region that has none of them is absent. */
export type InstancesLeft = {
  readonly all: readonly Tracked[];
  readonly byRegion: ReadonlyMap<string, readonly Tracked[]>;
};

/** Finds them in one walk: a run may have twenty thousand, and every step of it asks. */
export function instancesLeft({ instances }: RunState): InstancesLeft {
  const all: Tracked[] = [];
  const byRegion = new Map<string, Tracked[]>();
  for (const one of instances.values()) {
    if (one.phase.kind === 'done') continue;
    all.push(one);
    const its = byRegion.get(one.planned.region);
    if (its) its.push(one);
    else byRegion.set(one.planned.region, [one]);
  }
  return { all, byRegion };
}

/** How many instances have no outcome yet. */
export function countLeft({ instances }: Pick<RunState, 'instances'>): number {
  return where(instances, ({ phase }) => phase.kind !== 'done').length;
}
