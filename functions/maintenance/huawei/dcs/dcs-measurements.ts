import * as z from 'zod/mini';
import type { NodeHealth } from '../../run/fleet.ts';
import { lenient } from '../lenient.ts';
import { malformedAnswer } from './dcs-failure.ts';
import type { Page } from './dcs-pages.ts';

const count = z.number().check(z.int(), z.gte(0));
const statistic = z.object({ instance_id: z.string(), keys: count });
const statistics = z.object({ statistics: z.array(z.unknown()) });

const node = z.object({ status: lenient(z.string()), node_type: lenient(z.string()) });
const nodePage = z.object({
  count: lenient(count),
  instances: z.array(z.object({ instance_id: z.string(), nodes: z.catch(z.array(node), []) })),
});

/** The nodes of one instance in numbers; `undefined` while it is being created. */
export type InstanceNodes = { readonly id: string; readonly health: NodeHealth | undefined };

/** Reads an answer of `ListStatisticsOfRunningInstances`: keys by instance id. Throws `HuaweiCallError` if it is none. */
export function readKeyCounts(answer: unknown): ReadonlyMap<string, number> {
  const parsed = statistics.safeParse(answer);
  if (!parsed.success) throw malformedAnswer('ListStatisticsOfRunningInstances answered without statistics');
  const keys = new Map<string, number>();
  // Monitoring data: an entry that cannot be read is left out, the others still count.
  for (const entry of parsed.data.statistics) {
    const read = statistic.safeParse(entry);
    if (read.success) keys.set(read.data.instance_id, read.data.keys);
  }
  return keys;
}

/** Reads an answer of `BatchShowNodesInformation`. Throws `HuaweiCallError` if it is none. */
export function readNodePage(answer: unknown): Page<InstanceNodes> {
  const parsed = nodePage.safeParse(answer);
  if (!parsed.success) throw malformedAnswer('BatchShowNodesInformation answered without instances');
  const { count: total, instances } = parsed.data;
  return {
    total: total ?? undefined,
    items: instances.map(({ instance_id, nodes }) => ({ id: instance_id, health: healthOf(nodes) })),
  };
}

function healthOf(nodes: readonly z.output<typeof node>[]): NodeHealth | undefined {
  if (nodes.length === 0) return undefined;
  return {
    total: nodes.length,
    active: nodes.filter(({ status }) => status === 'Active').length,
    masters: nodes.filter(({ node_type }) => node_type === 'master').length,
  };
}
