import { groupBy } from '../foundation/group-by.ts';
import type { PlannedInstance } from '../plan/plan.ts';
import type { RunEvent } from './event.ts';
import { noneFailing } from './failing-calls.ts';
import type { RegionState, RunState, Tracked } from './state.ts';
import { tracking } from './tally.ts';

/** The event that every journal begins with. */
export type OpenedEvent = Extract<RunEvent, { type: 'opened' }>;

/** The state of a run of which nothing but its plan is known. */
export function openedState({ run, scheduledFor, about, plan, at }: OpenedEvent): RunState {
  const instances = plan.instances.map(
    (planned): Tracked => ({
      planned,
      phase:
        planned.decision === 'act'
          ? { kind: 'waiting', notBefore: at }
          : {
              kind: 'done',
              conclusion: {
                id: planned.id,
                outcome: planned.decision === 'skip' ? 'skipped' : 'refused',
                code: planned.code,
                reason: planned.reason,
                cause: planned.cause,
              },
              outOfSight: false,
            },
      cohort: '',
      sent: undefined,
      trouble: undefined,
      seen: undefined,
      inspectedAt: undefined,
      ...(planned.maintenance && { maintenance: planned.maintenance }),
      judged: planned.waits && { verdict: planned.waits, at, keeps: true, old: false },
      heldSince: undefined,
      secured: undefined,
      doneAt: undefined,
      keysBefore: undefined,
      attempts: 0,
      failedTries: 0,
      outageMs: undefined,
      outageWithinMs: undefined,
      keys: undefined,
      figuresAt: undefined,
      nodesBefore: undefined,
      nodes: undefined,
    }),
  );
  const fresh: Omit<RegionState, 'ids' | 'share'> = {
    lookedAt: Number.NEGATIVE_INFINITY,
    blindSince: undefined,
    lastFailure: undefined,
    pausedUntil: 0,
    setbacks: 0,
    baseline: false,
    failing: noneFailing,
  };
  const acting = countActing(plan.instances);
  return {
    run,
    job: plan.job,
    scheduledFor,
    openedAt: at,
    finishedAt: undefined,
    about,
    lease: undefined,
    cancelled: undefined,
    told: undefined,
    failing: [],
    rules: plan.rules,
    notes: plan.notes,
    problems: plan.problems,
    instances: tracking(instances, at),
    regions: new Map(
      [...groupBy(plan.instances, ({ region }) => region)].map(([name, its]) => [
        name,
        {
          ...fresh,
          ids: its.map(({ id }) => id),
          share: shareOf(countActing(its), acting, plan.rules.concurrency),
        },
      ]),
    ),
  };
}

function countActing(instances: readonly PlannedInstance[]): number {
  return instances.filter(({ decision }) => decision === 'act').length;
}

/** See `RegionState`. Rounded down: of shares that were more than there is together, one would not be kept. */
function shareOf(own: number, all: number, slots: number): number {
  return Math.max(1, Math.floor((slots * own) / Math.max(1, all)));
}
