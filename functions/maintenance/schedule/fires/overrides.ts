import { groupBy } from '../../foundation/group-by.ts';
import { type EpochDay, epochDayAt, writeEpochDay } from '../../foundation/time/day.ts';
import type { ZoneOffset } from '../../foundation/time/zone.ts';
import type { Job, Schedule } from '../schedule.ts';
import type { Override } from '../schema.ts';
import type { SkipReason } from './fire.ts';

/** The overrides of each job, by its name. */
export type OverridesOfJobs = ReadonlyMap<string, readonly Override[]>;

/** An override that moves the fires of a day. */
type Move = Extract<Override, { readonly kind: 'move' }>;

/** Sorts the overrides of a schedule by their jobs. */
export function overridesOfJobs({ overrides }: Pick<Schedule, 'overrides'>): OverridesOfJobs {
  return groupBy(overrides, ({ job }) => job);
}

/** Those that hold on a day of the job's zone: `until` is the first day on which they do not. */
export function overridesOn(overrides: readonly Override[], day: EpochDay): readonly Override[] {
  if (overrides.length === 0) return overrides;
  const written = writeEpochDay(day);
  return overrides.filter(({ until }) => written < until);
}

/** Why timers do not run a job, of the overrides that hold; a pause comes first, because it stops people as well. */
export function skippedBy(holding: readonly Override[]): SkipReason | undefined {
  const stop = holding.find(({ kind }) => kind === 'pause') ?? holding.find(({ kind }) => kind === 'skip');
  return stop && { code: 'override', reason: toldOf(stop) };
}

/** The override that moves fires, of those that hold. */
export function movedBy(holding: readonly Override[]): Move | undefined {
  return holding.find((override) => override.kind === 'move');
}

/** Why nothing of a job runs at an instant, not even by hand. */
export function pausedAt(
  job: Pick<Job, 'name' | 'timezone'>,
  instant: number,
  { overrides }: Pick<Schedule, 'overrides'>,
  zoneOffset: ZoneOffset,
): SkipReason | undefined {
  const day = epochDayAt(instant, zoneOffset(job.timezone, instant) ?? 0);
  const own = overrides.filter((override) => override.job === job.name && override.kind === 'pause');
  return skippedBy(overridesOn(own, day));
}

/** What an override does, by whom, how long and why. */
export function toldOf(override: Override): string {
  const { by, until, reason } = override;
  return `${effectOf(override)} by ${by} until ${until}: ${reason}`;
}

function effectOf(override: Override): string {
  switch (override.kind) {
    case 'skip':
      return 'skipped';
    case 'pause':
      return 'paused';
    case 'move':
      return `moved to ${override.to}`;
  }
}
