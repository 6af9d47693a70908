import { mayHoldReference } from '../../maintenance/document/environment-reference.ts';
import { isVersionOf, rangeCovers, rangesMeet, readVersions } from '../../maintenance/schedule/range.ts';
import type { Region } from '../../maintenance/schedule/schema.ts';
import type { Selectors, Targets } from '../../maintenance/schedule/selector-schema.ts';

/**
 * Whether a glob (`*` for any text, `?` for one character) selects every name that another one does. A no may be
 * wrong where stars stand beside question marks; a yes never is.
 */
export function globCovers(wide: string, narrow: string): boolean {
  if (areLong(wide, narrow)) return wide === narrow;
  const text = [...narrow];
  let reached: ReadonlySet<number> = new Set([0]);
  for (const symbol of wide) {
    const next = new Set<number>();
    for (const at of reached) {
      if (symbol === '*') for (let end = at; end <= text.length; end++) next.add(end);
      else if (text[at] === symbol || (symbol === '?' && text[at] !== '*' && at < text.length))
        next.add(at + 1);
    }
    reached = next;
  }
  return reached.has(text.length);
}

/** Whether there can be a name that both globs select. */
export function globsMeet(one: string, other: string): boolean {
  if (areLong(one, other)) return true;
  const text = [...other];
  let reached = pastStars([0], text);
  for (const symbol of one) {
    const next: number[] = [];
    for (const at of reached) {
      const facing = text[at];
      if (symbol === '*') for (let end = at; end <= text.length; end++) next.push(end);
      else if (facing === '*') next.push(at);
      else if (facing !== undefined && (facing === symbol || facing === '?' || symbol === '?'))
        next.push(at + 1);
    }
    reached = pastStars(next, text);
  }
  return reached.has(text.length);
}

/** No name of an instance is so long, and the work grows with the product of the lengths. */
function areLong(one: string, other: string): boolean {
  return one.length > 256 || other.length > 256;
}

/** The places, and those behind the stars that stand at them: a star may also stand for nothing. */
function pastStars(places: readonly number[], text: readonly string[]): ReadonlySet<number> {
  const all = new Set(places);
  // A set hands out what is added to it on the way, so a row of stars is passed in one walk.
  for (const at of all) if (text[at] === '*') all.add(at + 1);
  return all;
}

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
    someMeet(one.engineVersions, other.engineVersions, versionsMeet) &&
    someMeet(one.enterpriseProjects, other.enterpriseProjects, (a, b) => a === b) &&
    someMeet(one.cacheModes, other.cacheModes, (a, b) => a === b) &&
    // What has nodes in two zones is met in both; status and age are others when the other job comes.
    (!one.capacity || !other.capacity || rangesMeet(one.capacity, other.capacity)) &&
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
    coversAll(exclude.enterpriseProjects, whole.enterpriseProjects, (a, b) => a === b) ||
    coversAll(exclude.cacheModes, whole.cacheModes, (a, b) => a === b) ||
    (exclude.capacity && whole.capacity && rangeCovers(exclude.capacity, whole.capacity)) === true ||
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

function versionsMeet(one: string, other: string): boolean {
  if (isVersionOf(one, other) || isVersionOf(other, one)) return true;
  const [a, b] = [readVersions(one), readVersions(other)];
  return a !== undefined && b !== undefined && rangesMeet(a, b);
}

function isOpen(text: string): boolean {
  return mayHoldReference(text);
}
