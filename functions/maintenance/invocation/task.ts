import type { ProblemCode } from '../foundation/codes.ts';
import { epochDayAt } from '../foundation/time/day.ts';
import { dayJudge } from '../schedule/fires/day-judge.ts';
import { lateness } from '../schedule/fires/deadline.ts';
import type { ScheduledFire } from '../schedule/fires/fire.ts';
import { pausedAt } from '../schedule/fires/overrides.ts';
import type { Job } from '../schedule/schedule.ts';
import type { Targets } from '../schedule/selector-schema.ts';
import type { Invocation } from './invocation.ts';

/** One run to be carried out: a fire of the schedule, or what somebody asked for by hand. */
export type Task = {
  /** The run's id. */
  readonly run: string;
  readonly job: Job;
  /** Milliseconds since 1970. */
  readonly scheduledFor: number;
  /** Milliseconds since 1970; `null` when there is no window. */
  readonly windowEnd: number | null;
  /** When it may begin, in milliseconds since 1970: later than `scheduledFor` where it was moved, put off or jittered. */
  readonly startsAt: number;
  /** What happened to the fire on its way: moved, shifted, a clock change. */
  readonly notes: readonly string[];
  readonly skipped: { readonly code: ProblemCode; readonly reason: string } | undefined;
  /** The run whose failed instances it is about. */
  readonly retryOf?: string;
  /** What the job selects, where somebody named some of that by id, which its targets are narrowed to. */
  readonly within?: Targets;
};

/** What decides whether and when a task runs, and who asks. */
export type ScheduleInUse = Pick<Invocation, 'schedule' | 'calendars' | 'zoneOffset' | 'requestId'>;

/** The job that a request by hand for single instances is. */
export const byHandJob = 'by-hand';

/** Whether somebody asked for it, and sees the answer. */
export function isByHand({ run, job }: Pick<Task, 'run' | 'job'>): boolean {
  return run.startsWith(`${job.name}@by-hand-`);
}

/** The order of ids, in which a span of a job's fires is told; one that was moved is due in another. */
export function byRun({ run: a }: Task, { run: b }: Task): number {
  return a < b ? -1 : 1;
}

/** The name of the job that a run is of. */
export function jobOfRun(run: string): string {
  return run.slice(0, Math.max(0, run.indexOf('@')));
}

/** The task of a fire that is delivered now: one that comes too late is skipped like one that may not run. */
export function taskOfFire(fire: ScheduledFire, now: number): Task {
  const { id, job, at, startsAt, windowEnd, notes } = fire;
  const skipped = fire.skipped ?? lateness(job, fire, now);
  return { run: id, job, scheduledFor: at, startsAt, windowEnd, notes, skipped };
}

/**
 * The task of a request by hand, at once and in no window; its run is named by the request, which a retry repeats.
 * A pause and a calendar stop people too; what only skips or moves the timer's fires does not.
 */
export async function taskByHand(
  job: Job,
  now: number,
  { schedule, calendars, zoneOffset, requestId }: ScheduleInUse,
): Promise<Task> {
  const day = epochDayAt(now, zoneOffset(job.timezone, now) ?? 0);
  return {
    run: `${job.name}@by-hand-${requestId}`,
    job,
    scheduledFor: now,
    startsAt: now,
    windowEnd: null,
    notes: [],
    skipped: pausedAt(job, now, schedule, zoneOffset) ?? dayJudge(await calendars())(job, day),
  };
}

/** What a request amounts to: tasks, or a reason why it cannot be started. */
export type Tasks = { readonly tasks: readonly Task[] } | { readonly refusal: string };
