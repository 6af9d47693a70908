import { shortened } from '../document/finding.ts';
import { epochDayAt, writeEpochDay } from '../foundation/time/day.ts';
import { hourMs, minuteMs } from '../foundation/time/duration.ts';
import { writeWall } from '../foundation/time/wall-time.ts';
import type { ZoneOffset } from '../foundation/time/zone.ts';
import type { ScheduledFire } from '../schedule/fires/fire.ts';
import { fireId } from '../schedule/fires/fire.ts';
import { daysOf } from '../schedule/fires/job-dates.ts';
import { scheduledFireBefore } from '../schedule/fires/scheduled-fires.ts';
import type { Job, Schedule } from '../schedule/schedule.ts';
import type { Invocation } from './invocation.ts';
import type { Request } from './request.ts';
import { taskOfFailed } from './retry-failed.ts';
import { byHandJob, type ScheduleInUse, type Task, type Tasks, taskByHand, taskOfFire } from './task.ts';

/** A request that names what it may start. */
export type Runnable = Extract<Request, { kind: 'timer-jobs' | 'job' | 'instances' | 'retry-failed' }>;

/** Finds what is to be done for a request. Timers go by their own time, whenever they are delivered. */
export async function tasksOf(
  request: Runnable,
  inUse: ScheduleInUse & Pick<Invocation, 'clock' | 'journal' | 'register'>,
): Promise<Tasks> {
  const { schedule, clock } = inUse;
  const now = clock.now();
  switch (request.kind) {
    case 'timer-jobs': {
      const jobs = findJobs(request.jobs, schedule);
      if ('refusal' in jobs) return jobs;
      return { tasks: await Promise.all(jobs.found.map((job) => taskOfTimer(job, request.at, now, inUse))) };
    }
    case 'job': {
      const jobs = findJobs([request.job], schedule);
      if ('refusal' in jobs) return jobs;
      const held = await Promise.all(jobs.found.map((job) => taskByHand(job, now, inUse)));
      const tasks = asAsked(held, request);
      return { tasks: request.instances ? tasks.map(narrowedTo(request.instances)) : tasks };
    }
    case 'instances':
      if (!Object.hasOwn(schedule.regions, request.region))
        return {
          refusal: `there is no region "${shortened(request.region)}" - expected ${listed(Object.keys(schedule.regions))}`,
        };
      return { tasks: [await taskOfInstances(request, now, inUse)] };
    case 'retry-failed': {
      const found = await taskOfFailed(request, now, inUse);
      return 'refusal' in found ? found : { tasks: asAsked(found.tasks, request) };
    }
    default:
      return request satisfies never;
  }
}

/** Tasks without what of their jobs the event does not heed. */
function asAsked(
  tasks: readonly Task[],
  { anyTime, ignoreConditions }: Extract<Request, { kind: 'job' | 'retry-failed' }>,
): readonly Task[] {
  const held = anyTime ? tasks.map(atAnyTime) : tasks;
  return ignoreConditions ? held.map(withoutConditions) : held;
}

/** The task of somebody who knows that its instances may be touched now, whatever their maintenance windows. */
function atAnyTime(task: Task): Task {
  if (!task.job.inMaintenanceWindow) return task;
  const note = 'inMaintenanceWindow: false in the event, so no maintenance window is waited for';
  return { ...task, job: { ...task.job, inMaintenanceWindow: false }, notes: [...task.notes, note] };
}

/** The task for whoever wants it done whatever the instances are like. */
function withoutConditions(task: Task): Task {
  const { onlyIf, atMostEvery, ...job } = task.job;
  if (onlyIf === undefined && atMostEvery === undefined) return task;
  return { ...task, job, notes: [...task.notes, 'its conditions are ignored, as the event says'] };
}

/** The task about the instances that somebody named; the plan looks whether the job selects them. */
function narrowedTo(instances: readonly string[]): (task: Task) => Task {
  return (task) => {
    const { targets } = task.job;
    const ids = [...new Set(instances)];
    return { ...task, job: { ...task.job, targets: { ...targets, ids } }, within: targets };
  };
}

/** A timer some seconds early still means the fire it was set for, so its time is taken to the nearest minute. */
async function taskOfTimer(job: Job, eventTime: number, now: number, inUse: ScheduleInUse): Promise<Task> {
  const { schedule, calendars, zoneOffset } = inUse;
  const minute = Math.round(eventTime / minuteMs) * minuteMs;
  const fire = scheduledFireBefore(schedule, job, minute, zoneOffset, await calendars());
  const outside = outsideDates(job, minute, fire, zoneOffset);
  // A job without a cron has no fire times of its own: the timer's is the one it gets.
  const task =
    fire && !outside
      ? taskOfFire(fire, now)
      : {
          ...(await taskByHand(job, minute, inUse)),
          run: fireId(job.name, minute, zoneOffset(job.timezone, minute) ?? 0),
          windowEnd: job.window === undefined ? null : minute + job.window,
        };
  const disabled = {
    code: 'disabled',
    reason: 'the job is disabled: enabled is false in the schedule',
  } as const;
  return job.enabled ? (outside ? { ...task, skipped: outside } : task) : { ...task, skipped: disabled };
}

/** What names the job so long after its `at` is a timer of another time, which has no fire of its own. */
const sameFireMs = 12 * hourMs;

/** Why a timer that names a job does not start it at its own time; timers know no dates, and come every year. */
function outsideDates(
  job: Job,
  minute: number,
  fire: ScheduledFire | undefined,
  zoneOffset: ZoneOffset,
): Task['skipped'] {
  if (job.at) {
    if (fire && minute - fire.at < sameFireMs) return undefined;
    return { code: 'dates', reason: `the job comes once, at ${writeWall(job.at.wall)}` };
  }
  const { first, last } = daysOf(job);
  const day = epochDayAt(minute, zoneOffset(job.timezone, minute) ?? 0);
  if (day < first)
    return { code: 'dates', reason: `the job has not begun, by its from: ${writeEpochDay(first)}` };
  return day > last
    ? { code: 'dates', reason: `the job has ended, by its until: ${writeEpochDay(last + 1)}` }
    : undefined;
}

/** All or none: an event that names a job wrongly may mean anything by the rest. */
function findJobs(
  names: readonly string[],
  schedule: Schedule,
): { found: readonly Job[] } | { refusal: string } {
  const found = new Map<string, Job>();
  for (const name of names) {
    const job = schedule.jobs.find((candidate) => candidate.name === name);
    if (!job)
      return {
        refusal: `there is no job "${shortened(name)}" - expected ${listed(schedule.jobs.map((known) => known.name))}`,
      };
    found.set(name, job);
  }
  return { found: [...found.values()] };
}

/**
 * The task that a request for single instances amounts to: the schedule's defaults, and no channel to tell. Its
 * acknowledgement is the plan hash, without which `run-by-hand.ts` starts no flush.
 */
async function taskOfInstances(
  { action, region, instances }: Extract<Request, { kind: 'instances' }>,
  now: number,
  inUse: ScheduleInUse,
): Promise<Task> {
  // Loaded only now: timers that name their jobs have no use for the schema.
  const { job } = await import('../schedule/schema.ts');
  const settings = job.parse({
    action,
    targets: { region, ids: [...new Set(instances)] },
    destroysData: 'acknowledged',
  });
  const { timezone } = inUse.schedule;
  return taskByHand({ ...settings, name: byHandJob, timezone, cron: undefined }, now, inUse);
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none, as the schedule has none' : names.slice(0, 20).join(', ');
}
