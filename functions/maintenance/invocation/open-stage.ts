import type { Plan } from '../plan/plan.ts';
import type { Desk } from './desk.ts';
import { planTask } from './plan-task.ts';
import type { Stage, Stay } from './stage.ts';
import { leaveAt, tellUntil, timeBudget } from './time-budget.ts';

/** What runs are carried out with, once there is one. A plan that was made already is not made again. */
export async function openStage(
  desk: Desk,
  { planned, patient = true }: { readonly planned?: Plan | undefined; readonly patient?: boolean },
): Promise<Stage> {
  const { clock, log, zoneOffset, invocation, by, handOver } = desk;
  const { fleet, backups } = await desk.dcs();
  const { journal, register, durable } = await desk.records();
  const stay: Stage['stay'] = (settle) => {
    const now = clock.now();
    return durable
      ? stayUntil(leaveAt(now, invocation.remainingMs()))
      : { limits: timeBudget(now, invocation.remainingMs(), settle), leaving: undefined };
  };
  return {
    fleet,
    backups,
    journal,
    register,
    clock,
    log,
    zoneOffset,
    by,
    patient: durable && patient,
    stay,
    handOver,
    plan: async (task) => planned ?? (await planTask(task, fleet)),
    tellUntil: () => tellUntil(clock.now(), invocation.remainingMs()),
    channelsOf: desk.channels,
  };
}

/** What another invocation goes on with need not come to an end in this one. */
function stayUntil(at: number): Stay {
  const never = Number.POSITIVE_INFINITY;
  return { limits: { startUntil: never, actUntil: never }, leaving: { at, returns: true } };
}
