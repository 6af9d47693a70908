import type { CallCause } from '../foundation/call-cause.ts';
import { firstNames } from '../foundation/first-names.ts';
import type { Action } from '../schedule/schema.ts';
import { type Instance, type InstanceFacts, shownName, type UnreadFacts } from './instance.ts';

/** Whether an action clears an instance's data, and why (not), in words that go after its name. */
export type DataLoss = {
  /** It does, or nobody knows whether it does. */
  readonly loses: boolean;
  /** Nobody knows: something could not be read, or DCS tells nothing that it follows from. */
  readonly unknown?: true;
  readonly reason: string;
  /** What the cloud said when it could not be read. */
  readonly cause?: CallCause | undefined;
};

/** What could be learned of how an instance keeps its data; `undefined` where nobody could look. */
type KnownFacts = InstanceFacts | UnreadFacts | undefined;

/**
 * Judges what an action does to an instance's data (DCS FAQ, "data after restart"). Fails closed: what is not known
 * counts as losing it, and says so.
 */
export function dataLossOf(instance: Instance, facts: KnownFacts, action: Action): DataLoss {
  switch (action) {
    case 'flush':
      return loses('a flush deletes all data');
    case 'restart':
    case 'soft_restart':
      return lossOnRestart(instance, facts);
    default:
      return action satisfies never;
  }
}

function lossOnRestart({ engine }: Instance, facts: KnownFacts): DataLoss {
  if (facts === undefined) return unknown('DCS did not tell how it keeps its data');
  if ('unreadable' in facts) return unknown('how it keeps its data could not be read', facts.unreadable);
  const { cacheMode, replicasPerShard, appendOnly, unread } = facts;
  if (cacheMode === 'single') return loses('single-node: nothing is kept over a restart');
  // The FAQ says that a master/standby Memcached keeps its data, but there is no setting to make sure of it.
  if (engine !== 'Redis')
    return unknown(`${engine || 'no engine told'}: that it keeps its data cannot be proved`);
  if (cacheMode === undefined) return unknown('DCS does not tell its type');
  const needsReplicas = replicatedModes.get(cacheMode);
  if (needsReplicas === undefined) return unknown(`${cacheMode} is no type that is known to keep its data`);
  if (replicasPerShard !== undefined && replicasPerShard < 2)
    return loses('one node per shard: nothing is kept over a restart');
  if (appendOnly === false) return loses('appendonly is off: nothing is kept over a restart');
  if (replicasPerShard === undefined && needsReplicas === 'told')
    return unread?.replicas
      ? unknown('its replicas could not be counted', unread.replicas)
      : unknown('DCS does not tell its replicas');
  if (appendOnly === undefined)
    return unread?.appendOnly
      ? unknown('whether it persists its data (appendonly) could not be read', unread.appendOnly)
      : unknown('DCS does not tell whether it persists its data (appendonly)');
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

function unknown(reason: string, cause?: CallCause): DataLoss {
  return { loses: true, unknown: true, reason, cause };
}

/** An instance, and whether an action on it clears its data and why. */
type Judged = {
  readonly instance: Instance;
  readonly loss: DataLoss;
};

/** Names enough to recognise the others by. */
const mostNames = 5;

/**
 * Says by name whose data the action clears, `a restart clears the data of 3 of 41 instances: a, b, c`, and of which
 * nobody knows, with why.
 */
export function dataLossNotes(judged: readonly Judged[], action: Action): readonly string[] {
  const what = action === 'flush' ? 'a flush' : 'a restart';
  const losing = judged.filter(({ loss }) => loss.loses && !loss.unknown);
  const unknowns = judged.filter(({ loss }) => loss.unknown);
  const counted = (those: readonly Judged[]) => `${those.length} of ${judged.length} instances`;
  const named = (those: readonly Judged[]) =>
    firstNames(
      those.map(({ instance }) => shownName(instance)),
      mostNames,
    );
  const why = new Set(
    unknowns.map(({ loss }) => `${loss.reason}${loss.cause === undefined ? '' : ` (${loss.cause.code})`}`),
  );
  return [
    ...(losing.length > 0 ? [`${what} clears the data of ${counted(losing)}: ${named(losing)}`] : []),
    ...(unknowns.length > 0
      ? [
          `of ${counted(unknowns)} it is not known whether ${what} keeps their data: ${named(unknowns)}; ${[...why].join('; ')}`,
        ]
      : []),
  ];
}
