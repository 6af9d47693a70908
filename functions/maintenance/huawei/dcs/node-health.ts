import { CallError } from '../../run/call-failure.ts';
import type { Measurements } from '../../run/fleet.ts';
import { permissions } from '../permissions.ts';
import type { DcsClient } from './dcs-client.ts';
import { readNodePage, readNodes } from './dcs-measurements.ts';
import { largestPage, readAllPages } from './dcs-pages.ts';
import { type ReadPatience, retryRead } from './retry-read.ts';

/**
 * So many rows of the list cost as much as one call more: at first, as a run of a few instances reads it but once or twice,
 * and when it has been read for so often.
 */
const rowsPerLook = { atFirst: 400, later: 100, from: 3 };

/** How many rows the list of nodes had as far as it was last read, and how often it was; of each region its own. */
const lists = new WeakMap<DcsClient, { readonly rows: number; readonly times: number }>();

/** Regions with an instance whose nodes DCS does not tell alone. */
const listedOnly = new WeakSet<DcsClient>();

/**
 * The nodes of a region's instances in numbers, at least of those that are wanted: where few are wanted of a long list
 * they are asked for one by one, and else the list is read until all of them were in it.
 */
export async function readNodeHealth(
  client: DcsClient,
  patience: ReadPatience,
  wanted: readonly string[] | undefined,
): Promise<Measurements['nodes']> {
  const { rows, times } = lists.get(client) ?? { rows: 0, times: 0 };
  const perLook = times < rowsPerLook.from ? rowsPerLook.atFirst : rowsPerLook.later;
  if (wanted && wanted.length * perLook <= rows && !listedOnly.has(client)) {
    const shown = await showAll(client, patience, wanted);
    if (shown) return shown;
    listedOnly.add(client);
  }
  const listed = await readAllPages(
    (offset) =>
      retryRead(patience, permissions.listInstances, async () =>
        readNodePage(await client.batchShowNodesInformation({ offset, limit: largestPage })),
      ),
    (found) => wanted?.every((id) => found.has(id)) === true,
  );
  lists.set(client, { rows: listed.length, times: times + 1 });
  return new Map(listed.flatMap(({ id, health }) => (health === undefined ? [] : [[id, health] as const])));
}

/** `undefined` where one is not told alone, as those before Redis 4.0 are not: the list tells at least of the others. */
async function showAll(
  client: DcsClient,
  patience: ReadPatience,
  ids: readonly string[],
): Promise<Measurements['nodes'] | undefined> {
  try {
    const shown = await Promise.all(
      ids.map((id) =>
        retryRead(patience, permissions.showInstance, async () => ({
          id,
          health: readNodes(await client.showNodesInformation({ instance_id: id })),
        })),
      ),
    );
    return new Map(shown.flatMap(({ id, health }) => (health === undefined ? [] : [[id, health] as const])));
  } catch (error) {
    if (error instanceof CallError) return undefined;
    throw error;
  }
}
