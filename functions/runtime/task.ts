import { skipReason } from '../schedule/calendar.ts';
import type { Fire } from '../schedule/fire.ts';
import { localDayOf } from '../schedule/local-day.ts';
import type { Job, Schedule } from '../schedule/schedule.ts';
import type { ZoneOffset } from '../schedule/zone.ts';

/** One run to be carried out: a fire of the schedule, or what somebody asked for by hand. */
export type Task = {
  /** The run's id. */
  readonly run: string;
  readonly job: Job;
  /** Milliseconds since 1970. */
  readonly scheduledFor: number;
  /** Milliseconds since 1970; `null` when there is no window. */
  readonly windowEnd: number | null;
  /** What happened to the fire on its way: moved, shifted, a clock change. */
  readonly notes: readonly string[];
  readonly skipped: { readonly code: string; readonly reason: string } | undefined;
};

/** The task of a fire: inside its window, unless an override or a calendar says that it does not run. */
export function taskOfFire({ id, job, at }: Fire, schedule: Schedule, zoneOffset: ZoneOffset): Task {
  const day = localDayOf(at, zoneOffset(job.timezone, at) ?? 0);
  return {
    run: id,
    job,
    scheduledFor: at,
    windowEnd: job.window === undefined ? null : at + job.window,
    notes: [],
    skipped: skipReason(job, day, schedule),
  };
}

/** The task of a request by hand, at once and in no window; its run is named by the request, which a retry repeats. */
export function taskByHand(job: Job, now: number, requestId: string): Task {
  return {
    run: `${job.name}@by-hand-${requestId}`,
    job,
    scheduledFor: now,
    windowEnd: null,
    notes: [],
    skipped: undefined,
  };
}
