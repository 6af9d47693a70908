import { nearestMatch, nearestName } from '../document/nearest-name.ts';
import { firstNames } from '../foundation/first-names.ts';
import type { Selectors, Targets } from '../schedule/selector-schema.ts';
import { ageOf, conditionsOf, finerKeys } from './conditions.ts';
import { type Instance, shownName } from './instance.ts';
import { toldValue, wordsOf } from './told-values.ts';

/** Enough to recognise what there is. */
const mostShown = 5;

/**
 * Why targets select no instance of those there are: what none of them has and what is the nearest to it, who lacks only
 * one of the conditions, or that it is all excluded. `now` is when ages are asked for.
 */
export function whyNothing(targets: Targets, instances: readonly Instance[], now?: number): string {
  return `the targets select no instance: ${detailsOf(targets, instances, now).join('; ')}`;
}

function detailsOf(
  { region, exclude, ...selectors }: Targets,
  instances: readonly Instance[],
  now: number | undefined,
): readonly string[] {
  if (instances.length === 0) return [`there is no instance in ${[region].flat().join(', ')}`];
  const exclusions = exclude ? conditionsOf(exclude, now) : [];
  const tallies = talliesOf(selectors, instances, now, (instance) =>
    exclusions.some(({ answer }) => answer(instance) === 'yes'),
  );
  if (tallies.whole > 0) return [`the exclusions leave none of ${tallies.whole}`];
  // Of the cache mode only those are asked that meet all the rest.
  const empty = tallies.each.filter(({ key, met, known }) => met === 0 && known > 0 && key !== 'cacheModes');
  const near = tallies.each.length > 1 ? tallies.each.flatMap((tally) => nearlyMet(tally, now)) : [];
  if (empty.length > 0) return [...empty.flatMap((tally) => lacking(tally, instances, now)), ...near];
  if (near.length > 0) return near;
  const counted = tallies.each.filter(({ known }) => known > 0).map(({ name, met }) => `${name} ${met}`);
  return [`none meets all conditions together: ${counted.join(', ')}`];
}

/** Conditions of which a list of instances does not show who has what. */
const unseen: ReadonlySet<keyof Selectors> = new Set(finerKeys);

/**
 * Whom a condition leaves out of what all others select, where a look at names and tags does not show it: for whoever looks
 * at a plan and misses an instance.
 */
export function leftOut(
  { region: _, exclude, ...selectors }: Targets,
  instances: readonly Instance[],
  now: number | undefined,
): readonly string[] {
  const excluding = singlesOf(exclude ?? {}).filter(({ key }) => unseen.has(key));
  if (excluding.length === 0 && !finerKeys.some((key) => selectors[key])) return [];
  const exclusions = exclude ? conditionsOf(exclude, now) : [];
  const { each } = talliesOf(selectors, instances, now, (instance) =>
    exclusions.some(({ answer }) => answer(instance) === 'yes'),
  );
  const wanted = conditionsOf(selectors, now);
  return [
    ...each.filter(({ key }) => unseen.has(key)).flatMap((tally) => nearlyMet(tally, now)),
    ...excluding.flatMap(({ condition }) => {
      const [asked] = conditionsOf(condition, now);
      const out = instances.filter(
        (one) => asked?.answer(one) === 'yes' && wanted.every(({ answer }) => answer(one) === 'yes'),
      );
      const are = out.length === 1 ? '1 instance is' : `${out.length} instances are`;
      return out.length === 0
        ? []
        : [`${are} left out by exclude ${wordsOf(condition)}: ${namedWith(out, condition, now)}`];
    }),
  ];
}

/** Each condition by itself: of tags, each tag. */
function singlesOf({ tags, ...selectors }: Selectors): readonly Single[] {
  const keys = (Object.keys(selectors) as (keyof typeof selectors)[]).filter(
    (key) => selectors[key] !== undefined,
  );
  const singles = keys.map((key): Single => ({ key, name: key, condition: { [key]: selectors[key] } }));
  const pairs = Object.entries(tags ?? {}).map(
    ([key, value]): Single => ({
      key: 'tags',
      name: tagText(key, value),
      condition: { tags: { [key]: value } },
    }),
  );
  const isBefore = ({ key }: Single) => key === 'ids' || key === 'names';
  return [...singles.filter(isBefore), ...pairs, ...singles.filter((single) => !isBefore(single))];
}

type Single = { readonly key: keyof Selectors; readonly name: string; readonly condition: Selectors };

/** How many meet a condition, of how many that is known, and who meets all the others and not this one. */
type Tally = Single & { met: number; known: number; readonly near: Instance[] };

/** One pass over all instances, of which there may be fifty thousand. `whole` is how many meet all conditions. */
function talliesOf(
  selectors: Selectors,
  instances: readonly Instance[],
  now: number | undefined,
  isExcluded: (instance: Instance) => boolean,
): { readonly each: readonly Tally[]; readonly whole: number } {
  const asked = singlesOf(selectors).map((single) => ({
    tally: { ...single, met: 0, known: 0, near: [] } as Tally,
    answers: conditionsOf(single.condition, now),
  }));
  let whole = 0;
  for (const instance of instances) {
    let [yes, no] = [0, undefined as Tally | undefined];
    for (const { tally, answers } of asked) {
      const answer = answers[0]?.answer(instance);
      if (answer !== 'unknown') tally.known += 1;
      if (answer === 'yes') {
        tally.met += 1;
        yes += 1;
      } else if (answer === 'no') no = tally;
    }
    if (yes === asked.length) whole += 1;
    else if (no && yes === asked.length - 1 && !isExcluded(instance)) no.near.push(instance);
  }
  return { each: asked.map(({ tally }) => tally), whole };
}

/** Who would be selected but for one condition, and what they have instead. */
function nearlyMet({ condition, near }: Tally, now: number | undefined): readonly string[] {
  if (near.length === 0) return [];
  const meet = near.length === 1 ? '1 instance meets' : `${near.length} instances meet`;
  return [`${meet} all but ${wordsOf(condition)}: ${namedWith(near, condition, now)}`];
}

/** The first of some instances by name, each with what it has of what a condition asks for. */
function namedWith(some: readonly Instance[], condition: Selectors, now: number | undefined): string {
  const inOrder = some.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const named = inOrder.slice(0, mostShown).map((instance) => {
    const value = toldValue(instance, condition, now);
    return value === undefined ? shownName(instance) : `${shownName(instance)} (${value})`;
  });
  const others = some.length - named.length;
  return `${named.join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}

/** What no instance has, and what there is instead. */
function lacking(
  { condition, key }: Tally,
  instances: readonly Instance[],
  now: number | undefined,
): readonly string[] {
  const { names, tags, engineVersions } = condition;
  if (names) {
    const known = distinct(instances.map(({ name }) => name));
    const nearest = mostCompared(names, known)
      .map((glob) => nearestMatch(glob, known))
      .find((name) => name !== undefined);
    return [`no instance is named ${firstNames(names, mostShown)}, ${insteadOf(nearest, known)}`];
  }
  if (tags) return Object.entries(tags).flatMap(([tag, value]) => lackingTag(tag, value, instances));
  if (engineVersions) {
    const versions = distinct(instances.map(({ engineVersion }) => engineVersion));
    return [
      `no instance has the engine version ${firstNames(engineVersions, mostShown)}, ${insteadOf(undefined, versions)}`,
    ];
  }
  // Sizes and ages from the smallest on, everything else by its text.
  const sizeOf = (one: Instance) => (key === 'age' ? ageOf(one, now) : one.capacity) ?? 0;
  const isSized = key === 'age' || key === 'capacity';
  const all = isSized ? instances.toSorted((one, other) => sizeOf(one) - sizeOf(other)) : instances;
  const values = [...new Set(all.flatMap((one) => toldValue(one, condition, now) ?? []))];
  const known = isSized ? values : values.sort();
  return [`no instance meets ${wordsOf(condition)}, ${insteadOf(undefined, known)}`];
}

function lackingTag(key: string, value: string, instances: readonly Instance[]): readonly string[] {
  const tags = instances.flatMap((instance) => Object.entries(instance.tags));
  const keys = distinct(tags.map(([each]) => each));
  const own = keys.includes(key) ? key : nearestName(key, keys);
  const values = distinct(tags.flatMap(([each, text]) => (each === own ? [text] : [])));
  const known =
    own === undefined ? tags.map((tag) => tagText(...tag)) : values.map((text) => tagText(own, text));
  const nearest = values.includes(value) ? value : nearestMatch(value, values);
  return [
    `no instance has the tag ${tagText(key, value)}, ${insteadOf(nearest === undefined || own === undefined ? undefined : tagText(own, nearest), distinct(known))}`,
    ...(value.includes('*') ? ['a * in the value of a tag stands for itself'] : []),
  ];
}

function insteadOf(nearest: string | undefined, known: readonly string[]): string {
  if (nearest !== undefined) return `the nearest is ${nearest}`;
  return known.length === 0 ? 'there are none' : `there are ${firstNames(known, mostShown)}`;
}

/** What ids that no instance has may be meant for: one that is nearly the same, or an instance of that name. */
export function meantByIds(
  ids: readonly string[],
  instances: readonly Instance[],
): ReadonlyMap<string, string> {
  if (ids.length === 0) return new Map();
  const names = new Set(instances.map(({ name }) => name));
  const known = distinct(instances.map(({ id }) => id));
  const looked = new Set(mostCompared(ids, known));
  const meant = ids.flatMap((id): [string, string][] => {
    if (names.has(id)) return [[id, 'it is the name of an instance, which belongs under targets.names']];
    const nearest = looked.has(id) ? nearestName(id, known) : undefined;
    const found = nearest === undefined ? undefined : instances.find((instance) => instance.id === nearest);
    return found ? [[id, `the nearest id is ${found.id} of ${found.name}`]] : [];
  });
  return new Map(meant);
}

/** Of a large fleet only the first of many names are looked at, or a plan that names them all would take minutes. */
function mostCompared(names: readonly string[], known: readonly string[]): readonly string[] {
  return names.slice(0, Math.max(1, Math.floor(mostComparisons / Math.max(1, known.length))));
}

const mostComparisons = 200_000;

function tagText(key: string, value: string): string {
  return value === '' ? key : `${key}=${value}`;
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].filter((text) => text !== '').sort();
}
