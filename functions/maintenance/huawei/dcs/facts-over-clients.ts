import type { InstanceFacts } from '../../plan/instance.ts';
import type { Fleet } from '../../run/fleet.ts';
import { permissions } from '../permissions.ts';
import type { DcsClient } from './dcs-client.ts';
import { readAppendOnly, readReplicasPerShard, readShownFacts } from './dcs-facts.ts';
import { noSuchInstance } from './dcs-failure.ts';
import { type Patience, patienceWith, readOrCause, retryRead } from './retry-read.ts';

/** Modes in which a shard may do without a replica, so that `replica_count` or the groups must tell. */
const clusterModes: ReadonlySet<string> = new Set(['cluster', 'proxy']);

/** The Fleet port's `facts`: two calls for most instances, a third where a cluster's `replica_count` is missing. */
export function factsOver(clientOf: (region: string) => DcsClient, always: Patience): Fleet['facts'] {
  return async (region, id) => {
    const client = clientOf(region);
    const patience = patienceWith(client, always);
    const [shown, configured] = await Promise.all([
      retryRead(patience, permissions.showInstance, () => show(client, id)),
      readOrCause(
        retryRead(patience, permissions.showConfiguration, async () =>
          readAppendOnly(await client.listConfigurations({ instance_id: id })),
        ),
      ),
    ]);
    if ('none' in shown) return shown;
    const { cacheMode, replicasPerShard } = shown;
    const appendOnly = configured.read;
    if (replicasPerShard !== undefined || !clusterModes.has(cacheMode ?? ''))
      return { ...shown, appendOnly, ...unreadIn({ appendOnly: configured.unread }) };
    const counted = await readOrCause(
      retryRead(patience, permissions.showInstance, async () =>
        readReplicasPerShard(await client.listGroupReplicationInfo({ instance_id: id })),
      ),
    );
    return {
      ...shown,
      replicasPerShard: counted.read,
      appendOnly,
      ...unreadIn({ appendOnly: configured.unread, replicas: counted.unread }),
    };
  };
}

function unreadIn(unread: NonNullable<InstanceFacts['unread']>): Pick<InstanceFacts, 'unread'> {
  return unread.appendOnly || unread.replicas ? { unread } : {};
}

async function show(client: DcsClient, id: string) {
  try {
    return readShownFacts(id, await client.showInstance({ instance_id: id }));
  } catch (error) {
    return noSuchInstance(error);
  }
}
