/** What a value of a metric is counted in; CES writes it in the first of the units that people may write for it. */
export type MetricUnit =
  | 'ratio'
  | 'percent'
  | 'bytes'
  | 'bytes-a-second'
  | 'ms'
  | 'us'
  | 'count'
  | 'a-second';

/** A metric of SYS.DCS as Cloud Eye has it of Redis instances, all of them once a minute. */
export type Metric = {
  readonly unit: MetricUnit;
  /** How many of what is written as 1 are 1 for CES, where that is not the unit itself: KiB/s. */
  readonly scale?: number;
  /** The versions of Redis that have it, by their first number: from the one, up to and with the other. */
  readonly since: number;
  readonly until?: number;
  /**
   * How an instance of several nodes is judged: by its own value, which is that of its master or of its masters
   * together, or by its worst node, which is the one that has the most.
   */
  readonly of: 'instance' | 'worst-node';
  /** A value of 0 says nothing: it is written as well where there was nothing to count. */
  readonly zeroIsNone?: true;
  /** No value is above it. */
  readonly most?: number;
};

const anyRedis = { since: 3, of: 'instance' } as const;
const since4 = { since: 4, of: 'instance' } as const;
const only3 = { since: 3, until: 3, of: 'instance' } as const;
/** Of clusters there are no values but those of their nodes, or they hide the node that is meant. */
const byNode = { of: 'worst-node' } as const;
const calls = { unit: 'a-second', ...since4 } as const;

/** Every metric that a condition may name, by the name that Cloud Eye has for it. */
export const metrics = {
  memory_frag_ratio: { unit: 'ratio', since: 3, ...byNode },
  used_memory: { unit: 'bytes', ...anyRedis },
  used_memory_rss: { unit: 'bytes', ...anyRedis },
  used_memory_peak: { unit: 'bytes', ...anyRedis },
  used_memory_lua: { unit: 'bytes', ...anyRedis },
  used_memory_dataset: { unit: 'bytes', ...since4 },
  used_memory_dataset_perc: { unit: 'percent', most: 100, ...since4 },
  memory_usage: { unit: 'percent', most: 100, ...anyRedis },
  cpu_usage: { unit: 'percent', most: 100, since: 3, ...byNode },
  cpu_avg_usage: { unit: 'percent', most: 100, since: 4, ...byNode },
  instantaneous_ops: { unit: 'a-second', ...anyRedis },
  instantaneous_input_kbps: { unit: 'bytes-a-second', scale: 1_024, ...anyRedis },
  instantaneous_output_kbps: { unit: 'bytes-a-second', scale: 1_024, ...anyRedis },
  net_in_throughput: { unit: 'bytes-a-second', ...only3 },
  net_out_throughput: { unit: 'bytes-a-second', ...only3 },
  bandwidth_usage: { unit: 'percent', most: 200, ...since4 },
  rx_controlled: { unit: 'count', ...since4 },
  connected_clients: { unit: 'count', ...anyRedis },
  connections_usage: { unit: 'percent', most: 100, ...since4 },
  blocked_clients: { unit: 'count', ...anyRedis },
  rejected_connections: { unit: 'count', ...anyRedis },
  total_connections_received: { unit: 'count', ...anyRedis },
  keyspace_hits_perc: { unit: 'percent', most: 100, zeroIsNone: true, ...anyRedis },
  keyspace_misses: { unit: 'count', ...anyRedis },
  keys: { unit: 'count', ...anyRedis },
  expires: { unit: 'count', ...since4 },
  expired_keys: { unit: 'count', ...anyRedis },
  evicted_keys: { unit: 'count', ...anyRedis },
  command_max_delay: { unit: 'ms', ...anyRedis },
  command_max_rt: { unit: 'us', since: 4, ...byNode },
  command_avg_rt: { unit: 'us', since: 4, ...byNode },
  is_slow_log_exist: { unit: 'count', most: 1, ...anyRedis },
  pubsub_channels: { unit: 'count', ...anyRedis },
  pubsub_patterns: { unit: 'count', ...anyRedis },
  auth_errors: { unit: 'count', ...only3 },
  get: calls,
  set: calls,
  mget: calls,
  mset: calls,
  hget: calls,
  hset: calls,
  hmget: calls,
  hmset: calls,
  hdel: calls,
  del: calls,
  expire: calls,
  sadd: calls,
  smembers: calls,
} as const satisfies Readonly<Record<string, Metric>>;

/** See `metrics`. */
export type MetricName = keyof typeof metrics;

/** See `metrics`. */
export const metricNames = Object.keys(metrics) as readonly MetricName[] as readonly [
  MetricName,
  ...MetricName[],
];

/** What the table says of a metric. */
export function metricOf(name: MetricName): Metric {
  return metrics[name];
}

/** What people call a metric who know it from the console, from Redis itself, from its exporters or from other clouds. */
const otherNames: Readonly<Record<string, MetricName>> = {
  mem_fragmentation_ratio: 'memory_frag_ratio',
  memory_fragmentation_ratio: 'memory_frag_ratio',
  memoryfragmentationratio: 'memory_frag_ratio',
  fragmentation_ratio: 'memory_frag_ratio',
  fragmentation: 'memory_frag_ratio',
  frag_ratio: 'memory_frag_ratio',
  mc_memory_frag_ratio: 'memory_frag_ratio',
  memory: 'memory_usage',
  memory_used: 'used_memory',
  memory_bytes_used: 'used_memory',
  bytesusedforcache: 'used_memory',
  cpu: 'cpu_usage',
  cpuutilization: 'cpu_usage',
  ops: 'instantaneous_ops',
  qps: 'instantaneous_ops',
  ops_per_second: 'instantaneous_ops',
  instantaneous_ops_per_sec: 'instantaneous_ops',
  commands_per_second: 'instantaneous_ops',
  clients: 'connected_clients',
  connections: 'connected_clients',
  currconnections: 'connected_clients',
  hit_rate: 'keyspace_hits_perc',
  hit_ratio: 'keyspace_hits_perc',
  hits: 'keyspace_hits_perc',
  keyspace_hits: 'keyspace_hits_perc',
  cachehitrate: 'keyspace_hits_perc',
  key_count: 'keys',
  dbsize: 'keys',
  evictions: 'evicted_keys',
  latency: 'command_max_delay',
  slow_log: 'is_slow_log_exist',
  bandwidth: 'bandwidth_usage',
  average_cpu_usage: 'cpu_avg_usage',
  connection_usage: 'connections_usage',
  new_connections: 'total_connections_received',
  input_flow: 'instantaneous_input_kbps',
  output_flow: 'instantaneous_output_kbps',
  maximum_command_latency: 'command_max_delay',
  slow_query_logs: 'is_slow_log_exist',
  flow_control_times: 'rx_controlled',
  内存碎片率: 'memory_frag_ratio',
  内存利用率: 'memory_usage',
  已用内存: 'used_memory',
  已用内存rss: 'used_memory_rss',
  已用内存峰值: 'used_memory_peak',
  lua已用内存: 'used_memory_lua',
  cpu利用率: 'cpu_usage',
  cpu平均使用率: 'cpu_avg_usage',
  每秒并发操作数: 'instantaneous_ops',
  网络瞬时输入流量: 'instantaneous_input_kbps',
  网络瞬时输出流量: 'instantaneous_output_kbps',
  带宽使用率: 'bandwidth_usage',
  流控次数: 'rx_controlled',
  活跃的客户端数量: 'connected_clients',
  阻塞的客户端数量: 'blocked_clients',
  连接数使用率: 'connections_usage',
  新建连接数: 'total_connections_received',
  已拒绝的连接数: 'rejected_connections',
  缓存命中率: 'keyspace_hits_perc',
  缓存键总数: 'keys',
  有过期时间的键总数: 'expires',
  已过期的键数量: 'expired_keys',
  已逐出的键数量: 'evicted_keys',
  命令最大时延: 'command_max_delay',
  最大时延: 'command_max_rt',
  平均时延: 'command_avg_rt',
  是否存在慢日志: 'is_slow_log_exist',
};

/** The metric that a name stands for which is none of CES. */
export function meantMetric(name: string): MetricName | undefined {
  const plain = name.toLowerCase().replace(/[-. ]/g, '_');
  if (Object.hasOwn(otherNames, plain)) return otherNames[plain];
  return metricNames.find((known) => known === plain);
}

/** Whether Redis of a version (`5.0`, `5.0.14`, `6`) has the metric; of what is no version nobody knows. */
export function hasMetric({ since, until = Number.POSITIVE_INFINITY }: Metric, version: string): boolean {
  const major = Number.parseInt(version, 10);
  return Number.isNaN(major) || (major >= since && major <= until);
}
