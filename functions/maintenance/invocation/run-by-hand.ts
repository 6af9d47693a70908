import type { Plan } from '../plan/plan.ts';
import { type Answer, type ShownPlan, showPlan } from './answer.ts';
import type { Desk } from './desk.ts';
import { planChanges } from './plan-changes.ts';
import { planTask } from './plan-task.ts';
import type { Task } from './task.ts';

/** What tasks would do now; nothing is done. */
export async function showPlans(tasks: readonly Task[], desk: Desk): Promise<readonly ShownPlan[]> {
  const plans = await Promise.all(
    tasks.map(async (task) => showPlan(await examinedPlan(task, desk), notesOf(task))),
  );
  for (const plan of plans) desk.plans.remember(plan);
  return plans;
}

/**
 * By hand, what clears data needs the hash of a plan that was seen and still holds: an event sits in the console's
 * test dialog for ever, one click away, and the world behind it changes. What is refused anyway needs none.
 */
export async function runByHand(
  task: Task,
  confirm: string | undefined,
  desk: Desk,
  perform: (plan: Plan) => Promise<Answer>,
): Promise<Answer> {
  const plan = await examinedPlan(task, desk);
  const destroys = plan.instances.some(({ decision, losesData }) => decision === 'act' && losesData);
  const shown = await showPlan(plan, notesOf(task));
  if (!destroys || confirm === shown.hash) return perform(plan);
  const confirmed = confirm === undefined ? undefined : desk.plans.recall(confirm);
  desk.plans.remember(shown);
  const told =
    confirm === undefined
      ? `${task.job.action} by hand clears data here and must be confirmed`
      : 'this is not the confirmed plan any more';
  const reason = `${told} - look at the plan, then send the same event with "confirm":"${shown.hash}"`;
  return {
    started: false,
    reason,
    plans: [shown],
    ...(confirmed && { changes: planChanges(confirmed, shown) }),
  };
}

async function examinedPlan(task: Task, desk: Desk): Promise<Plan> {
  return planTask(task, (await desk.dcs()).fleet, { examine: true });
}

/** What the schedule says of the task besides: moved, put off, or not to run at all. */
function notesOf({ notes, skipped }: Task): readonly string[] {
  return [...notes, ...(skipped ? [`would be skipped now: ${skipped.reason}`] : [])];
}
