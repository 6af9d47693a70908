import type { Instance } from '../../plan/instance.ts';
import type { Narrowing } from '../../plan/narrowing.ts';
import { CallError } from '../../run/call-failure.ts';
import type { NoSuchInstance, Wanted } from '../../run/fleet.ts';
import { permissions } from '../permissions.ts';
import type { DcsClient, ListFilter } from './dcs-client.ts';
import { readInstancePage } from './dcs-instance.ts';
import { largestPage, readAllPages } from './dcs-pages.ts';
import {
  type Apart,
  apart,
  callsOf,
  fewRows,
  type KnownList,
  listAsRead,
  missingOf,
  type Stretch,
  unknownList,
  withoutOrder,
} from './list-places.ts';
import { type ReadPatience, retryRead } from './retry-read.ts';

/** Where a region is listed, and how a single instance of it is looked at. */
type Listing = {
  readonly region: string;
  readonly client: DcsClient;
  readonly patience: ReadPatience;
  readonly show: (id: string) => Promise<Instance | NoSuchInstance>;
};

/** So many rows cost as much as one call more: a run must not read the more for each of its instances the more there are. */
const rowsPerLook = 100;

/** Lists as they were last read, by what they were narrowed to; of each region its own. */
const lists = new WeakMap<DcsClient, Map<string, KnownList>>();

/**
 * Lists a region in about as few calls as its whole list takes, and reads as little as that allows: what DCS can leave
 * out it is asked to leave out; where few are wanted of a long list it is read where they stood before, or they are
 * looked at one by one; and where all are busy DCS lists those that are. What comes may be more than what is wanted, and
 * lacks what is not there.
 */
export async function listInstances(listing: Listing, wanted: Wanted = {}): Promise<readonly Instance[]> {
  const { ids, busy } = wanted;
  const { ids: listedAlone, ...filter } = wanted.narrowing ?? {};
  if (ids === undefined) {
    if (!listedAlone) return readList(listing, filterOf(filter));
    return (await Promise.all(listedAlone.map((id) => readList(listing, { instance_id: id })))).flat();
  }
  const query = filterOf(filter);
  const known = knownOf(listing.client).get(keyOf(query)) ?? unknownList;
  // As many single looks cost no more than the whole list.
  const affordable = known.rows > fewRows ? Math.max(1, Math.floor(known.rows / rowsPerLook)) : 0;
  const those = apart(ids, known);
  if (busy && busy.ids.length > 1) {
    const expected = new Set(busy.ids);
    const others = callsOf(
      apart(
        ids.filter((id) => !expected.has(id)),
        known,
      ),
    );
    if (others + 1 < Math.min(affordable, callsOf(those))) {
      const found = await readList(listing, { ...query, status: busy.status });
      const there = new Set(found.map(({ id }) => id));
      const rest = apart(
        ids.filter((id) => !there.has(id)),
        known,
      );
      const looked =
        callsOf(rest) < affordable ? await readApart(listing, query, rest, affordable) : undefined;
      return looked ? [...found, ...looked] : readList(listing, query);
    }
  }
  if (ids.length > 0 && (listedAlone || callsOf(those) <= affordable)) {
    const looked = listedAlone
      ? await showAll(listing, ids)
      : await readApart(listing, query, those, affordable);
    if (looked) return looked;
  }
  return readList(listing, query);
}

/** `undefined` where they are not to be had so: by nobody alone, or by too many who are not where they stood before. */
async function readApart(
  listing: Listing,
  query: ListFilter,
  those: Apart,
  affordable: number,
): Promise<readonly Instance[] | undefined> {
  const [read, shown] = await Promise.all([
    Promise.all(those.stretches.map((stretch) => readStretch(listing, query, stretch))),
    showAll(listing, those.alone),
  ]);
  const found = [...read.flat(), ...(shown ?? [])];
  const missing = missingOf(those, new Set(found.map(({ id }) => id)));
  const sought = missing.length <= affordable ? await showAll(listing, missing) : undefined;
  // One that is gone says nothing of the others' places.
  if (missing.length > 0 && sought?.length !== 0) {
    const known = knownOf(listing.client);
    known.set(keyOf(query), withoutOrder(known.get(keyOf(query)) ?? unknownList));
  }
  return shown && sought && [...found, ...sought];
}

async function readStretch(
  { region, client, patience }: Listing,
  query: ListFilter,
  { offset, limit }: Stretch,
): Promise<readonly Instance[]> {
  const { items } = await retryRead(patience, permissions.listInstances, async () =>
    readInstancePage(region, await client.listInstances({ ...query, offset, limit })),
  );
  return items;
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
  const known = knownOf(client);
  const { keepsOrder } = known.get(keyOf(filter)) ?? unknownList;
  const read = listAsRead(
    found.map(({ id }) => id),
    keepsOrder,
  );
  known.set(keyOf(filter), read);
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
function filterOf({ tags, name, status }: Narrowing): ListFilter {
  return {
    ...(name && { name: name.text, ...(name.whole && { name_equal: 'true' }) }),
    ...(tags && {
      tags: Object.entries(tags)
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
    }),
    ...(status !== undefined && { status }),
  };
}

function knownOf(client: DcsClient): Map<string, KnownList> {
  const known = lists.get(client) ?? new Map<string, KnownList>();
  lists.set(client, known);
  return known;
}

function keyOf(filter: ListFilter): string {
  return JSON.stringify(filter);
}
