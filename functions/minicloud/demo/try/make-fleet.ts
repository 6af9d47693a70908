import type { Instance } from '../../../maintenance/plan/instance.ts';
import { selectInstances } from '../../../maintenance/plan/select-instances.ts';
import { cacheModes } from '../../../maintenance/schedule/dcs-words.ts';
import type { Job } from '../../../maintenance/schedule/schedule.ts';
import type { ListedInstance } from '../../../nightshift/place/listed-instance.ts';
import { type InstanceSeed, instanceIdOf } from '../../dcs/instance-seed.ts';
import { fittingSeed } from './fitting-seed.ts';

/** A fleet of the local cloud, `region` being the schedule's name. */
export type FleetSeed = InstanceSeed & { readonly id: string; readonly region: string };

/** Instances enough of a pattern or a tag to see the order in which they go. */
const perSelector = 3;
/** Of a saved list so many of each job, the first ones. */
const mostOfJob = 12;
/** More show nothing that fewer do not. */
const mostInAll = 150;

/** A fleet, and what of what there is is not in it. */
type Kept = { readonly fleet: readonly FleetSeed[]; readonly notes: readonly string[] };

/** Makes up what the targets of jobs name: master/standby instances, all of them well. */
export function fleetOfTargets(jobs: readonly Job[]): Kept {
  const fleet = new Map<string, FleetSeed>();
  let leftOut = 0;
  for (const { targets } of jobs) {
    for (const region of [targets.region].flat()) {
      const { tags = {} } = targets;
      const fitting = fittingSeed(targets);
      const make = (name: string, id = instanceIdOf(`${region} ${name}`)) => {
        if (fleet.size >= mostInAll && !fleet.has(id)) {
          leftOut += 1;
          return;
        }
        const known = fleet.get(id);
        fleet.set(id, { id, name, region, ...fitting, tags: { ...known?.tags, ...tags } });
      };
      const names = (targets.names ?? [wordOf(tags) ?? 'instance-*']).flatMap(namesLike);
      const nameAt = (at: number) =>
        (targets.names ? names[at % names.length] : undefined) ?? `instance-${at + 1}`;
      if (targets.ids) for (const [at, id] of targets.ids.entries()) make(nameAt(at), id);
      else for (const name of names) make(name);
    }
  }
  const notes =
    leftOut === 0 ? [] : [`of what the targets name ${leftOut} instances were not made up: --job shows them`];
  return { fleet: [...fleet.values()], notes };
}

/** After the value of a tag: `staging-*`. */
function wordOf(tags: Readonly<Record<string, string>>): string | undefined {
  const [value] = Object.values(tags);
  return value === undefined ? undefined : `${value || 'tagged'}-*`;
}

/** Names that a glob matches: of one without `*` and `?` itself. */
function namesLike(glob: string): readonly string[] {
  if (!/[*?]/.test(glob)) return [glob];
  return Array.from({ length: perSelector }, (_, at) => {
    const filled =
      glob === '*' ? `instance-${at + 1}` : glob.replace('*', String(at + 1)).replaceAll('*', '');
    return filled.replace('?', String(at + 1)).replaceAll('?', 'x');
  });
}

/**
 * The instances of a saved list that the jobs are for at an instant, the first ones of each; `regions` are Huawei's ids by
 * name.
 */
export function fleetOfList(
  listed: readonly ListedInstance[],
  jobs: readonly Job[],
  regions: ReadonlyMap<string, string>,
  now: number,
): Kept {
  const nameOf = (region: string) =>
    regions.has(region) ? region : [...regions].find(([, id]) => id === region)?.[0];
  const known = new Map<string, ListedInstance>();
  const inventory = new Map<string, Instance[]>([...regions.keys()].map((name) => [name, []]));
  for (const each of listed) {
    const region = nameOf(each.region);
    if (region === undefined || each.unread !== null) continue;
    known.set(each.id, { ...each, region });
    const { unread: _, maintenance: __, mode, enterpriseProject, capacity, createdAt, ...whole } = each;
    inventory.get(region)?.push({
      ...whole,
      region,
      updatedAt: undefined,
      cacheMode: mode ?? undefined,
      enterpriseProject: enterpriseProject ?? undefined,
      capacity: capacity ?? undefined,
      createdAt: createdAt === null ? undefined : Date.parse(createdAt),
    });
  }
  // Each job is to have some of its own.
  const ofJob = Math.max(perSelector, Math.min(mostOfJob, Math.floor(mostInAll / jobs.length)));
  const chosen = new Set<string>();
  let selectedInAll = 0;
  for (const { targets } of jobs) {
    const own = [targets.region].flat().map((region) => ({ region, instances: inventory.get(region) ?? [] }));
    const { selected } = selectInstances(targets, own, now);
    const fresh = selected.filter(({ id }) => !chosen.has(id));
    selectedInAll += fresh.length;
    for (const { id } of selected.slice(0, ofJob)) if (chosen.size < mostInAll) chosen.add(id);
  }
  const fleet = [...known.values()].filter(({ id }) => chosen.has(id)).map((each) => seedOf(each, now));
  const unplaced = listed.length - known.size;
  const untold = fleet.filter(({ cacheMode }) => cacheMode === undefined).length;
  return {
    fleet,
    notes: [
      ...(selectedInAll > fleet.length
        ? [`of the instances that jobs are for ${fleet.length} are played, the first ${ofJob} of each job`]
        : []),
      ...(unplaced > 0
        ? [`${unplaced} of the list are in no region of the schedule, or cannot be read`]
        : []),
      ...(untold > 0 ? [`of ${untold} the list tells no mode: they are played as master/standby`] : []),
    ],
  };
}

const modes: ReadonlySet<string> = new Set(cacheModes);

function seedOf(listed: ListedInstance, now: number): FleetSeed {
  const { id, name, region, engine, engineVersion, mode, tags, zones, status } = listed;
  const { replicasPerShard, appendOnly, maintenance, enterpriseProject, capacity, createdAt } = listed;
  return {
    ...{ id, name, region, engineVersion, tags, status },
    engine: engine === 'Memcached' ? 'Memcached' : 'Redis',
    ...(mode !== null && modes.has(mode) && { cacheMode: mode as NonNullable<InstanceSeed['cacheMode']> }),
    ...(zones.length > 0 && { zones }),
    ...(replicasPerShard !== null && { replicas: replicasPerShard }),
    ...(appendOnly !== null && { appendOnly }),
    ...(enterpriseProject !== null && { enterpriseProject }),
    ...(capacity !== null && { capacityGb: capacity / 1_024 }),
    ...(createdAt !== null && { ageSeconds: Math.max(0, (now - Date.parse(createdAt)) / 1_000) }),
    ...(maintenance !== null && { maintenance }),
  };
}
