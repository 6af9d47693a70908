import type { NodeHealth } from '../../run/fleet.ts';
import { asCount, asDocument, asText, isDocument } from '../optional-field.ts';
import { type Page, rowsOf, uncontradicted } from './dcs-pages.ts';

/** The nodes of one instance in numbers; `undefined` while it is being created. */
export type InstanceNodes = { readonly id: string; readonly health: NodeHealth | undefined };

/** Reads an answer of `ListStatisticsOfRunningInstances`: keys by instance id. Throws `HuaweiCallError` if it is none. */
export function readKeyCounts(answer: unknown): ReadonlyMap<string, number> {
  const rows = rowsOf(answer, { operation: 'ListStatisticsOfRunningInstances', rows: 'statistics' });
  // Monitoring data: an entry that cannot be read is left out, the others still count.
  const counts = rows.flatMap((row) => {
    const { instance_id, keys } = asDocument(row);
    const [id, count] = [asText(instance_id), asCount(keys)];
    return id === undefined || count === undefined ? [] : [{ id, keys: count }];
  });
  return new Map(uncontradicted(counts).map(({ id, keys }) => [id, keys]));
}

/**
 * Reads an answer of `BatchShowNodesInformation`, without the rows that cannot be read. Throws `HuaweiCallError` if it is
 * no list.
 */
export function readNodePage(answer: unknown): Page<InstanceNodes> {
  const rows = rowsOf(answer, { operation: 'BatchShowNodesInformation', rows: 'instances', total: 'count' });
  const items = rows.flatMap((row) => {
    const { instance_id, nodes } = asDocument(row);
    const id = asText(instance_id);
    return id === undefined ? [] : [{ id, health: healthOf(nodes) }];
  });
  return { rows: rows.length, total: asCount(asDocument(answer)['count']), items: uncontradicted(items) };
}

/** Reads an answer of `ShowNodesInformation`. Throws `HuaweiCallError` if it is no list. */
export function readNodes(answer: unknown): NodeHealth | undefined {
  return healthOf(rowsOf(answer, { operation: 'ShowNodesInformation', rows: 'nodes', total: 'total' }));
}

function healthOf(nodes: unknown): NodeHealth | undefined {
  // Of a list with something else in it, nothing is known.
  if (!Array.isArray(nodes) || nodes.length === 0 || !nodes.every(isDocument)) return undefined;
  return {
    total: nodes.length,
    active: nodes.filter(({ status }) => status === 'Active').length,
    masters: nodes.filter(({ node_type }) => node_type === 'master').length,
  };
}
