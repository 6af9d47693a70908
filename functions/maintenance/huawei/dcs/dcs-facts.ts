import type { InstanceFacts } from '../../plan/instance.ts';
import { asCount, asDocument, asText, asWritten, isDocument, isEmpty } from '../optional-field.ts';
import { malformedAnswer } from './dcs-failure.ts';

/** What `ShowInstance` tells of the facts. Throws `HuaweiCallError` if the answer is none, or another instance's. */
export function readShownFacts(id: string, answer: unknown): Omit<InstanceFacts, 'appendOnly' | 'unread'> {
  const { instance_id, cache_mode, replica_count, task } = asDocument(answer);
  if (instance_id !== id) {
    throw malformedAnswer(
      'ShowInstance answered something else than the instance that was asked for',
      answer,
    );
  }
  return {
    cacheMode: asWritten(cache_mode),
    replicasPerShard: asCount(replica_count),
    task: taskOf(task),
  };
}

/** DCS documents the task's type as "any"; of what is no text we only know that something is going on. */
function taskOf(task: unknown): string | undefined {
  if (isEmpty(task)) return undefined;
  return typeof task === 'string' ? task : 'UNKNOWN';
}

/**
 * Reads an answer of `ListConfigurations`: whether `appendonly` is `yes`. `undefined` where it is not listed or
 * says neither yes nor no, since only a clear yes keeps data.
 */
export function readAppendOnly(answer: unknown): boolean | undefined {
  if (!isDocument(answer) || !('redis_config' in answer))
    throw malformedAnswer('ListConfigurations answered without a configuration', answer);
  // Documented as a list, but the published example has a single object in its place.
  for (const entry of [answer['redis_config']].flat()) {
    const { param_name, param_value } = asDocument(entry);
    const value = asText(param_value);
    if (param_name === 'appendonly' && value !== undefined) return saysYes(value);
  }
  return undefined;
}

function saysYes(value: string): boolean | undefined {
  const word = value.trim().toLowerCase();
  return word === 'yes' ? true : word === 'no' ? false : undefined;
}

/** Reads an answer of `ListGroupReplicationInfo`: the nodes of its smallest shard; `undefined` without shards. */
export function readReplicasPerShard(answer: unknown): number | undefined {
  const groups = asDocument(answer)['group_list'];
  const lists = Array.isArray(groups)
    ? groups.map((group) => asDocument(group)['replication_list'])
    : [undefined];
  if (!lists.every(Array.isArray))
    throw malformedAnswer('ListGroupReplicationInfo answered without groups', answer);
  return lists.length === 0 ? undefined : Math.min(...lists.map(({ length }) => length));
}
