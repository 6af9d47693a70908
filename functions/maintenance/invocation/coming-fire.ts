import { formatDuration } from '../foundation/time/duration.ts';
import { isoWriter } from '../foundation/time/iso-in-zone.ts';
import type { ZoneOffset } from '../foundation/time/zone.ts';
import { showRules } from '../plan/metric-conditions.ts';
import type { ScheduledFire } from '../schedule/fires/fire.ts';

/** A fire as `next` tells it, the command of the function and that of the command line alike. */
export type ComingFire = {
  readonly job: string;
  /** When it starts, in the time of the job's zone: `2026-11-23T03:30:00+08:00`. */
  readonly at: string;
  /** The same instant in UTC. */
  readonly utc: string;
  /** Why it does not run; `null` when it does. */
  readonly skipped: string | null;
  readonly notes: readonly string[];
};

/** Makes a fire fit to be told. */
export function comingFire(
  { job, startsAt, skipped, notes }: ScheduledFire,
  zoneOffset: ZoneOffset,
): ComingFire {
  return {
    job: job.name,
    at: isoWriter(job.timezone, zoneOffset)(startsAt),
    utc: new Date(startsAt).toISOString(),
    skipped: skipped?.reason ?? null,
    notes: [...notes, ...conditionNotes(job)],
  };
}

/** Under which conditions instances are touched: whether they meet them shows only then. */
function conditionNotes({ onlyIf = [], atMostEvery }: ScheduledFire['job']): readonly string[] {
  return [
    ...(onlyIf.length > 0 ? [`only if ${showRules(onlyIf)}`] : []),
    ...(atMostEvery === undefined ? [] : [`each instance at most every ${formatDuration(atMostEvery)}`]),
  ];
}
