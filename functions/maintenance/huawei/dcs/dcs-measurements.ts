import * as z from 'zod/mini';
import type { NodeHealth } from '../../run/fleet.ts';
import { lenient } from '../optional-field.ts';
import { type Page, rowsOf, uncontradicted } from './dcs-pages.ts';

const count = z.number().check(z.int(), z.gte(0));
const statistic = z.object({ instance_id: z.string(), keys: count });

const node = z.object({ status: lenient(z.string()), node_type: lenient(z.string()) });
const nodePage = z.object({ count: lenient(count) });
const nodeRow = z.object({ instance_id: z.string(), nodes: z.catch(z.array(node), []) });

/** The nodes of one instance in numbers; `undefined` while it is being created. */
type InstanceNodes = { readonly id: string; readonly health: NodeHealth | undefined };

/** Reads an answer of `ListStatisticsOfRunningInstances`: keys by instance id. Throws `HuaweiCallError` if it is none. */
export function readKeyCounts(answer: unknown): ReadonlyMap<string, number> {
  const rows = rowsOf(answer, { operation: 'ListStatisticsOfRunningInstances', rows: 'statistics' });
  // Monitoring data: an entry that cannot be read is left out, the others still count.
  const counts = rows.flatMap((row) => {
    const { data } = statistic.safeParse(row);
    return data === undefined ? [] : [{ id: data.instance_id, keys: data.keys }];
  });
  return new Map(uncontradicted(counts).map(({ id, keys }) => [id, keys]));
}

/**
 * Reads an answer of `BatchShowNodesInformation`, without the rows that cannot be read. Throws `HuaweiCallError` if it is
 * no list.
 */
export function readNodePage(answer: unknown): Page<InstanceNodes> {
  const rows = rowsOf(answer, { operation: 'BatchShowNodesInformation', rows: 'instances', total: 'count' });
  const { data } = nodePage.safeParse(answer);
  const items = rows.flatMap((row) => {
    const read = nodeRow.safeParse(row);
    return read.success ? [{ id: read.data.instance_id, health: healthOf(read.data.nodes) }] : [];
  });
  return { rows: rows.length, total: data?.count ?? undefined, items: uncontradicted(items) };
}

function healthOf(nodes: readonly z.output<typeof node>[]): NodeHealth | undefined {
  if (nodes.length === 0) return undefined;
  return {
    total: nodes.length,
    active: nodes.filter(({ status }) => status === 'Active').length,
    masters: nodes.filter(({ node_type }) => node_type === 'master').length,
  };
}
