import type { Instance } from '../../plan/instance.ts';
import type { Narrowing } from '../../plan/narrowing.ts';
import { CallError } from '../../run/call-failure.ts';
import type { NoSuchInstance, Wanted } from '../../run/fleet.ts';
import { permissions } from '../permissions.ts';
import type { DcsClient, ListFilter } from './dcs-client.ts';
import { readInstancePage } from './dcs-instance.ts';
import { largestPage, readAllPages } from './dcs-pages.ts';
import { type ReadPatience, retryRead } from './retry-read.ts';

/** Where a region is listed, and how a single instance of it is looked at. */
type Listing = {
  readonly region: string;
  readonly client: DcsClient;
  readonly patience: ReadPatience;
  readonly show: (id: string) => Promise<Instance | NoSuchInstance>;
};

/** A list with no more rows than this is as cheap as a look at one of them. */
const fewRows = 50;

/** So many rows cost as much as one call more: a run must not read the more for each of its instances the more there are. */
const rowsPerLook = 100;

/** How many rows lists had when they were last read, by what they were narrowed to; of each region its own. */
const sizes = new WeakMap<DcsClient, Map<string, number>>();

/**
 * Lists a region in about as few calls as its whole list takes, and reads as little as that allows: what DCS can leave
 * out it is asked to leave out, where few are wanted of a long list they are looked at one by one, and where all are
 * busy DCS lists those that are. What comes may be more than what is wanted, and lacks what is not there.
 */
export async function listInstances(listing: Listing, wanted: Wanted = {}): Promise<readonly Instance[]> {
  const { ids, busy } = wanted;
  const { ids: listedAlone, ...filter } = wanted.narrowing ?? {};
  if (ids === undefined) {
    if (!listedAlone) return readList(listing, filterOf(filter));
    return (await Promise.all(listedAlone.map((id) => readList(listing, { instance_id: id })))).flat();
  }
  const query = filterOf(filter);
  const rows = sizesOf(listing.client).get(keyOf(query)) ?? 0;
  // As many single looks cost no more than the whole list.
  const affordable = rows > fewRows ? Math.max(1, Math.floor(rows / rowsPerLook)) : 0;
  const notBusy = ids.length - (busy?.ids.length ?? 0);
  if (busy && busy.ids.length > 1 && notBusy < affordable - 1) {
    const found = await readList(listing, { ...query, status: busy.status });
    const known = new Set(found.map(({ id }) => id));
    const others = ids.filter((id) => !known.has(id));
    const shown = others.length < affordable ? await showAll(listing, others) : undefined;
    if (shown) return [...found, ...shown];
  }
  if (ids.length > 0 && (listedAlone || ids.length <= affordable)) {
    const shown = await showAll(listing, ids);
    if (shown) return shown;
  }
  return readList(listing, query);
}

async function readList(
  { region, client, patience }: Listing,
  filter: ListFilter,
): Promise<readonly Instance[]> {
  const found = await readAllPages((offset) =>
    retryRead(patience, permissions.listInstances, async () =>
      readInstancePage(region, await client.listInstances({ ...filter, offset, limit: largestPage })),
    ),
  );
  sizesOf(client).set(keyOf(filter), found.length);
  return found;
}

/** `undefined` where one cannot be looked at alone: a list tells at least of the others. */
async function showAll({ show }: Listing, ids: readonly string[]): Promise<readonly Instance[] | undefined> {
  try {
    const shown = await Promise.all(ids.map(show));
    return shown.flatMap((one) => ('none' in one ? [] : [one]));
  } catch (error) {
    if (error instanceof CallError) return undefined;
    throw error;
  }
}

/** `tags=env=test,app=cart` has those with both; `name` is what a name has in it, unless it is to be equal. */
function filterOf({ tags, name }: Narrowing): ListFilter {
  return {
    ...(name && { name: name.text, ...(name.whole && { name_equal: 'true' }) }),
    ...(tags && {
      tags: Object.entries(tags)
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
    }),
  };
}

function sizesOf(client: DcsClient): Map<string, number> {
  const known = sizes.get(client) ?? new Map<string, number>();
  sizes.set(client, known);
  return known;
}

function keyOf(filter: ListFilter): string {
  return JSON.stringify(filter);
}
