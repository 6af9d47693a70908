import { mayHoldReference } from '../../maintenance/document/environment-reference.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import { isoWriter } from '../../maintenance/report/iso-in-zone.ts';
import type { ScheduledFire } from '../../maintenance/schedule/fires/scheduled-fire.ts';
import type { Job } from '../../maintenance/schedule/schedule.ts';
import type { Region, Selectors, Targets } from '../../maintenance/schedule/schema.ts';
import { globCovers, globsMeet } from '../lint/globs.ts';

/**
 * Whether two jobs may be for the same instances, as far as the schedule alone can tell: only DCS knows which
 * name has which tag, so a no is certain, and a yes is a may.
 */
export function targetsMeet(
  one: Targets,
  other: Targets,
  regions: Readonly<Record<string, Region>>,
): boolean {
  return (
    regionsMeet(one, other, regions) &&
    selectorsMeet(one, other) &&
    !excludesWhole(one, other) &&
    !excludesWhole(other, one)
  );
}

/** By what they stand for, as two names may stand for one region. */
function regionsMeet(one: Targets, other: Targets, regions: Readonly<Record<string, Region>>): boolean {
  const places = ({ region }: Targets) =>
    [region].flat().map((name) => JSON.stringify([regions[name]?.region, regions[name]?.projectId]));
  const known = new Set(places(one));
  return places(other).some((place) => known.has(place));
}

function selectorsMeet(one: Selectors, other: Selectors): boolean {
  const { tags = {} } = other;
  return (
    someMeet(one.ids, other.ids, (a, b) => a === b) &&
    someMeet(one.names, other.names, globsMeet) &&
    someMeet(one.engineVersions, other.engineVersions, (a, b) => isVersionOf(a, b) || isVersionOf(b, a)) &&
    Object.entries(one.tags ?? {}).every(([key, value]) => {
      const wanted = tags[key];
      return wanted === undefined || wanted === value || isOpen(value) || isOpen(wanted);
    })
  );
}

/** Lists that are not given select everything, and what the environment fills in may be anything. */
function someMeet(
  one: readonly string[] | undefined,
  other: readonly string[] | undefined,
  meet: (a: string, b: string) => boolean,
): boolean {
  if (one === undefined || other === undefined) return true;
  return one.some((a) => other.some((b) => isOpen(a) || isOpen(b) || meet(a, b)));
}

/** Whether the exclusions of the first targets take out all that the second ones select; one is enough. */
function excludesWhole({ exclude = {} }: Targets, whole: Selectors): boolean {
  const { tags } = exclude;
  return (
    coversAll(exclude.ids, whole.ids, (a, b) => a === b) ||
    coversAll(exclude.names, whole.names, globCovers) ||
    coversAll(exclude.engineVersions, whole.engineVersions, isVersionOf) ||
    (tags !== undefined &&
      Object.entries(tags).every(([key, value]) => !isOpen(value) && whole.tags?.[key] === value))
  );
}

function coversAll(
  excluded: readonly string[] | undefined,
  selected: readonly string[] | undefined,
  covers: (wide: string, narrow: string) => boolean,
): boolean {
  if (excluded === undefined || selected === undefined) return false;
  return selected.every((b) => !isOpen(b) && excluded.some((a) => !isOpen(a) && covers(a, b)));
}

/** `5.0` selects 5.0.14 as well. */
function isVersionOf(wide: string, narrow: string): boolean {
  return narrow === wide || narrow.startsWith(`${wide}.`);
}

function isOpen(text: string): boolean {
  return mayHoldReference(text);
}

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
