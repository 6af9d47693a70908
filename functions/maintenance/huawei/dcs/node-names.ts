import type { CallCause } from '../../foundation/call-cause.ts';
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
  if (ids.length <= fewInstances) {
    const shown = ids.map(async (id) => {
      const groups = retryRead(patience, permissions.showInstance, async () =>
        namesInGroups(await client.listGroupReplicationInfo({ instance_id: id })),
      );
      const { read: nodes = [], unread } = await readOrCause(groups);
      return [id, nodesRead(nodes, unread)] as const;
    });
    return new Map(await Promise.all(shown));
  }
  const list = readAllPages(
    (offset) =>
      retryRead(patience, permissions.listInstances, async () =>
        readPage(await client.batchShowNodesInformation({ offset, limit: largestPage })),
      ),
    (found) => ids.every((id) => found.has(id)),
  );
  const { read: listed = [], unread } = await readOrCause(list);
  const known = new Map(listed.map(({ id, names }) => [id, names]));
  return new Map(ids.map((id) => [id, nodesRead(known.get(id) ?? [], unread)]));
}

function nodesRead(nodes: readonly string[], cause: CallCause | undefined): NodesRead {
  return cause ? { kind: 'unread', cause } : { kind: 'nodes', nodes };
}

function namesInGroups(answer: unknown): readonly string[] {
  const groups = rowsOf(answer, { operation: 'ListGroupReplicationInfo', rows: 'group_list' });
  const rows = groups.flatMap((group) => {
    const { replication_list } = asDocument(group);
    return Array.isArray(replication_list) ? replication_list : [];
  });
  const names = namesIn(rows);
  if (rows.length > 0 && names.length === 0)
    throw malformedAnswer('ListGroupReplicationInfo answered nodes without their dimensions', answer);
  return names;
}

function readPage(answer: unknown): Page<{ readonly id: string; readonly names: readonly string[] }> {
  const rows = rowsOf(answer, { operation: 'BatchShowNodesInformation', rows: 'instances', total: 'count' });
  const items = rows.flatMap((row) => {
    const { instance_id, nodes } = asDocument(row);
    const id = asText(instance_id);
    return id === undefined || !Array.isArray(nodes) ? [] : [{ id, names: namesIn(nodes) }];
  });
  return { rows: rows.length, total: asCount(asDocument(answer)['count']), items: uncontradicted(items) };
}

function namesIn(rows: readonly unknown[]): readonly string[] {
  const names = rows.flatMap((row) => {
    const name = dimensionsIn(asDocument(row)['dimensions'])?.get(dimensionNames.node);
    return name ? [name] : [];
  });
  return [...new Set(names)];
}
