import type { Instance, InstanceFacts } from '../../../functions/maintenance/plan/instance.ts';
import { makePlan } from '../../../functions/maintenance/plan/make-plan.ts';
import type { RegionInventory } from '../../../functions/maintenance/plan/select-instances.ts';
import { jobOf, startAt } from '../run/night.ts';

/** A healthy instance of Beijing, its id its name, but for what is said. */
export function instance(name: string, parts: Partial<Instance> = {}): Instance {
  return {
    id: name,
    name,
    region: 'beijing',
    engine: 'Redis',
    engineVersion: '5.0',
    status: 'RUNNING',
    idle: true,
    tags: {},
    zones: [],
    updatedAt: undefined,
    ...parts,
  };
}

/** What Beijing holds. */
export function beijing(...instances: readonly Instance[]): RegionInventory {
  return { region: 'beijing', instances };
}

/** A region that could not be listed. */
export function unread(region: string): RegionInventory {
  return { region, unread: { code: 'DCS.5000', message: 'DCS answered 500' } };
}

/** What DCS says of instances that keep their data over a restart: master and standby, append-only files on. */
export function keepingFacts(inventory: readonly RegionInventory[]): ReadonlyMap<string, InstanceFacts> {
  const known = inventory.flatMap((region) => ('instances' in region ? region.instances : []));
  const facts = { cacheMode: 'ha', replicasPerShard: 2, appendOnly: true, task: undefined };
  return new Map(known.map(({ id }) => [id, facts]));
}

/** The plan of a job with these settings for what is listed; every instance keeps its data. */
export function planOf(settings: object, ...inventory: readonly RegionInventory[]) {
  return makePlan({
    job: jobOf({ ...settings }),
    inventory,
    windowEnd: null,
    facts: keepingFacts(inventory),
    now: startAt,
  });
}

const day = 86_400_000;

/** What DCS tells of an instance where nothing is left out. */
export const whole = {
  enterpriseProject: '0',
  cacheMode: 'ha',
  capacity: 8_192,
  zones: ['cn-north-4a', 'cn-north-4b'],
  createdAt: startAt - 40 * day,
};

/** Instances that differ in what finer conditions of targets ask for. */
export const variedFleet = beijing(
  instance('big', { ...whole, capacity: 65_536, engineVersion: '6.0.20' }),
  instance('old', { ...whole, engineVersion: '3.0.7', createdAt: startAt - 400 * day }),
  instance('plain', whole),
  instance('single', { ...whole, cacheMode: 'single', capacity: 128, zones: ['cn-north-4a'] }),
  instance('sick', { ...whole, status: 'ERROR', enterpriseProject: 'shop', zones: ['cn-north-4c'] }),
);
