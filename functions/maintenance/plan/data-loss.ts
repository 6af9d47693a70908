import { firstNames } from '../foundation/first-names.ts';
import type { Action } from '../schedule/schema.ts';
import type { Instance, InstanceFacts } from './instance.ts';

/** Whether an action clears an instance's data, and why (not), in words that go after its name. */
export type DataLoss = { readonly loses: boolean; readonly reason: string };

/**
 * Judges what an action does to an instance's data (DCS FAQ, "data after restart"). Fails closed: what could not
 * be read, and `undefined` for facts that could not be read at all, counts as losing it.
 */
export function dataLossOf(instance: Instance, facts: InstanceFacts | undefined, action: Action): DataLoss {
  switch (action) {
    case 'flush':
      return loses('a flush clears all data');
    case 'restart':
    case 'soft_restart':
      return lossOnRestart(instance, facts);
    default:
      return action satisfies never;
  }
}

function lossOnRestart({ engine }: Instance, facts: InstanceFacts | undefined): DataLoss {
  if (facts === undefined) return loses('how it keeps its data could not be read');
  const { cacheMode, replicasPerShard, appendOnly } = facts;
  if (cacheMode === 'single') return loses('single-node: nothing is kept over a restart');
  // The FAQ says that a master/standby Memcached keeps its data, but there is no setting to make sure of it.
  if (engine !== 'Redis')
    return loses(`${engine || 'no engine told'}: that it keeps its data cannot be proved`);
  if (cacheMode === undefined) return loses('its type could not be read');
  const needsReplicas = replicatedModes.get(cacheMode);
  if (needsReplicas === undefined) return loses(`${cacheMode} is no type that is known to keep its data`);
  if (replicasPerShard === undefined && needsReplicas === 'told')
    return loses('its replicas could not be counted');
  if (replicasPerShard !== undefined && replicasPerShard < 2)
    return loses('one node per shard: nothing is kept over a restart');
  if (appendOnly === undefined) return loses('whether it persists its data (appendonly) could not be read');
  if (!appendOnly) return loses('appendonly is off: nothing is kept over a restart');
  return { loses: false, reason: 'keeps its data over a restart (appendonly is on)' };
}

/** The types that have replicas: of their nature, or only when DCS tells so. */
const replicatedModes: ReadonlyMap<string, 'always' | 'told'> = new Map([
  ['ha', 'always'],
  ['ha_rw_split', 'always'],
  ['cluster', 'told'],
  ['proxy', 'told'],
]);

function loses(reason: string): DataLoss {
  return { loses: true, reason };
}

/** An instance, and whether an action on it clears its data and why. */
export type Judged = {
  readonly instance: Instance;
  readonly loss: DataLoss;
};

/** Names enough to recognise the others by. */
const mostNames = 5;

/** Says by name whose data the action clears: `a restart clears the data of 3 of 41 instances: a, b, c`. */
export function dataLossNotes(judged: readonly Judged[], action: Action): readonly string[] {
  const losing = judged.filter(({ loss }) => loss.loses).map(({ instance }) => instance.name);
  if (losing.length === 0) return [];
  const what = action === 'flush' ? 'a flush' : 'a restart';
  return [
    `${what} clears the data of ${losing.length} of ${judged.length} instances: ${firstNames(losing, mostNames)}`,
  ];
}
