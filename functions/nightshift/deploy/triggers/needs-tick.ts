import { epochDayAt, writeEpochDay } from '../../../maintenance/foundation/time/day.ts';
import { writeClock } from '../../../maintenance/foundation/time/wall-time.ts';
import { hasCalendars } from '../../../maintenance/schedule/fires/day-judge.ts';
import { isOver, timesOf } from '../../../maintenance/schedule/fires/job-dates.ts';
import type { Job, Schedule } from '../../../maintenance/schedule/schedule.ts';
import { clockChangesAhead, doubtfulTime } from './clock-changes-ahead.ts';
import { timerExpression } from './timer-expression.ts';
import type { PlanningTime } from './wanted-trigger.ts';

/** Why a schedule has a tick and no exact triggers. */
export type TickReason = {
  /** The job that it is about; `null` for the whole schedule. */
  readonly job: string | null;
  /** Stable, for machines. */
  readonly code:
    | 'tick.asked'
    | 'journal'
    | 'cron'
    | 'at'
    | 'dates'
    | 'clock-change'
    | 'jitter'
    | 'next-allowed-day'
    | 'override.move'
    | 'maintenance-window'
    | 'overlap.queue'
    | 'triggers.many'
    | 'triggers.names';
  readonly reason: string;
};

/** What of a schedule only a tick can do, or only a tick is known to do right; nothing where exact triggers would do. */
export function needsTick(schedule: Schedule, time: PlanningTime): readonly TickReason[] {
  const journal: TickReason = {
    job: null,
    code: 'journal',
    reason: 'with a journal, ticks continue runs that were left, and notice missed fires',
  };
  return [
    ...(schedule.journal ? [journal] : []),
    ...schedule.jobs
      .filter((job) => comesByItself(job, time))
      .flatMap((job) => whyOfJob(job, schedule, time).map((why) => ({ job: job.name, ...why }))),
  ];
}

/** Whether a job has fires that are still to come, as far as its own lines tell; what is over needs no timer. */
export function comesByItself(job: Job, { now, zoneOffset }: PlanningTime): boolean {
  return job.enabled && timesOf(job) !== undefined && !isOver(job, now, zoneOffset);
}

type Why = Omit<TickReason, 'job'>;

function whyOfJob(job: Job, { overrides, journal }: Schedule, time: PlanningTime): readonly Why[] {
  const { now, zoneOffset } = time;
  const today = writeEpochDay(epochDayAt(now, zoneOffset(job.timezone, now) ?? 0));
  const moves = overrides.some((each) => each.kind === 'move' && each.job === job.name && today < each.until);
  const whys: (Why | undefined)[] = [
    whyOfCron(job),
    whyOfDates(job, today),
    whyOfClock(job, time),
    job.jitter
      ? { code: 'jitter', reason: 'jitter: the function would wait for the start, and the wait is billed' }
      : undefined,
    job.onSkip === 'next-allowed-day' && hasCalendars(job)
      ? {
          code: 'next-allowed-day',
          reason: 'onSkip: next-allowed-day moves fires to days that the cron does not have',
        }
      : undefined,
    moves
      ? { code: 'override.move', reason: 'an override moves its fires to times that the cron does not have' }
      : undefined,
    job.inMaintenanceWindow && journal
      ? {
          code: 'maintenance-window',
          reason: 'inMaintenanceWindow: ticks go on with what waits for its maintenance window',
        }
      : undefined,
    job.overlap === 'queue'
      ? { code: 'overlap.queue', reason: 'overlap: queue, and a tick starts what is queued' }
      : undefined,
  ];
  return whys.filter((why) => why !== undefined);
}

function whyOfCron({ cron }: Job): Why | undefined {
  const expression = cron && timerExpression(cron);
  return expression && !expression.ok
    ? { code: 'cron', reason: `cron ${JSON.stringify(cron.text)}: ${expression.why}` }
    : undefined;
}

/** What a timer cannot say: it has no year, no first day and no last one. */
function whyOfDates({ at, from, until }: Job, today: string): Why | undefined {
  if (at) {
    const reason = `at ${JSON.stringify(at.text)}: a timer has no year, and would come every year`;
    return { code: 'at', reason };
  }
  const dates = [
    ...(from !== undefined && today < from ? [`from ${from}`] : []),
    ...(until === undefined ? [] : [`until ${until}`]),
  ];
  if (dates.length === 0) return undefined;
  return {
    code: 'dates',
    reason: `${dates.join(' and ')}: a timer has no dates, and would come on every day`,
  };
}

/** A time that comes once on every day can mean only one thing. */
function whyOfClock({ cron, timezone }: Job, { now, zoneOffset }: PlanningTime): Why | undefined {
  const doubtful = cron && doubtfulTime(cron, clockChangesAhead(timezone, now, zoneOffset));
  if (!doubtful) return undefined;
  const { clock, change } = doubtful;
  const day = writeEpochDay(epochDayAt(change.at, change.before));
  const comes = change.after > change.before ? 'is left out' : 'comes twice';
  return {
    code: 'clock-change',
    reason: `${writeClock(clock)} ${comes} when the clocks of ${timezone} change (${day}), and what a timer does then is not documented`,
  };
}
