import type { Clock } from '../../foundation/clock.ts';
import { CallError } from '../../run/call-failure.ts';
import type { Fleet } from '../../run/fleet.ts';
import { HuaweiCallError } from '../huawei-call-error.ts';
import type { DcsClient } from './dcs-client.ts';
import { readAppendOnly, readReplicasPerShard, readShownFacts } from './dcs-facts.ts';
import { saysThereIsNone } from './dcs-failure.ts';
import { retryRead } from './retry-read.ts';

/** Modes in which a shard may do without a replica, so that `replica_count` or the groups must tell. */
const clusterModes: ReadonlySet<string> = new Set(['cluster', 'proxy']);

/** The Fleet port's `facts`: two calls for most instances, a third where a cluster's `replica_count` is missing. */
export function factsOver(clientOf: (region: string) => DcsClient, clock: Clock): Fleet['facts'] {
  return async (region, id) => {
    const client = clientOf(region);
    const [shown, appendOnly] = await Promise.all([
      retryRead(clock, () => show(client, id)),
      orUndefined(
        retryRead(clock, async () => readAppendOnly(await client.listConfigurations({ instance_id: id }))),
      ),
    ]);
    if (shown === undefined) return undefined;
    const { cacheMode, replicasPerShard } = shown;
    if (replicasPerShard !== undefined || !clusterModes.has(cacheMode ?? '')) return { ...shown, appendOnly };
    const counted = await orUndefined(
      retryRead(clock, async () =>
        readReplicasPerShard(await client.listGroupReplicationInfo({ instance_id: id })),
      ),
    );
    return { ...shown, replicasPerShard: counted, appendOnly };
  };
}

async function show(client: DcsClient, id: string) {
  try {
    return readShownFacts(id, await client.showInstance({ instance_id: id }));
  } catch (error) {
    if (error instanceof HuaweiCallError && saysThereIsNone(error)) return undefined;
    throw error;
  }
}

async function orUndefined<Value>(reading: Promise<Value | undefined>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof CallError) return undefined;
    throw error;
  }
}
