import { type CloudInstance, keysAt } from './cloud-instance.ts';
import type { Page } from './instance-list.ts';
import { isRedis4OrLater } from './instance-seed.ts';
import { logicalNodesOf } from './topology-json.ts';

/** The statuses that `ListNumberOfInstancesInDifferentStatus` counts; others are counted nowhere. */
const countedStatuses = [
  'PAYING',
  'FREEZING',
  'MIGRATING',
  'FLUSHING',
  'UPGRADING',
  'RESTORING',
  'EXTENDING',
  'CREATING',
  'RUNNING',
  'ERROR',
  'FROZEN',
  'CREATEFAILED',
  'RESTARTING',
] as const;

/** The body of `ListNumberOfInstancesInDifferentStatus`: counts of all, and of each engine. */
export function statusCountsOf(instances: readonly CloudInstance[], includeFailure: boolean) {
  const counts = (engine: 'Redis' | 'Memcached' | undefined) =>
    Object.fromEntries(
      countedStatuses.map((status) => [
        `${status.toLowerCase()}_count`,
        status === 'CREATEFAILED' && !includeFailure
          ? 0
          : instances.filter((one) => one.status === status && (!engine || one.seed.engine === engine))
              .length,
      ]),
    );
  return { ...counts(undefined), redis: counts('Redis'), memcached: counts('Memcached') };
}

/** The body of `ListStatisticsOfRunningInstances`, with the key counts of the instant `asOf`. */
export function statisticsOf(instances: readonly CloudInstance[], asOf: number) {
  const running = instances.filter(({ status }) => status === 'RUNNING');
  return {
    statistics: running.map((instance) => ({
      instance_id: instance.id,
      keys: keysAt(instance, asOf),
      used_memory: 2,
      max_memory: instance.seed.capacityGb * 1024,
      cmd_get_count: 0,
      cmd_set_count: 0,
      input_kbps: '0.0',
      output_kbps: '0.0',
      used_cpu: '0.0',
    })),
  };
}

/**
 * The body of `BatchShowNodesInformation`. Its shape is that of `BatchShowNodesInformationResponse` and
 * `InstanceNodesInfoResp` in huaweicloud-sdk-nodejs-v3, `services/dcs/v2/model/`: `count` is the number of
 * instances in all, and an instance's own number of nodes is `node_count` here but `total` in the single call.
 */
export function batchNodesOf(instances: readonly CloudInstance[], { limit, offset }: Page) {
  const shown = instances.filter(({ seed }) => isRedis4OrLater(seed));
  return {
    count: shown.length,
    instances: shown.slice(offset, offset + limit).map((instance) => {
      const nodes = logicalNodesOf(instance);
      return { instance_id: instance.id, node_count: nodes.length, nodes };
    }),
  };
}
