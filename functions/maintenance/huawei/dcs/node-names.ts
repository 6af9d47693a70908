import { causeIn } from '../../foundation/call-cause.ts';
import { CallError } from '../../run/call-failure.ts';
import type { NodesRead } from '../../run/metrics.ts';
import { asCount, asDocument, asText, isDocument } from '../optional-field.ts';
import { permissions } from '../permissions.ts';
import type { DcsClient } from './dcs-client.ts';
import { malformedAnswer } from './dcs-failure.ts';
import { largestPage, type Page, readAllPages, rowsOf, uncontradicted } from './dcs-pages.ts';
import { type ReadPatience, readOrCause, retryRead } from './retry-read.ts';

/** How metrics name an instance, and a node of one: what stands there is neither the node's id nor its address. */
export const dimensionNames = { instance: 'dcs_instance_id', node: 'dcs_cluster_redis_node' } as const;

/** The dimensions of a metric or a node by their names, in whatever order they stand; `undefined` for what is no list. */
export function dimensionsIn(written: unknown): ReadonlyMap<string, string> | undefined {
  if (!Array.isArray(written)) return undefined;
  return new Map(
    written.filter(isDocument).map(({ name, value }) => [asText(name) ?? '', asText(value) ?? '']),
  );
}

/** More of them are read by the list of all nodes. */
const fewInstances = 3;

/** The nodes of instances as metrics name them, by instance id; proxies, which hold no data, are none. */
export async function readNodeNames(
  client: DcsClient,
  patience: ReadPatience,
  ids: readonly string[],
): Promise<ReadonlyMap<string, NodesRead>> {
  if (ids.length > fewInstances) return listNodeNames(client, patience, ids);
  const shown = await Promise.all(
    ids.map(async (id) => [id, await showNodeNames(client, patience, id)] as const),
  );
  const known = new Map(
    shown.flatMap(([id, nodes]) => (nodes === 'not-alone' ? [] : [[id, nodes] as const])),
  );
  const others = ids.filter((id) => !known.has(id));
  return others.length === 0
    ? known
    : new Map([...known, ...(await listNodeNames(client, patience, others))]);
}

/** Of a single node, and of Redis before 4.0, DCS refuses to tell the groups. */
async function showNodeNames(
  client: DcsClient,
  patience: ReadPatience,
  id: string,
): Promise<NodesRead | 'not-alone'> {
  try {
    const nodes = await retryRead(patience, permissions.showInstance, async () =>
      namesInGroups(await client.listGroupReplicationInfo({ instance_id: id })),
    );
    return { kind: 'nodes', nodes };
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const { kind, ending } = error.failure;
    if (kind === 'permanent' && ending === 'refused') return 'not-alone';
    return { kind: 'unread', cause: causeIn(error.failure) };
  }
}

/** An instance that is not in the list has no nodes that DCS tells of. */
async function listNodeNames(
  client: DcsClient,
  patience: ReadPatience,
  ids: readonly string[],
): Promise<ReadonlyMap<string, NodesRead>> {
  const list = readAllPages(
    (offset) =>
      retryRead(patience, permissions.listInstances, async () =>
        readPage(await client.batchShowNodesInformation({ offset, limit: largestPage })),
      ),
    (found) => ids.every((id) => found.has(id)),
  );
  const { read: listed = [], unread } = await readOrCause(list);
  const known = new Map(listed.map(({ id, read }) => [id, read]));
  return new Map(
    ids.map((id) => [id, unread ? { kind: 'unread', cause: unread } : (known.get(id) ?? noNodes)]),
  );
}

const noNodes: NodesRead = { kind: 'nodes', nodes: [] };

function namesInGroups(answer: unknown): readonly string[] {
  const groups = rowsOf(answer, { operation: 'ListGroupReplicationInfo', rows: 'group_list' });
  const rows = groups.flatMap((group) => {
    const { replication_list } = asDocument(group);
    return Array.isArray(replication_list) ? replication_list : [];
  });
  const names = namesIn(rows);
  if (names === undefined)
    throw malformedAnswer('ListGroupReplicationInfo answered nodes without their dimensions', answer);
  return names;
}

type Row = { readonly id: string; readonly read: NodesRead };

function readPage(answer: unknown): Page<Row> {
  const rows = rowsOf(answer, { operation: 'BatchShowNodesInformation', rows: 'instances', total: 'count' });
  const items = rows.flatMap((row): readonly Row[] => {
    const { instance_id, node_count, nodes } = asDocument(row);
    const id = asText(instance_id);
    if (id === undefined) return [];
    const names = Array.isArray(nodes) ? namesIn(nodes) : undefined;
    const isWhole = Array.isArray(nodes) && (asCount(node_count) ?? nodes.length) <= nodes.length;
    return [{ id, read: names && isWhole ? { kind: 'nodes', nodes: names } : notWhole }];
  });
  const told = uncontradicted(items);
  const contradicted = items.filter(({ id }) => !told.some((one) => one.id === id));
  const doubted = contradicted.map(({ id }): Row => ({ id, read: notWhole }));
  return {
    rows: rows.length,
    total: asCount(asDocument(answer)['count']),
    items: [...told, ...doubted],
  };
}

/** The worst may be one of those that it leaves out. */
const notWhole: NodesRead = {
  kind: 'unread',
  cause: {
    code: 'MALFORMED',
    message: 'BatchShowNodesInformation answered not all of its nodes, or some without their dimensions',
    ending: 'unreadable',
  },
};

/** The names of nodes that hold data; `undefined` where one of several has none. Of a single node there is but one series. */
function namesIn(rows: readonly unknown[]): readonly string[] | undefined {
  const named = rows.map((row) => dimensionsIn(asDocument(row)['dimensions']));
  const names = named.flatMap((dimensions) => dimensions?.get(dimensionNames.node) || []);
  // What has a name of another kind is a proxy.
  const isKnown = named.every((dimensions) => [...(dimensions ?? [])].some(isNodeOfAKind));
  return isKnown || rows.length <= 1 ? [...new Set(names)] : undefined;
}

function isNodeOfAKind([name, value]: readonly [string, string]): boolean {
  return name !== dimensionNames.instance && value !== '';
}
