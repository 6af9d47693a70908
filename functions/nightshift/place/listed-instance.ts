import * as z from 'zod/mini';
import { groupBy } from '../../maintenance/foundation/group-by.ts';
import { dataLossOf } from '../../maintenance/plan/data-loss.ts';
import type { Instance } from '../../maintenance/plan/instance.ts';
import { writtenWindow } from '../../maintenance/plan/maintenance-window.ts';
import { selectInstances } from '../../maintenance/plan/select-instances.ts';
import { fieldsOf } from '../../maintenance/plan/unread-instances.ts';
import type { Job } from '../../maintenance/schedule/schedule.ts';
import type { AccountInstances } from './account-instances.ts';
import { reasonHere } from './callers-fault.ts';

/** One instance as `nightshift instances --json` prints it; `null` for what DCS does not tell, or nobody asked. */
const listedInstanceSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** The schedule's name of the region; Huawei's id where no schedule was read. */
  region: z.string(),
  /** `Redis` or `Memcached`. */
  engine: z.string(),
  engineVersion: z.string(),
  /** DCS's `cache_mode`: `single`, `ha`, `cluster`, `proxy`, `ha_rw_split`. */
  mode: z.nullable(z.string()),
  /** Nodes of a shard, its master among them. */
  replicasPerShard: z.nullable(z.number()),
  /** Every write goes to a file, too. */
  appendOnly: z.nullable(z.boolean()),
  tags: z.record(z.string(), z.string()),
  zones: z.array(z.string()),
  /** Its id; `0` is the default one. This and the next two are `null` in lists of a version before 0.2, too. */
  enterpriseProject: z._default(z.nullable(z.string()), null),
  /** In megabytes, of which a gigabyte has 1024. */
  capacity: z._default(z.nullable(z.number()), null),
  /** When it was created, in UTC: `2026-03-31T12:24:46.297Z`. */
  createdAt: z._default(z.nullable(z.string()), null),
  /** DCS's own: `RUNNING`, `ERROR`, … */
  status: z.string(),
  /** Nothing is being done with it. */
  idle: z.boolean(),
  /** Whether a restart loses its data, and why; `losesData` is `null` where that is not known. */
  restart: z.nullable(z.strictObject({ losesData: z.nullable(z.boolean()), reason: z.string() })),
  /** When Huawei Cloud itself may work on it: times of day in UTC, `18:00:00`. */
  maintenance: z.nullable(z.strictObject({ begin: z.string(), end: z.string() })),
  /** The jobs that are for it; `null` where no schedule was read. */
  jobs: z.nullable(z.array(z.string())),
  /** What of it cannot be read, in words. */
  unread: z.nullable(z.string()),
});

/** What `nightshift instances --json` prints. */
export const listedInstancesSchema = z.strictObject({
  /** The file whose jobs are told; `null` where no schedule was read. */
  schedule: z.nullable(z.string()),
  instances: z.array(listedInstanceSchema),
  /** What could not be read: a region, or whom a job is for. */
  problems: z.array(
    z.strictObject({
      code: z.string(),
      message: z.string(),
      region: z.nullable(z.string()),
      job: z.nullable(z.string()),
      todo: z.nullable(z.string()),
    }),
  ),
});

/** One instance of the list. */
export type ListedInstance = z.output<typeof listedInstanceSchema>;
/** The whole list. */
export type ListedInstances = z.output<typeof listedInstancesSchema>;

/**
 * The instances by region and name, each with the jobs that are for it by the very selection of a run, at an instant in
 * milliseconds since 1970.
 */
export function listedInstances(
  { inventory: listed, facts }: AccountInstances,
  jobs: readonly Job[] | undefined,
  now: number,
): readonly ListedInstance[] {
  const inventory = listed.map((each) =>
    'instances' in each ? { ...each, instances: each.instances.map((one) => withMode(one, facts)) } : each,
  );
  // Whom every job may be for, in the order in which all lists have them.
  const everything = { region: inventory.map(({ region }) => region), names: ['*'] };
  const { selected, unread } = selectInstances(everything, inventory);
  const inOrder = groupBy([...selected, ...unread], ({ region }) => region);
  const touching = jobsByInstance(inOrder, jobs ?? [], now);
  return [...selected, ...unread].map((instance): ListedInstance => {
    const { id, name, region, engine, engineVersion, status, idle, createdAt } = instance;
    const known = facts.get(id);
    const { cacheMode, replicasPerShard, appendOnly } = known && !('unreadable' in known) ? known : noFacts;
    const unreadFields = fieldsOf(instance);
    return {
      ...{ id, name, region, engine, engineVersion },
      mode: cacheMode ?? null,
      replicasPerShard: replicasPerShard ?? null,
      appendOnly: appendOnly ?? null,
      tags: { ...instance.tags },
      zones: [...instance.zones],
      enterpriseProject: instance.enterpriseProject ?? null,
      capacity: instance.capacity ?? null,
      createdAt: createdAt === undefined ? null : new Date(createdAt).toISOString(),
      ...{ status, idle },
      restart: known ? restartOf(instance, known) : null,
      maintenance: windowOf(instance),
      jobs: jobs ? [...(touching.get(instance) ?? [])] : null,
      unread: unreadFields === '' ? null : unreadFields,
    };
  });
}

/** What a run would ask of it is known already. */
function withMode(instance: Instance, facts: AccountInstances['facts']): Instance {
  const known = facts.get(instance.id);
  if (instance.cacheMode !== undefined || !known || 'unreadable' in known) return instance;
  return { ...instance, cacheMode: known.cacheMode };
}

function windowOf({ maintenance }: Instance): ListedInstance['maintenance'] {
  return maintenance && 'begin' in maintenance ? writtenWindow(maintenance) : null;
}

const noFacts = { cacheMode: undefined, replicasPerShard: undefined, appendOnly: undefined };

function restartOf(instance: Instance, known: Parameters<typeof dataLossOf>[1]): ListedInstance['restart'] {
  const { loses, unknown, reason, cause } = dataLossOf(instance, known, 'restart');
  return { losesData: unknown ? null : loses, reason: reasonHere(reason, cause) };
}

/** Those that a run has in its plan: what it is for, and what it would refuse because it cannot be read. */
function jobsByInstance(
  inOrder: ReadonlyMap<string, readonly Instance[]>,
  jobs: readonly Job[],
  now: number,
): ReadonlyMap<Instance, readonly string[]> {
  const touching = new Map<Instance, string[]>();
  for (const { name, targets } of jobs) {
    // In their order already, which costs a selection almost nothing.
    const own = [targets.region].flat().map((region) => ({ region, instances: inOrder.get(region) ?? [] }));
    const { selected, unread } = selectInstances(targets, own, now);
    for (const instance of [...selected, ...unread]) {
      const names = touching.get(instance);
      if (names) names.push(name);
      else touching.set(instance, [name]);
    }
  }
  return touching;
}
