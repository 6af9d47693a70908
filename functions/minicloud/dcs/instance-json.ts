import { hexOf } from '../foundation/audit-log.ts';
import { backupUnderWay } from './cloud-backup.ts';
import type { CloudInstance } from './cloud-instance.ts';
import type { DcsKnobs } from './dcs-knobs.ts';
import { type CompleteSeed, uuidOf } from './instance-seed.ts';

/** An instance as `ListInstances` shows it: without `cache_mode`, `task` and counts, which lists lack. */
export function listItemOf(instance: CloudInstance): ListItem {
  const { status, updatedAt, maintenance } = instance;
  const kept = lastItems.get(instance);
  const { begin, end } = maintenance;
  if (
    kept?.item.status === status &&
    kept.updatedAt === updatedAt &&
    kept.item.maintain_begin === begin &&
    kept.item.maintain_end === end
  )
    return kept.item;
  const constants = kept?.constants ?? constantsOf(instance);
  const own = { status, maintain_begin: begin, maintain_end: end };
  const item = { ...constants, ...own, updated_at: new Date(updatedAt).toISOString() };
  lastItems.set(instance, { constants, updatedAt, item });
  return item;
}

type Constants = ReturnType<typeof constantsOf>;
type ListItem = Constants & {
  readonly status: string;
  readonly maintain_begin: unknown;
  readonly maintain_end: unknown;
  readonly updated_at: string;
};

/** Kept, because a list of a thousand instances is asked for again and again while a run watches them. */
const lastItems = new WeakMap<
  CloudInstance,
  { readonly constants: Constants; readonly updatedAt: number; readonly item: ListItem }
>();

function constantsOf(instance: CloudInstance) {
  const { seed, id } = instance;
  const hasReplicas = seed.replicas > 1;
  return {
    instance_id: id,
    name: seed.name,
    engine: seed.engine,
    engine_version: seed.engineVersion,
    sub_status: seed.subStatus,
    spec_code: specCodeOf(seed),
    capacity: Math.floor(seed.capacityGb),
    // As in the published example: ".125".
    capacity_minor: seed.capacityGb < 1 ? String(seed.capacityGb).slice(1) : null,
    max_memory: seed.capacityGb * 1024,
    used_memory: 2,
    ip: addressesOf(instance).join(','),
    port: seed.engine === 'Memcached' ? 11211 : 6379,
    domain_name: `redis-${id}.dcs.huaweicloud.com`,
    readonly_domain_name: hasReplicas ? `redis-${id}-readonly.dcs.huaweicloud.com` : null,
    az_codes: seed.zones,
    tags: Object.entries(seed.tags).map(([key, value]) => ({ key, value })),
    cpu_type: 'x86_64',
    description: null,
    created_at: new Date(instance.createdAt).toISOString(),
    charging_mode: 0,
    order_id: null,
    enterprise_project_id: seed.enterpriseProject,
    vpc_id: uuidOf(`vpc ${instance.project}`),
    vpc_name: 'vpc-default',
    subnet_id: uuidOf(`subnet ${instance.project}`),
    security_group_id: uuidOf(`security group ${instance.project}`),
    user_id: hexOf(`user ${instance.project}`),
    user_name: 'clouduser',
    access_user: null,
    no_password_access: 'true',
    enable_ssl: false,
    enable_publicip: false,
    publicip_id: null,
    publicip_address: null,
    service_upgrade: false,
    service_task_id: '',
    features: {
      support_acl: true,
      support_transparent_client_ip: true,
      support_ssl: true,
      support_audit_log: false,
    },
  };
}

/** An instance as `ShowInstance` shows it. */
export function detailOf(instance: CloudInstance, { taskWhileBusy, replicaCount }: DcsKnobs) {
  const { seed, createdAt } = instance;
  const busy = instance.status === 'RESTARTING' || instance.status === 'FLUSHING';
  return {
    ...listItemOf(instance),
    cache_mode: seed.cacheMode,
    task: backupUnderWay(instance) ? 'BACKUPING' : busy ? taskWhileBusy : null,
    sharding_count: seed.shards,
    ...(replicaCount === 'told' ? { replica_count: seed.replicas } : {}),
    db_number: seed.cacheMode === 'cluster' ? 1 : 256,
    available_zones: seed.zones.map((zone) => hexOf(`zone ${zone}`)),
    launched_at: new Date(createdAt).toISOString(),
    security_group_name: 'default',
    subnet_name: 'subnet-default',
    subnet_cidr: '192.168.0.0/16',
    enterprise_project_name: seed.enterpriseProject === '0' ? 'default' : `project-${seed.enterpriseProject}`,
    product_type: 'generic',
    storage_type: 'DRAM',
    cloud_service_type_code: 'hws.service.type.dcs',
    cloud_resource_type_code: 'hws.resource.type.dcs3',
    inquery_spec_code: specCodeOf(seed),
    support_slow_log_flag: null,
    transparent_client_ip_enable: true,
    instance_backup_policy: null,
    backend_addrs: null,
    domain_name_info: {
      support_public_resolve: true,
      is_latest_rules: true,
      zone_name: 'dcs.huaweicloud.com',
      history_domain_names: [],
    },
  };
}

/** Two of the parameters that `ListConfigurations` lists; with `appendonly` off, a restart loses data. */
export function configurationsOf({ id, seed, status, createdAt }: CloudInstance) {
  return {
    instance_id: id,
    status,
    config_status: 'SUCCESS',
    config_time: new Date(createdAt).toISOString(),
    redis_config: [
      {
        param_id: '1',
        param_name: 'timeout',
        param_value: '0',
        default_value: '0',
        value_range: '0-7200',
        // DCS spells it so.
        value_type: 'Interger',
        description: 'Close the connection after a client is idle for N seconds (0 to disable)',
      },
      {
        param_id: '4',
        param_name: 'appendonly',
        param_value: seed.appendOnly ? 'yes' : 'no',
        default_value: 'yes',
        value_range: 'yes,no',
        value_type: 'Enum',
        description: 'Whether data is persisted to an append-only file',
      },
    ],
  };
}

/** The addresses of an instance's shards; a cluster lists them all, the others have one. */
export function addressesOf({ id, seed }: CloudInstance): readonly string[] {
  return Array.from({ length: seed.shards }, (_, shard) => addressOf(`${id} shard ${shard}`));
}

/** A private address that follows from a text. */
export function addressOf(text: string): string {
  const hex = hexOf(text);
  const part = (at: number) => 1 + (Number.parseInt(hex.slice(at, at + 2), 16) % 254);
  return `192.168.${part(0)}.${part(2)}`;
}

function specCodeOf({ engine, engineVersion, cacheMode, capacityGb }: CompleteSeed): string {
  const old = cacheMode === 'single' ? 'single_node' : cacheMode === 'ha' ? 'master_standby' : 'cluster';
  if (engine === 'Memcached') return `dcs.memcached.${old}`;
  if (Number.parseInt(engineVersion, 10) >= 4)
    return `redis.${cacheMode === 'ha_rw_split' ? 'ha' : cacheMode}.xu1.large.${capacityGb}`;
  return `dcs.${old}`;
}
