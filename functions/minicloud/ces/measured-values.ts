import { chanceOf } from '../../maintenance/foundation/backoff.ts';
import { type CloudInstance, keysAt } from '../dcs/cloud-instance.ts';
import { monitoredNodesOf } from '../dcs/topology-json.ts';

/** What is measured of an instance in a minute, or of one of its nodes; all of it follows from its name and its past. */
type Subject = {
  readonly instance: CloudInstance;
  readonly node: MonitoredNode | undefined;
  readonly at: number;
};

type MonitoredNode = ReturnType<typeof monitoredNodesOf>[number];

/** A metric of SYS.DCS: its unit, who has it, and what it was. */
type Measured = {
  readonly unit: string;
  /** The versions of Redis that have it, by their first number. */
  readonly since?: number;
  readonly until?: number;
  readonly has: 'both' | 'instance' | 'not-of-clusters' | 'replicas-of-clusters';
  readonly value: (subject: Subject) => number;
};

const minuteMs = 60_000;
const dayMs = 86_400_000;
const mib = 1_048_576;
/** China has one zone. */
const chinaMs = 8 * 3_600_000;
/** What Redis needs for itself. */
const ownBytes = 2 * mib;
/** Clients that lost their connection are back after so long, but for those that had forgotten theirs. */
const reconnectMs = 3 * minuteMs;
const partThatComesBack = 0.7;

/** The commands that are counted by themselves, and which part of all operations each is. */
const partOfCommands: Readonly<Record<string, number>> = {
  get: 0.4,
  set: 0.15,
  mget: 0.05,
  mset: 0.02,
  hget: 0.12,
  hset: 0.06,
  hmget: 0.03,
  hmset: 0.01,
  hdel: 0.01,
  del: 0.03,
  expire: 0.06,
  sadd: 0.01,
  smembers: 0.02,
};

/** The metrics of DCS that this cloud measures, by the names and units of its documentation. */
const measuredMetrics: Readonly<Record<string, Measured>> = {
  memory_frag_ratio: { unit: '', has: 'both', value: fragmentation },
  used_memory: { unit: 'byte', has: 'both', value: usedMemory },
  used_memory_rss: { unit: 'byte', has: 'both', value: (of) => usedMemory(of) * fragmentation(of) },
  used_memory_peak: { unit: 'byte', has: 'both', value: ({ instance, node }) => peakMemory(instance, node) },
  used_memory_lua: { unit: 'byte', has: 'both', value: () => 37_888 },
  used_memory_dataset: { unit: 'byte', has: 'instance', since: 4, value: (of) => usedMemory(of) - ownBytes },
  used_memory_dataset_perc: {
    ...{ unit: '%', has: 'instance', since: 4 },
    value: (of) => (1 - ownBytes / usedMemory(of)) * 100,
  },
  memory_usage: { unit: '%', has: 'both', value: (of) => (usedMemory(of) / memoryOf(of)) * 100 },
  cpu_usage: { unit: '%', has: 'not-of-clusters', value: (of) => processor(of) * 1.4 },
  cpu_avg_usage: { unit: '%', has: 'not-of-clusters', since: 4, value: processor },
  instantaneous_ops: { unit: 'count/s', has: 'both', value: operations },
  instantaneous_input_kbps: { unit: 'KiB/s', has: 'both', value: (of) => operations(of) * 0.12 },
  instantaneous_output_kbps: { unit: 'KiB/s', has: 'both', value: (of) => operations(of) * 0.3 },
  net_in_throughput: { unit: 'byte/s', has: 'both', until: 3, value: (of) => operations(of) * 123 },
  net_out_throughput: { unit: 'byte/s', has: 'both', until: 3, value: (of) => operations(of) * 307 },
  bandwidth_usage: { unit: '%', has: 'both', since: 4, value: (of) => Math.min(100, operations(of) / 200) },
  rx_controlled: { unit: 'count', has: 'both', since: 4, value: () => 0 },
  connected_clients: { unit: 'count', has: 'both', value: clients },
  connections_usage: { unit: '%', has: 'both', since: 4, value: (of) => clients(of) / 100 },
  blocked_clients: { unit: 'count', has: 'both', value: () => 0 },
  total_connections_received: { unit: 'count', has: 'both', value: clients },
  rejected_connections: { unit: 'count', has: 'both', value: () => 0 },
  // 0 where nothing was read, as documented.
  keyspace_hits_perc: {
    unit: '%',
    has: 'both',
    value: (of) => (operations(of) < 1 ? 0 : 96 + 3 * wobble(of)),
  },
  keyspace_misses: { unit: 'count', has: 'both', value: (of) => Math.round(operations(of) * 0.03) },
  keys: { unit: 'count', has: 'both', value: (of) => Math.round(keysAt(of.instance, of.at) / shardsOf(of)) },
  expires: {
    unit: 'count',
    has: 'instance',
    since: 4,
    value: (of) => Math.round(keysAt(of.instance, of.at) * 0.4),
  },
  evicted_keys: { unit: 'count', has: 'both', value: () => 0 },
  expired_keys: { unit: 'count', has: 'both', value: (of) => Math.round(operations(of) * 0.02) },
  command_max_delay: { unit: 'ms', has: 'both', value: (of) => 1 + 4 * wobble(of) },
  is_slow_log_exist: { unit: '', has: 'both', value: () => 0 },
  command_max_rt: { unit: 'us', has: 'both', since: 4, value: (of) => 300 + 200 * wobble(of) },
  command_avg_rt: { unit: 'us', has: 'both', since: 4, value: (of) => 20 + 10 * wobble(of) },
  pubsub_channels: { unit: 'count', has: 'both', value: () => 0 },
  pubsub_patterns: { unit: 'count', has: 'both', value: () => 0 },
  auth_errors: { unit: 'count', has: 'both', until: 3, value: () => 0 },
  ms_repl_offset: { unit: 'byte', has: 'replicas-of-clusters', value: (of) => Math.round(64 * wobble(of)) },
  node_status: { unit: '', has: 'both', value: ({ instance, node }) => nodeStatus(instance, node) },
  ...Object.fromEntries(
    Object.entries(partOfCommands).map(([command, part]) => [
      command,
      { unit: 'count/s', has: 'both', since: 4, value: (of: Subject) => Math.round(operations(of) * part) },
    ]),
  ),
};

/** The unit of a metric; none of one that is not measured. */
export function unitOf(metric: string): string {
  return Object.hasOwn(measuredMetrics, metric) ? (measuredMetrics[metric]?.unit ?? '') : '';
}

/** The value of a metric in the minute that ends at an instant; `undefined` where there is none. */
export function measuredAt(
  metric: string,
  instance: CloudInstance,
  { node, at }: { readonly node: string | undefined; readonly at: number },
): number | undefined {
  const measured = Object.hasOwn(measuredMetrics, metric) ? measuredMetrics[metric] : undefined;
  const itsNode = node === undefined ? undefined : nodesOf(instance).find(({ name }) => name === node);
  if (!measured || (node !== undefined && !itsNode) || !hasIt(measured, instance, itsNode)) return undefined;
  if (instance.outages.some(({ from, to }) => at > from && at < to)) return undefined;
  const value = measured.value({ instance, node: itsNode, at });
  return Math.round(value * 1_000) / 1_000;
}

/** What is measured of an instance: each metric of it, and of each of its nodes. */
export function seriesOf(
  instance: CloudInstance,
): readonly { readonly metric: string; readonly unit: string; readonly node: string | undefined }[] {
  return [undefined, ...nodesOf(instance)].flatMap((node) =>
    Object.entries(measuredMetrics)
      .filter(([, measured]) => hasIt(measured, instance, node))
      .map(([metric, { unit }]) => ({ metric, unit, node: node?.name })),
  );
}

/** A single node has none beside itself. */
function nodesOf(instance: CloudInstance): readonly MonitoredNode[] {
  return instance.seed.cacheMode === 'single' ? [] : monitoredNodesOf(instance);
}

function hasIt(measured: Measured, { seed }: CloudInstance, node: MonitoredNode | undefined): boolean {
  const { has, since = 3, until = Number.POSITIVE_INFINITY } = measured;
  const version = Number.parseInt(seed.engineVersion, 10);
  if (seed.engine !== 'Redis' || version < since || version > until) return false;
  const isCluster = seed.cacheMode === 'cluster' || seed.cacheMode === 'proxy';
  switch (has) {
    case 'both':
      return true;
    case 'instance':
      return node === undefined;
    case 'not-of-clusters':
      return node !== undefined || !isCluster;
    case 'replicas-of-clusters':
      return isCluster && node !== undefined && !node.isMaster;
    default:
      return has satisfies never;
  }
}

/**
 * Restarting mends it, and it grows again by a fiftieth a day. Of a cluster the first node is the worst, the others are
 * better, and the instance's own value is what they come to together.
 */
function fragmentation({ instance, node, at }: Subject): number {
  const { measured, shards } = instance.seed;
  const worst = measured.fragmentation ?? 1.03 + 0.12 * chanceOf(`${instance.id} fragmentation`);
  const restartedAt = lastRestart(instance, at);
  const grown = restartedAt === undefined ? worst : 1.01 + (0.02 * (at - restartedAt)) / dayMs;
  const most = Math.min(Math.max(worst, 1.01), grown);
  const whole = worst < 1 && restartedAt === undefined ? worst : most;
  if (shards === 1) return whole;
  const better = 1 + (whole - 1) / 4;
  if (node === undefined) return (whole + (shards - 1) * better) / shards;
  return nodesOf(instance)[0]?.name === node.name ? whole : better;
}

function usedMemory(of: Subject): number {
  return ownBytes + (keysAt(of.instance, of.at) * bytesPerKey(of.instance)) / shardsOf(of);
}

function peakMemory(instance: CloudInstance, node: MonitoredNode | undefined): number {
  const most = Math.max(...instance.keyCounts.map(({ keys }) => keys));
  return ownBytes + (most * bytesPerKey(instance)) / (node ? instance.seed.shards : 1);
}

function bytesPerKey({ seed }: CloudInstance): number {
  return seed.measured.bytesPerKey ?? 512;
}

function memoryOf({ instance, node }: Subject): number {
  return (instance.seed.capacityGb * 1_024 * mib) / (node ? instance.seed.shards : 1);
}

/** Traffic has the shape of a day: least at four in the morning, most at four in the afternoon. */
function operations(of: Subject): number {
  const { instance, at } = of;
  const peak = instance.seed.measured.operations ?? 200 + 3_800 * chanceOf(`${instance.id} operations`);
  const day = (((at + chinaMs) % dayMs) / dayMs) * 24;
  const busy = (1 - Math.cos(((day - 4) / 12) * Math.PI)) / 2;
  return Math.round((peak * (0.05 + 0.95 * busy ** 1.5) * (0.95 + 0.1 * wobble(of))) / shardsOf(of));
}

function processor(of: Subject): number {
  return Math.min(100, 1 + (operations(of) * shardsOf(of)) / 150);
}

/** A restart drops them all; who still wants to be connected comes back. */
function clients({ instance, at }: Subject): number {
  const before = instance.seed.measured.clients ?? 20 + Math.floor(60 * chanceOf(`${instance.id} clients`));
  const restartedAt = lastRestart(instance, at);
  if (restartedAt === undefined) return before;
  return Math.round(before * partThatComesBack * Math.min(1, (at - restartedAt) / reconnectMs));
}

function nodeStatus({ nodes }: CloudInstance, node: MonitoredNode | undefined): number {
  return nodes === 'one-lost' && (node === undefined || !node.isActive) ? 1 : 0;
}

function lastRestart({ outages }: CloudInstance, at: number): number | undefined {
  return outages.findLast(({ to }) => to <= at)?.to;
}

/** What one node has of the whole. */
function shardsOf({ instance, node }: Subject): number {
  return node ? instance.seed.shards : 1;
}

/** From 0 to 1, another one every minute. */
function wobble({ instance, node, at }: Subject): number {
  return chanceOf(`${at / minuteMs} ${instance.id} ${node?.name ?? ''}`);
}
