import type { Plan } from '../plan/plan.ts';
import { instancesInHand } from '../run/other-runs.ts';
import type { Answer } from './answer.ts';
import type { Invocation } from './invocation.ts';
import { judgingOf } from './last-acted.ts';
import { OutsideTargetsError, type Planning, planTask } from './plan-task.ts';
import { type ShownPlan, showPlan } from './show-plan.ts';
import type { Task } from './task.ts';
import { planningOf } from './wait-for-regions.ts';

type ByHand = Pick<
  Invocation,
  | 'ready'
  | 'fleet'
  | 'metrics'
  | 'plans'
  | 'schedule'
  | 'clock'
  | 'remainingMs'
  | 'log'
  | 'journal'
  | 'register'
  | 'zoneOffset'
>;

/** What tasks would do now, or why they cannot be planned as they were asked for; nothing is done. */
export async function showPlans(tasks: readonly Task[], invocation: ByHand): Promise<Answer> {
  const plans: ShownPlan[] = [];
  for (const plan of await Promise.all(
    tasks.map(async (task) => ({ task, planned: await examinedPlan(task, invocation) })),
  )) {
    if ('refusal' in plan.planned) return { started: false, reason: plan.planned.refusal };
    plans.push(showPlan(plan.planned.plan, notesOf(plan.task)));
  }
  for (const plan of plans) invocation.plans.remember(plan);
  return { plans };
}

/**
 * By hand, what clears data needs the hash of a plan that was seen and still holds: an event sits in the console's
 * test dialog for ever, one click away, and the world behind it changes. What is refused anyway needs none; whoever
 * gives one wants this plan and no other.
 */
export async function runByHand(
  task: Task,
  confirm: string | undefined,
  invocation: ByHand,
  carryOut: (plan: Plan) => Promise<Answer>,
): Promise<Answer> {
  const planned = await examinedPlan(task, invocation, planningOf(task, invocation));
  if ('refusal' in planned) return { started: false, reason: planned.refusal };
  const { plan } = planned;
  const losing = plan.instances.filter(({ decision, losesData }) => decision === 'act' && losesData);
  const clears = losing.every(({ lossUnknown }) => lossUnknown) ? 'may clear' : 'clears';
  const shown = showPlan(plan, notesOf(task));
  const isWanted = confirm === undefined ? losing.length === 0 : confirm === shown.hash;
  if (isWanted) return carryOut(plan);
  const confirmed = confirm === undefined ? undefined : invocation.plans.recall(confirm);
  invocation.plans.remember(shown);
  const told =
    confirm === undefined
      ? `${task.job.action} by hand ${clears} data here and must be confirmed`
      : 'this is not the confirmed plan any more';
  const reason = `${told} - look at the plan, then send the same event with "confirm":"${shown.hash}"`;
  return {
    started: false,
    reason,
    plans: [shown],
    ...(confirmed && { changes: planChanges(confirmed, shown) }),
  };
}

async function examinedPlan(
  task: Task,
  { ready, fleet, metrics, schedule, clock, zoneOffset, journal, register }: ByHand,
  planning: Planning = {},
): Promise<{ readonly plan: Plan } | { readonly refusal: string }> {
  await ready();
  try {
    const plan = await planTask(task, fleet, {
      examine: true,
      regions: schedule.regions,
      now: clock.now(),
      inHand: () => instancesInHand({ journal, register }),
      zoneOffset,
      judging: judgingOf(task, { metrics, clock, journal, register }),
      ...planning,
    });
    return { plan };
  } catch (error) {
    if (error instanceof OutsideTargetsError) return { refusal: error.message };
    throw error;
  }
}

/** What the schedule says of the task besides: moved, put off, or not to run at all. */
function notesOf({ notes, skipped }: Task): readonly string[] {
  return [...notes, ...(skipped ? [`would be skipped now: ${skipped.reason}`] : [])];
}

type ShownInstance = ShownPlan['instances'][number];

/** What differs between a plan that was shown and the one that holds now, a line for each instance. */
function planChanges(shown: ShownPlan, now: ShownPlan): readonly string[] {
  const before = new Map(shown.instances.map((instance) => [instance.id, instance]));
  const after = new Map(now.instances.map((instance) => [instance.id, instance]));
  const changes = [
    ...now.instances.flatMap((instance) => changeOf(before.get(instance.id), instance)),
    ...shown.instances.flatMap((instance) =>
      after.has(instance.id) ? [] : [`${instance.name}: no longer there`],
    ),
  ];
  // The hash covers the job's rules too, which no instance shows.
  return changes.length > 0 ? changes : ["the job's rules were changed"];
}

function changeOf(before: ShownInstance | undefined, after: ShownInstance): readonly string[] {
  if (!before) return [`${after.name}: new, ${after.decision} (${after.reason})`];
  const parts = [
    ...(before.decision === after.decision
      ? []
      : [`${before.decision} -> ${after.decision} (${after.reason})`]),
    ...(before.wave === after.wave ? [] : [`wave ${before.wave ?? 'none'} -> ${after.wave ?? 'none'}`]),
    ...(groupsIn(before) === groupsIn(after) ? [] : [`group ${groupsIn(before)} -> ${groupsIn(after)}`]),
    ...(windowIn(before) === windowIn(after)
      ? []
      : [`maintenance window ${windowIn(before)} -> ${windowIn(after)}`]),
    ...(before.losesData === after.losesData && before.lossUnknown === after.lossUnknown
      ? []
      : [keeps(after)]),
  ];
  return parts.length === 0 ? [] : [`${after.name}: ${parts.join(', ')}`];
}

function groupsIn({ groups = [] }: ShownInstance): string {
  return groups.toSorted().join(' and ') || 'none';
}

function windowIn({ maintenance }: ShownInstance): string {
  return maintenance ? `${maintenance.begin}-${maintenance.end}` : 'not kept to';
}

function keeps({ losesData, lossUnknown }: ShownInstance): string {
  if (lossUnknown) return 'whether it keeps its data is not known now';
  return losesData ? 'would lose its data now' : 'would keep its data now';
}
