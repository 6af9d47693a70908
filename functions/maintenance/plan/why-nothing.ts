import { nearestMatch, nearestName } from '../document/nearest-name.ts';
import { firstNames } from '../foundation/first-names.ts';
import type { Selectors, Targets } from '../schedule/schema.ts';
import type { Instance } from './instance.ts';
import { selects } from './select-instances.ts';

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
    count: instances.filter((instance) => selects(instance, condition)).length,
  }));
  const empty = counts.filter(({ count }) => count === 0);
  if (empty.length > 0) return empty.flatMap(({ condition }) => lacking(condition, instances));
  const selected = instances.filter((instance) => selects(instance, selectors)).length;
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
    const nearest = names.map((glob) => nearestMatch(glob, known)).find((name) => name !== undefined);
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

/** What an id that no instance has may be meant for: one that is nearly the same, or an instance of that name. */
export function nearestToId(id: string, instances: readonly Instance[]): string | undefined {
  if (instances.some(({ name }) => name === id))
    return 'it is the name of an instance, which belongs under targets.names';
  const nearest = nearestName(id, distinct(instances.map((instance) => instance.id)));
  const found = instances.find((instance) => instance.id === nearest);
  return found && `the nearest id is ${found.id} of ${found.name}`;
}

function tagText(key: string, value: string): string {
  return value === '' ? key : `${key}=${value}`;
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].filter((text) => text !== '').sort();
}
