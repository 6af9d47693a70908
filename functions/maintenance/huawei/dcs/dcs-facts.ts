import * as z from 'zod/mini';
import type { InstanceFacts } from '../../plan/instance.ts';
import { isEmpty, lenient } from '../optional-field.ts';
import { malformedAnswer } from './dcs-failure.ts';

const count = z.number().check(z.int(), z.gte(0));
const instance = z.object({
  instance_id: z.string(),
  cache_mode: lenient(z.string()),
  replica_count: lenient(count),
  // Not lenient: what cannot be read must not pass for "nothing is going on".
  task: z.optional(z.unknown()),
});

const configuration = z.object({ redis_config: z.unknown() });
const parameter = z.object({ param_name: z.string(), param_value: z.string() });

const groups = z.object({ group_list: z.array(z.object({ replication_list: z.array(z.unknown()) })) });

/** What `ShowInstance` tells of the facts. Throws `HuaweiCallError` if the answer is none, or another instance's. */
export function readShownFacts(id: string, answer: unknown): Omit<InstanceFacts, 'appendOnly' | 'unread'> {
  const parsed = instance.safeParse(answer);
  if (!parsed.success || parsed.data.instance_id !== id) {
    throw malformedAnswer(
      'ShowInstance answered something else than the instance that was asked for',
      answer,
    );
  }
  const { cache_mode, replica_count, task } = parsed.data;
  return {
    cacheMode: cache_mode || undefined,
    replicasPerShard: replica_count ?? undefined,
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
  const parsed = configuration.safeParse(answer);
  if (!parsed.success) throw malformedAnswer('ListConfigurations answered without a configuration', answer);
  // Documented as a list, but the published example has a single object in its place.
  for (const entry of [parsed.data.redis_config].flat()) {
    const { data } = parameter.safeParse(entry);
    if (data?.param_name === 'appendonly') return saysYes(data.param_value);
  }
  return undefined;
}

function saysYes(value: string): boolean | undefined {
  const word = value.trim().toLowerCase();
  return word === 'yes' ? true : word === 'no' ? false : undefined;
}

/** Reads an answer of `ListGroupReplicationInfo`: the nodes of its smallest shard; `undefined` without shards. */
export function readReplicasPerShard(answer: unknown): number | undefined {
  const parsed = groups.safeParse(answer);
  if (!parsed.success) throw malformedAnswer('ListGroupReplicationInfo answered without groups', answer);
  const sizes = parsed.data.group_list.map(({ replication_list }) => replication_list.length);
  return sizes.length === 0 ? undefined : Math.min(...sizes);
}
