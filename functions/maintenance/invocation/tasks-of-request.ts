import { minuteMs } from '../foundation/time/time-units.ts';
import { fireId } from '../schedule/fires/fire.ts';
import { scheduledFireBefore, scheduledFires } from '../schedule/fires/scheduled-fires.ts';
import { tickSpan } from '../schedule/fires/tick-span.ts';
import type { Job, Schedule } from '../schedule/schedule.ts';
import type { Request } from './request.ts';
import { type Almanac, type Task, taskByHand, taskOfFire } from './task.ts';

/** What a request amounts to: tasks, or a reason why it cannot be started. */
export type Tasks = { readonly tasks: readonly Task[] } | { readonly refusal: string };

/** A request that may start something. */
export type Runnable = Extract<Request, { kind: 'tick' | 'timer-jobs' | 'job' | 'instances' }>;

/** What tells one request from the next, and when it came, in milliseconds since 1970. */
export type Origin = { readonly requestId: string; readonly now: number };

/** Finds what is to be done for a request. Timers go by their own time, whenever they are delivered. */
export async function tasksOf(request: Runnable, almanac: Almanac, origin: Origin): Promise<Tasks> {
  const { schedule, calendars, zoneOffset } = almanac;
  switch (request.kind) {
    case 'tick': {
      const span = tickSpan(request.at, schedule.tickMs);
      const fires = scheduledFires(schedule, span, zoneOffset, calendars);
      return { tasks: fires.map((fire) => taskOfFire(fire, origin.now)) };
    }
    case 'timer-jobs': {
      const jobs = findJobs(request.jobs, schedule);
      if ('refusal' in jobs) return jobs;
      return { tasks: jobs.found.map((job) => taskOfTimer(job, request.at, almanac, origin.now)) };
    }
    case 'job': {
      const jobs = findJobs([request.job], schedule);
      if ('refusal' in jobs) return jobs;
      return { tasks: jobs.found.map((job) => taskByHand(job, origin.now, origin.requestId, almanac)) };
    }
    case 'instances': {
      if (!Object.hasOwn(schedule.regions, request.region))
        return {
          refusal: `there is no region "${request.region}" - expected ${listed(Object.keys(schedule.regions))}`,
        };
      const { jobByHand } = await import('./job-by-hand.ts');
      return { tasks: [taskByHand(jobByHand(request, schedule), origin.now, origin.requestId, almanac)] };
    }
    default:
      return request satisfies never;
  }
}

/** A timer some seconds early still means the fire it was set for, so its time is taken to the nearest minute. */
function taskOfTimer(job: Job, eventTime: number, almanac: Almanac, now: number): Task {
  const { schedule, calendars, zoneOffset } = almanac;
  const minute = Math.round(eventTime / minuteMs) * minuteMs;
  const fire = scheduledFireBefore(schedule, job, minute, zoneOffset, calendars);
  // A job without a cron has no fire times of its own: the timer's is the one it gets.
  const task = fire
    ? taskOfFire(fire, now)
    : {
        ...taskByHand(job, minute, '', almanac),
        run: fireId(job.name, minute, zoneOffset(job.timezone, minute) ?? 0),
        windowEnd: job.window === undefined ? null : minute + job.window,
      };
  const disabled = { code: 'disabled', reason: 'the job is disabled: enabled is false in the schedule' };
  return job.enabled ? task : { ...task, skipped: disabled };
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
        refusal: `there is no job "${name}" - expected ${listed(schedule.jobs.map((known) => known.name))}`,
      };
    found.set(name, job);
  }
  return { found: [...found.values()] };
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none, as the schedule has none' : names.slice(0, 20).join(', ');
}
