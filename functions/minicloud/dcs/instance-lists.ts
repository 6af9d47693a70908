import { type CloudInstance, keysAt } from './cloud-instance.ts';
import type { DcsQuery } from './dcs-call.ts';
import type { DcsError } from './dcs-error.ts';
import type { DcsKnobs } from './dcs-knobs.ts';
import { addressesOf, listItemOf } from './instance-json.ts';
import { logicalNodesOf } from './topology-json.ts';

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
export function listInstances(
  instances: readonly CloudInstance[],
  query: DcsQuery,
  page: Page,
  { listFilters }: Pick<DcsKnobs, 'listFilters'>,
) {
  const [isThere, isSelected] = [thereFor(query), selectedBy(query, listFilters)];
  const { count, items } = pageOf(instances, (one) => isThere(one) && isSelected(one), page);
  return { instance_num: count, instances: items.map(listItemOf) };
}

/** How many are wanted, and a page of them: in one walk, as a look at ten of a large fleet must not copy all of it. */
function pageOf(
  instances: readonly CloudInstance[],
  isWanted: (instance: CloudInstance) => boolean,
  { limit, offset }: Page,
): { readonly count: number; readonly items: readonly CloudInstance[] } {
  const items: CloudInstance[] = [];
  let count = 0;
  for (const instance of instances) {
    if (!isWanted(instance)) continue;
    if (count >= offset && items.length < limit) items.push(instance);
    count += 1;
  }
  return { count, items };
}

/** Whether an instance is in a list at all. */
function thereFor(query: DcsQuery): (instance: CloudInstance) => boolean {
  const { instance_id, ip, include_failure, include_delete } = query;
  return (instance) =>
    (!instance.deleted || include_delete === 'true') &&
    (instance.status !== 'CREATEFAILED' || include_failure === 'true') &&
    (!instance_id || instance_id === instance.id) &&
    (!ip || addressesOf(instance).includes(ip));
}

/** What selects of those that are there, for one walk over them. */
function selectedBy(query: DcsQuery, as: DcsKnobs['listFilters']): (instance: CloudInstance) => boolean {
  const { name, tags, status } = query;
  if (!name && !tags && !status) return () => true;
  switch (as) {
    case 'as-documented':
      return (instance) => isWanted(instance, query);
    case 'ignored':
      return () => true;
    case 'loose':
      return (instance) => isLooselyWanted(instance, query);
    case 'too-strict': {
      let wanted = 0;
      return (instance) => isWanted(instance, query) && wanted++ % 2 === 1;
    }
    default:
      return as satisfies never;
  }
}

function isWanted({ seed, status }: CloudInstance, query: DcsQuery): boolean {
  const { name, name_equal, tags } = query;
  return (
    (!name || (name_equal === 'true' ? seed.name === name : seed.name.includes(name))) &&
    (!query.status || query.status === status) &&
    (!tags || pairsOf(tags).every(([key, value]) => seed.tags[key] === value))
  );
}

function isLooselyWanted({ seed }: CloudInstance, { name, tags }: DcsQuery): boolean {
  const pattern = new RegExp((name ?? '').replace(/[^\w]/g, '\\$&').replaceAll('_', '.'), 'i');
  return (
    (!name || pattern.test(seed.name)) &&
    (!tags || pairsOf(tags).some(([key, value]) => seed.tags[key] === value))
  );
}

/** `k1=v1,k2=v2` selects what has both; what a `,` or `=` inside a value does is not documented. */
function pairsOf(filter: string): readonly (readonly [key: string, value: string])[] {
  return filter.split(',').map((pair) => {
    const [key = '', ...value] = pair.split('=');
    return [key, value.join('=')];
  });
}

/** The statuses that `ListNumberOfInstancesInDifferentStatus` counts; others are counted nowhere. */
const countedStatuses = [
  'PAYING',
  'FREEZING',
  'MIGRATING',
  'FLUSHING',
  'UPGRADING',
  'RESTORING',
  'EXTENDING',
  'CREATING',
  'RUNNING',
  'ERROR',
  'FROZEN',
  'CREATEFAILED',
  'RESTARTING',
] as const;

/** The body of `ListNumberOfInstancesInDifferentStatus`: counts of all, and of each engine. */
export function statusCountsOf(instances: readonly CloudInstance[], includeFailure: boolean) {
  const counts = (engine: 'Redis' | 'Memcached' | undefined) =>
    Object.fromEntries(
      countedStatuses.map((status) => [
        `${status.toLowerCase()}_count`,
        status === 'CREATEFAILED' && !includeFailure
          ? 0
          : instances.filter((one) => one.status === status && (!engine || one.seed.engine === engine))
              .length,
      ]),
    );
  return { ...counts(undefined), redis: counts('Redis'), memcached: counts('Memcached') };
}

/** The body of `ListStatisticsOfRunningInstances`, with the key counts of the instant `asOf`. */
export function statisticsOf(instances: readonly CloudInstance[], asOf: number) {
  const running = instances.filter(({ status }) => status === 'RUNNING');
  return {
    statistics: running.map((instance) => ({
      instance_id: instance.id,
      keys: keysAt(instance, asOf),
      used_memory: 2,
      max_memory: instance.seed.capacityGb * 1024,
      cmd_get_count: 0,
      cmd_set_count: 0,
      input_kbps: '0.0',
      output_kbps: '0.0',
      used_cpu: '0.0',
    })),
  };
}

/**
 * The body of `BatchShowNodesInformation`. Its shape is that of `BatchShowNodesInformationResponse` and
 * `InstanceNodesInfoResp` in huaweicloud-sdk-nodejs-v3, `services/dcs/v2/model/`: `count` is the number of
 * instances in all, and an instance's own number of nodes is `node_count` here but `total` in the single call.
 */
export function batchNodesOf(instances: readonly CloudInstance[], page: Page) {
  const { count, items } = pageOf(instances, ({ deleted, redis4OrLater }) => !deleted && redis4OrLater, page);
  return {
    count,
    instances: items.map((instance) => {
      const nodes = logicalNodesOf(instance);
      return { instance_id: instance.id, node_count: nodes.length, nodes };
    }),
  };
}
