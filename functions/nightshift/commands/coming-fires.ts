import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import { isoWriter } from '../../maintenance/report/iso-in-zone.ts';
import type { ScheduledFire } from '../../maintenance/schedule/fires/scheduled-fire.ts';
import type { Schedule } from '../../maintenance/schedule/schedule.ts';
import { meetingNotes } from './targets-meet.ts';

/** A fire as `next` shows it. */
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

/** Makes fires fit to be shown, and notes what only shows when they are looked at together. */
export function comingFires(
  fires: readonly ScheduledFire[],
  { regions }: Pick<Schedule, 'regions'>,
  zoneOffset: ZoneOffset,
): readonly ComingFire[] {
  const meetings = meetingNotes(fires, regions, zoneOffset);
  return fires.map((fire, index) => {
    const { job, startsAt, skipped, notes } = fire;
    return {
      job: job.name,
      at: isoWriter(job.timezone, zoneOffset)(startsAt),
      utc: new Date(startsAt).toISOString(),
      skipped: skipped?.reason ?? null,
      notes: [...notes, ...(meetings[index] ?? [])],
    };
  });
}
