import { hexOf } from '../foundation/audit-log.ts';
import type { CloudInstance } from './cloud-instance.ts';
import { addressOf } from './instance-json.ts';
import { uuidOf } from './instance-seed.ts';

type ServerNode = {
  readonly shard: number;
  readonly replica: number;
  readonly role: 'master' | 'slave';
  readonly status: 'Active' | 'Inactive';
  readonly zone: string;
  readonly ip: string;
};

/** How many nodes a proxy cluster has in front of its shards. */
const proxies = 2;

function serversOf({ id, seed, nodes, swapped }: CloudInstance): readonly ServerNode[] {
  const master = swapped ? 1 : 0;
  const total = seed.shards * seed.replicas;
  // The lost node is a replica where there is one: a failover has already made another one the master.
  const lost = seed.replicas > 1 && master === seed.replicas - 1 ? total - 2 : total - 1;
  return Array.from({ length: total }, (_, index): ServerNode => {
    const shard = Math.floor(index / seed.replicas);
    const replica = index % seed.replicas;
    const role = replica === master ? 'master' : 'slave';
    return {
      shard,
      replica,
      role,
      status: nodes === 'down' || (nodes === 'one-lost' && index === lost) ? 'Inactive' : 'Active',
      zone: seed.zones[replica % seed.zones.length] ?? seed.region,
      ip: addressOf(`${id} shard ${shard}${replica === 0 ? '' : ` replica ${replica}`}`),
    };
  });
}

/** The body of `ListGroupReplicationInfo`. `is_replication` is false for slaves too, as in the published example. */
export function groupsOf(instance: CloudInstance) {
  const { id, seed } = instance;
  const servers = serversOf(instance);
  return {
    group_count: seed.shards,
    group_list: Array.from({ length: seed.shards }, (_, shard) => ({
      group_id: uuidOf(`${id} group ${shard}`),
      group_name: `group-${shard}`,
      replication_list: servers
        .filter((server) => server.shard === shard)
        .map((server) => ({
          replication_role: server.role,
          replication_ip: server.ip,
          is_replication: false,
          replication_id: uuidOf(`${id} ${server.ip} replication`),
          node_id: hexOf(`${id} ${server.ip} node`),
          status: server.status,
          az_code: server.zone,
          dimensions: dimensionsOf(id, server.ip),
        })),
    })),
  };
}

/** The nodes of `ShowNodesInformation`, which is also their shape in `BatchShowNodesInformation`. */
export function logicalNodesOf(instance: CloudInstance): LogicalNodes {
  if (instance.status === 'CREATING') return [];
  const { nodes, swapped } = instance;
  const kept = lastNodes.get(instance);
  if (kept?.nodes === nodes && kept.swapped === swapped) return kept.shown;
  const shown = nodesShown(instance);
  lastNodes.set(instance, { nodes, swapped, shown });
  return shown;
}

type LogicalNodes = ReturnType<typeof nodesShown>;

/** Kept, because they are asked for again and again, and are made of many digests. */
const lastNodes = new WeakMap<
  CloudInstance,
  Pick<CloudInstance, 'nodes' | 'swapped'> & { readonly shown: LogicalNodes }
>();

function nodesShown(instance: CloudInstance) {
  const { id, seed, nodes } = instance;
  const servers = serversOf(instance).map((server) => ({
    ...nodeAt(id, server.ip, server.zone, server.status),
    name: `(${server.role === 'master' ? 'master' : 'replica'})${server.ip}`,
    node_role: 'redis-server',
    node_type: server.role,
    group_id: uuidOf(`${id} group ${server.shard}`),
    group_name: `group-${server.shard}`,
    replication_id: uuidOf(`${id} ${server.ip} replication`),
  }));
  if (seed.cacheMode !== 'proxy') return servers;
  const front = Array.from({ length: proxies }, (_, index) => {
    const ip = addressOf(`${id} proxy ${index}`);
    const zone = seed.zones[index % seed.zones.length] ?? seed.region;
    return {
      ...nodeAt(id, ip, zone, nodes === 'down' ? 'Inactive' : 'Active'),
      name: `(proxy)${ip}`,
      node_role: 'redis-proxy',
      node_type: 'proxy',
      dimensions: dimensionsOf(id, ip, 'dcs_cluster_proxy2_node'),
      group_id: null,
      group_name: null,
      replication_id: null,
    };
  });
  return [...servers, ...front];
}

function nodeAt(instance: string, ip: string, zone: string, status: 'Active' | 'Inactive') {
  return {
    logical_node_id: hexOf(`${instance} ${ip} logical`),
    node_id: hexOf(`${instance} ${ip} node`),
    node_ip: ip,
    node_port: '6379',
    az_code: zone,
    status,
    is_access: true,
    is_remove_ip: false,
    priority_weight: 100,
    dimensions: dimensionsOf(instance, ip),
  };
}

/** How metrics name a node; of a proxy the dimension is another one. */
function dimensionsOf(instance: string, ip: string, node = 'dcs_cluster_redis_node') {
  return [
    { name: 'dcs_instance_id', value: instance },
    { name: node, value: hexOf(`${instance} ${ip} monitored`) },
  ];
}

/** The nodes that hold data as metrics name them, with what they are, in the order of the shards. */
export function monitoredNodesOf(instance: CloudInstance) {
  return logicalNodesOf(instance)
    .filter(({ node_role }) => node_role === 'redis-server')
    .map(({ dimensions, node_type, status }) => ({
      name: dimensions[1]?.value ?? '',
      isMaster: node_type === 'master',
      isActive: status === 'Active',
    }));
}
