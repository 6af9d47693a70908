import { minuteMs } from '../../foundation/time/duration.ts';
import type { WallTime } from '../../foundation/time/wall-time.ts';
import type { Job } from '../schedule.ts';

/** One job at one scheduled instant. */
export type Fire = {
  /** Names the run: `nightly-soft-restart@2026-11-23T03:30:00+08:00`. */
  readonly id: string;
  readonly job: Job;
  /** The instant, in milliseconds since 1970. */
  readonly at: number;
  /** What the wall shows at it; a time that is left out is that of the old clock, on the day that it was meant for. */
  readonly wall: WallTime;
};

/**
 * The id of a job's fire at an instant, with the time as the job's zone shows it there (`offset` from UTC, both
 * in milliseconds). Nothing of the delivery is in it: however often and late the event comes, it is the same run.
 */
export function fireId(jobName: string, at: number, offset: number): string {
  const wall = new Date(at + offset).toISOString().slice(0, 19);
  const minutes = Math.round(Math.abs(offset) / minuteMs);
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  const sign = offset < 0 ? '-' : '+';
  return `${jobName}@${wall}${sign}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

/** Why a fire does not run, for machines and for people. */
export type SkipReason = {
  readonly code:
    | 'override'
    | 'calendar'
    | 'calendar.year-missing'
    | 'calendar.unreadable'
    | 'merged'
    | 'late';
  readonly reason: string;
};

/** A fire with all that its job, the calendars and the overrides make of it. */
export type ScheduledFire = Fire & {
  /**
   * When it starts, in milliseconds since 1970. That is `at` unless it is moved, or put off to another day or by
   * jitter; a fire that is skipped stays where it was.
   */
  readonly startsAt: number;
  /** From then on it starts nothing new: its window is over, or a day begins on which it may not run. */
  readonly windowEnd: number | null;
  /** What happened to it on its way, and what else people should know of it. */
  readonly notes: readonly string[];
  /** Why it does not run; absent when it does. */
  readonly skipped?: SkipReason;
};
