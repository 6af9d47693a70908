import { nearestMatch, nearestName } from '../document/nearest-name.ts';
import { firstNames } from '../foundation/first-names.ts';
import type { Selectors, Targets } from '../schedule/schema.ts';
import type { Instance } from './instance.ts';
import { countSelected } from './select-instances.ts';

/** Enough to recognise what there is. */
const mostShown = 5;

/**
 * Why targets select no instance of those there are: what none of them has and what is the nearest to it, or that none
 * has all of it together, or that it is all excluded.
 */
export function whyNothing(targets: Targets, instances: readonly Instance[]): string {
  return `the targets select no instance: ${detailsOf(targets, instances).join('; ')}`;
}

function detailsOf(
  { region, exclude: _, ...selectors }: Targets,
  instances: readonly Instance[],
): readonly string[] {
  if (instances.length === 0) return [`there is no instance in ${[region].flat().join(', ')}`];
  const counts = conditionsOf(selectors).map(({ name, condition }) => ({
    name,
    condition,
    count: countSelected(instances, condition),
  }));
  const empty = counts.filter(({ count }) => count === 0);
  if (empty.length > 0) return empty.flatMap(({ condition }) => lacking(condition, instances));
  const selected = countSelected(instances, selectors);
  if (selected > 0) return [`the exclusions leave none of ${selected}`];
  return [
    `none meets all conditions together: ${counts.map(({ name, count }) => `${name} ${count}`).join(', ')}`,
  ];
}

/** Each condition by itself: of tags, each tag. */
function conditionsOf({ ids, names, tags, engineVersions }: Selectors): readonly Condition[] {
  return [
    ...(ids ? [{ name: 'ids', condition: { ids } }] : []),
    ...(names ? [{ name: 'names', condition: { names } }] : []),
    ...Object.entries(tags ?? {}).map(([key, value]) => ({
      name: tagText(key, value),
      condition: { tags: { [key]: value } },
    })),
    ...(engineVersions ? [{ name: 'engineVersions', condition: { engineVersions } }] : []),
  ];
}

type Condition = { readonly name: string; readonly condition: Selectors };

/** What no instance has, and what there is instead. */
function lacking(
  { names, tags, engineVersions }: Selectors,
  instances: readonly Instance[],
): readonly string[] {
  if (names) {
    const known = distinct(instances.map(({ name }) => name));
    const nearest = mostCompared(names, known)
      .map((glob) => nearestMatch(glob, known))
      .find((name) => name !== undefined);
    return [`no instance is named ${firstNames(names, mostShown)}, ${insteadOf(nearest, known)}`];
  }
  if (tags) return Object.entries(tags).flatMap(([key, value]) => lackingTag(key, value, instances));
  const versions = distinct(instances.map(({ engineVersion }) => engineVersion));
  return [
    `no instance has the engine version ${firstNames(engineVersions ?? [], mostShown)}, ${insteadOf(undefined, versions)}`,
  ];
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
