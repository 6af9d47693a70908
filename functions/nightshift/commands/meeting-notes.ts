import { isoWriter } from '../../maintenance/foundation/time/iso-in-zone.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import type { ScheduledFire } from '../../maintenance/schedule/fires/fire.ts';
import type { Job } from '../../maintenance/schedule/schedule.ts';
import type { Region } from '../../maintenance/schedule/schema.ts';
import { targetsMeet } from '../lint/selectors.ts';

/**
 * For each fire, in their order of time, the fires of other jobs that start while it may still be starting
 * instances, or it while they may, and that may be for the same instances.
 */
export function meetingNotes(
  fires: readonly ScheduledFire[],
  regions: Readonly<Record<string, Region>>,
  zoneOffset: ZoneOffset,
): readonly (readonly string[])[] {
  const notes: string[][] = fires.map(() => []);
  const mayMeet = remembered((one, other) => targetsMeet(one.targets, other.targets, regions));
  for (const [index, fire] of fires.entries()) {
    if (fire.skipped) continue;
    const until = fire.startsAt + startingMs(fire.job);
    for (let next = index + 1; next < fires.length; next++) {
      const other = fires[next];
      if (!other || (other.startsAt > fire.startsAt && other.startsAt >= until)) break;
      if (other.skipped || other.job === fire.job || !mayMeet(fire.job, other.job)) continue;
      notes[index]?.push(meeting(fire, other, zoneOffset));
      notes[next]?.push(meeting(other, fire, zoneOffset));
    }
  }
  return notes;
}

/** How long a job starts instances: until its window closes, or else at least until its first may have settled. */
function startingMs({ window, settle }: Job): number {
  return window ?? settle.timeout;
}

/** The other's time is given on the clock of the fire that is read. */
function meeting({ job: { timezone } }: ScheduledFire, other: ScheduledFire, zoneOffset: ZoneOffset): string {
  const at = isoWriter(timezone, zoneOffset)(other.startsAt);
  const clock = at.slice('yyyy-mm-ddT'.length, 'yyyy-mm-ddThh:mm'.length);
  return `may hit the same instances as ${other.job.name} at ${clock}`;
}

function remembered(meet: (one: Job, other: Job) => boolean): (one: Job, other: Job) => boolean {
  const known = new Map<Job, Map<Job, boolean>>();
  return (one, other) => {
    const row = known.get(one) ?? new Map<Job, boolean>();
    known.set(one, row);
    const answer = row.get(other) ?? meet(one, other);
    row.set(other, answer);
    return answer;
  };
}
