import { CallError } from '../../run/call-failure.ts';
import type { Measurements } from '../../run/fleet.ts';
import { permissions } from '../permissions.ts';
import type { DcsClient } from './dcs-client.ts';
import { type InstanceNodes, readNodePage, readNodes } from './dcs-measurements.ts';
import { largestPage, type Page, readAllPages } from './dcs-pages.ts';
import {
  type Apart,
  apart,
  callsOf,
  type KnownList,
  listAsRead,
  missingOf,
  unknownList,
  withoutOrder,
} from './list-places.ts';
import { type ReadPatience, retryRead } from './retry-read.ts';

/**
 * So many rows of the list cost as much as one call more: at first, as a run of a few instances reads it but once or twice,
 * and when it has been read for so often.
 */
const rowsPerLook = { atFirst: 400, later: 100, from: 3 };

/** The list of nodes as far as it was last read, and how often it was; of each region its own. */
const lists = new WeakMap<DcsClient, { readonly known: KnownList; readonly times: number }>();

/** Regions with an instance whose nodes DCS does not tell alone. */
const listedOnly = new WeakSet<DcsClient>();

/**
 * The nodes of a region's instances in numbers, at least of those that are wanted: where few are wanted of a long list
 * it is read where they stood before, or they are asked for one by one, and else the list is read until all of them were
 * in it.
 */
export async function readNodeHealth(
  client: DcsClient,
  patience: ReadPatience,
  wanted: readonly string[] | undefined,
): Promise<Measurements['nodes']> {
  const { known, times } = lists.get(client) ?? { known: unknownList, times: 0 };
  const perLook = times < rowsPerLook.from ? rowsPerLook.atFirst : rowsPerLook.later;
  const those = wanted && apart(wanted, known);
  if (those && callsOf(those) * perLook <= known.rows && !listedOnly.has(client)) {
    const found = await readApart(client, patience, those);
    if (found) return healthById(found);
    listedOnly.add(client);
  }
  const listed = await readAllPages(
    (offset) => readPage(client, patience, { offset, limit: largestPage }),
    (found) => wanted?.every((id) => found.has(id)) === true,
  );
  const { keepsOrder } = lists.get(client)?.known ?? known;
  const read = listAsRead(
    listed.map(({ id }) => id),
    keepsOrder,
  );
  lists.set(client, { known: read, times: times + 1 });
  return healthById(listed);
}

function healthById(nodes: readonly InstanceNodes[]): Measurements['nodes'] {
  return new Map(nodes.flatMap(({ id, health }) => (health === undefined ? [] : [[id, health] as const])));
}

function readPage(
  client: DcsClient,
  patience: ReadPatience,
  page: { readonly offset: number; readonly limit: number },
): Promise<Page<InstanceNodes>> {
  return retryRead(patience, permissions.listInstances, async () =>
    readNodePage(await client.batchShowNodesInformation(page)),
  );
}

/** `undefined` where one is not told alone, as those before Redis 4.0 are not: the list tells at least of the others. */
async function readApart(
  client: DcsClient,
  patience: ReadPatience,
  those: Apart,
): Promise<readonly InstanceNodes[] | undefined> {
  const [pages, shown] = await Promise.all([
    Promise.all(those.stretches.map(({ offset, limit }) => readPage(client, patience, { offset, limit }))),
    showAll(client, patience, those.alone),
  ]);
  const found = pages.flatMap(({ items }) => items);
  const missing = missingOf(those, new Set(found.map(({ id }) => id)));
  const before = lists.get(client);
  if (missing.length > 0 && before) lists.set(client, { ...before, known: withoutOrder(before.known) });
  const sought = await showAll(client, patience, missing);
  return shown && sought && [...found, ...shown, ...sought];
}

/** `undefined` where one cannot be asked for alone. */
async function showAll(
  client: DcsClient,
  patience: ReadPatience,
  ids: readonly string[],
): Promise<readonly InstanceNodes[] | undefined> {
  try {
    return await Promise.all(
      ids.map((id) =>
        retryRead(patience, permissions.showInstance, async () => ({
          id,
          health: readNodes(await client.showNodesInformation({ instance_id: id })),
        })),
      ),
    );
  } catch (error) {
    if (error instanceof CallError) return undefined;
    throw error;
  }
}
