import { mayHoldReference } from '../../../maintenance/document/environment-reference.ts';
import type { Job, Schedule } from '../../../maintenance/schedule/schedule.ts';
import type { Targets } from '../../../maintenance/schedule/selector-schema.ts';

/** Instances as an identity policy can name them: resources, of which those with the tags are meant. */
export type InstanceScope = {
  readonly resources: readonly string[];
  /** By their keys; without any, all of the resources. */
  readonly tags: Readonly<Record<string, string>>;
};

/**
 * The narrowest scopes that hold all that jobs may act on, by their ids and tags; names, versions and exclusions are
 * nothing that a policy knows. What only the environment tells may be anything.
 */
export function instanceScopes(jobs: readonly Job[], regions: Schedule['regions']): readonly InstanceScope[] {
  const scopes = jobs.flatMap(({ targets }) => scopesOf(targets, regions));
  const wide = new Set(scopes.filter(isWhole).flatMap(({ resources }) => resources));
  const narrow = scopes.filter((scope) => !isWhole(scope) && !isIn(scope, wide));
  const byTags = new Map<string, { resources: Set<string>; tags: InstanceScope['tags'] }>();
  for (const { resources, tags } of [
    ...(wide.size > 0 ? [{ resources: [...wide], tags: {} }] : []),
    ...narrow,
  ]) {
    const key = JSON.stringify(Object.entries(tags).sort());
    const group = byTags.get(key) ?? { resources: new Set(), tags };
    for (const resource of resources) group.resources.add(resource);
    byTags.set(key, group);
  }
  return [...byTags.values()].map(({ resources, tags }) => ({ resources: [...resources].sort(), tags }));
}

/** Whether a scope is all instances of its regions. */
export function isWhole({ resources, tags }: InstanceScope): boolean {
  return Object.keys(tags).length === 0 && resources.every((resource) => resource.endsWith(':*'));
}

function scopesOf(
  { region, ids, tags = {} }: Targets,
  regions: Schedule['regions'],
): readonly InstanceScope[] {
  const open = Object.values(tags).some(mayHoldReference);
  return [region].flat().map((name) => {
    const place = `dcs:${literalOr(regions[name]?.region)}:*:instance:`;
    const named = ids && !ids.some(mayHoldReference) ? ids : ['*'];
    return { resources: named.map((id) => place + id), tags: open ? {} : tags };
  });
}

/** Whether all of a scope is in whole regions that are given anyway. */
function isIn({ resources }: InstanceScope, wide: ReadonlySet<string>): boolean {
  return resources.every((resource) => wide.has(resource.replace(/[^:]*$/, '*')));
}

/** What is not known here is any. */
function literalOr(text: string | undefined): string {
  return text === undefined || mayHoldReference(text) ? '*' : text;
}
