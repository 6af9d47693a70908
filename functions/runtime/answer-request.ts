import type { Plan } from '../plan/plan.ts';
import { isoInZone } from '../report/iso-in-zone.ts';
import { CodedError } from '../run/coded-error.ts';
import { scheduledFires } from '../schedule/scheduled-fires.ts';
import { dayMs } from '../schedule/time-units.ts';
import { type Answer, showPlan } from './answer.ts';
import type { Desk } from './desk.ts';
import { performSideBySide } from './perform-side-by-side.ts';
import { planChanges } from './plan-changes.ts';
import { type Request, understoodEvents } from './request.ts';
import type { Almanac, Task } from './task.ts';
import { type Tasks, tasksOf } from './tasks-of-request.ts';
import { tellUntil, timeBudget } from './time-budget.ts';

/** What can be answered once the schedule is loaded. */
export type Answerable = Exclude<Request, { kind: 'not-understood' }>;

/**
 * Does what a request asks for. Tasks of one request go side by side. Throws `CodedError` when nothing of it can
 * be carried out: no credentials, or a timer that names no job of the schedule (nobody reads a timer's answer).
 */
export async function answerRequest(request: Answerable, desk: Desk): Promise<Answer> {
  const { schedule, clock } = desk;
  const almanac: Almanac = { schedule, zoneOffset: desk.zoneOffset, calendars: await desk.calendars() };
  if (request.kind === 'command') {
    if (request.command === 'status') return endedRuns(desk);
    if (request.command === 'next') return comingFires(almanac, clock.now());
    return { valid: true, jobs: schedule.jobs.map(({ name }) => name), warnings: desk.warnings };
  }
  const found = await findTasks(request, desk, almanac);
  if ('refusal' in found) {
    if (request.kind === 'timer-jobs')
      throw new CodedError('job.unknown', `the timer's user_event: ${found.refusal}`);
    return { started: false, reason: found.refusal, understood: understoodEvents };
  }
  const { tasks } = found;
  if (tasks.length === 0) return { summaries: [] };
  if ('dryRun' in request && request.dryRun) return { plans: await showPlans(tasks, desk) };
  const [byHand] = tasks;
  if (byHand && (request.kind === 'job' || request.kind === 'instances' || request.kind === 'retry-failed'))
    return runByHand(byHand, request.confirm, desk);
  return perform(tasks, desk);
}

async function findTasks(
  request: Exclude<Answerable, { kind: 'command' }>,
  { clock, invocation, journal }: Desk,
  almanac: Almanac,
): Promise<Tasks> {
  const origin = { requestId: invocation.requestId, now: clock.now() };
  if (request.kind !== 'retry-failed') return tasksOf(request, almanac, origin);
  const { retryTask } = await import('./retry-task.ts');
  return retryTask(request, journal, almanac, origin);
}

async function showPlans(tasks: readonly Task[], desk: Desk) {
  const plans = await Promise.all(
    tasks.map(async (task) => showPlan(await examinedPlan(task, desk), notesOf(task))),
  );
  for (const plan of plans) desk.plans.remember(plan);
  return plans;
}

/** What the schedule says of the task besides: moved, put off, or not to run at all. */
function notesOf({ notes, skipped }: Task): readonly string[] {
  return [...notes, ...(skipped ? [`would be skipped now: ${skipped.reason}`] : [])];
}

async function examinedPlan(task: Task, desk: Desk): Promise<Plan> {
  const { planTask } = await import('./plan-task.ts');
  return planTask(task, (await desk.dcs()).fleet, { examine: true });
}

/**
 * By hand, what clears data needs the hash of a plan that was seen and still holds: an event sits in the console's
 * test dialog for ever, one click away, and the world behind it changes. What is refused anyway needs none.
 */
async function runByHand(task: Task, confirm: string | undefined, desk: Desk): Promise<Answer> {
  const plan = await examinedPlan(task, desk);
  const destroys = plan.instances.some(({ decision, losesData }) => decision === 'act' && losesData);
  const shown = await showPlan(plan, notesOf(task));
  if (!destroys || confirm === shown.hash) return perform([task], desk, plan);
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

/** A plan that was made already is carried out as it is: a second look might find another world. */
async function perform(tasks: readonly Task[], desk: Desk, planned?: Plan): Promise<Answer> {
  const { clock, journal, log, zoneOffset, invocation } = desk;
  const { fleet, backups } = await desk.dcs();
  const { performTask } = await import('./perform-task.ts');
  const { planTask } = await import('./plan-task.ts');
  const performed = await performSideBySide(tasks, (task) =>
    performTask(task, {
      fleet,
      backups,
      journal,
      clock,
      log,
      runEnds: desk.runEnds,
      zoneOffset,
      plan: async () => planned ?? (await planTask(task, fleet)),
      limits: () => timeBudget(clock.now(), invocation.remainingMs(), task.job.settle),
      tellUntil: () => tellUntil(clock.now(), invocation.remainingMs()),
      channelsOf: ({ job }) => desk.channels(job.notify),
    }),
  );
  for (const error of performed.errors) log.write('error', 'a run ends in a bug', { error });
  const [bug] = performed.errors;
  if (bug !== undefined && performed.ended.length === 0) throw bug;
  const untold = performed.ended.flatMap(({ deliveries }) =>
    deliveries.filter(({ status }) => status !== 'delivered'),
  );
  const summaries = performed.ended.map(({ summary }) => summary);
  return { summaries, ...(untold.length > 0 ? { untold } : {}) };
}

function endedRuns({ runEnds, zoneOffset, schedule }: Desk): Answer {
  const runs = runEnds.list().map(({ run, job, status, at }) => ({
    run,
    job,
    status,
    finishedAt: isoInZone(at, zoneOffset(schedule.timezone, at) ?? 0),
  }));
  return { runs };
}

/** How far ahead people are told. */
const comingMs = 7 * dayMs;

/** The next fire of each job within a week, skipped ones with their reason. */
function comingFires({ schedule, zoneOffset, calendars }: Almanac, now: number): Answer {
  const fires = scheduledFires(schedule, { after: now, upTo: now + comingMs }, zoneOffset, calendars);
  const next = schedule.jobs.flatMap((job) => fires.find((fire) => fire.job === job) ?? []);
  return {
    fires: next
      .sort((a, b) => a.startsAt - b.startsAt)
      .map(({ job, startsAt, skipped, notes }) => ({
        job: job.name,
        at: isoInZone(startsAt, zoneOffset(job.timezone, startsAt) ?? 0),
        utc: new Date(startsAt).toISOString(),
        skipped: skipped?.reason ?? null,
        notes,
      })),
  };
}
