import type { CloudInstance } from './cloud-instance.ts';
import type { DcsQuery } from './dcs-call.ts';
import type { DcsError } from './dcs-error.ts';
import { addressesOf, listItemOf } from './instance-json.ts';

/** A part of a list: `offset` counts items, not pages. */
export type Page = { readonly limit: number; readonly offset: number };

const defaultLimit = 10;
const maxLimit = 1000;

/** Reads `limit` (1 to 1000, 10 when left out) and `offset`, or gives the error DCS answers. */
export function parsePage({ limit, offset }: DcsQuery): Page | DcsError {
  const page = { limit: countOf(limit, defaultLimit), offset: countOf(offset, 0) };
  if (!(page.limit >= 1 && page.limit <= maxLimit)) return { code: 'DCS.4800', subject: 'limit' };
  if (!(page.offset >= 0)) return { code: 'DCS.4800', subject: 'offset' };
  return page;
}

/** The same items in another order at every turn, as a service may list them that documents none. */
export function rotated<Item>(items: readonly Item[], turn: number): readonly Item[] {
  const start = items.length === 0 ? 0 : turn % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

function countOf(text: string | undefined, missing: number): number {
  if (text === undefined || text === '') return missing;
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

/** The body of `ListInstances`: one page of what the query selects; `instance_num` counts all of that. */
export function listInstances(instances: readonly CloudInstance[], query: DcsQuery, page: Page) {
  const found = instances.filter((instance) => isWanted(instance, query));
  return {
    instance_num: found.length,
    instances: found.slice(page.offset, page.offset + page.limit).map(listItemOf),
  };
}

function isWanted(instance: CloudInstance, query: DcsQuery): boolean {
  const { id, seed, status, deleted } = instance;
  const { instance_id, name, name_equal, tags, ip, include_failure, include_delete } = query;
  return (
    (!deleted || include_delete === 'true') &&
    (status !== 'CREATEFAILED' || include_failure === 'true') &&
    (!instance_id || instance_id === id) &&
    (!name || (name_equal === 'true' ? seed.name === name : seed.name.includes(name))) &&
    (!query.status || query.status === status) &&
    (!tags || hasTags(seed.tags, tags)) &&
    (!ip || addressesOf(instance).includes(ip))
  );
}

/** `k1=v1,k2=v2` selects what has both; what a `,` or `=` inside a value does is not documented. */
function hasTags(tags: Readonly<Record<string, string>>, filter: string): boolean {
  return filter.split(',').every((pair) => {
    const [key = '', ...value] = pair.split('=');
    return tags[key] === value.join('=');
  });
}
