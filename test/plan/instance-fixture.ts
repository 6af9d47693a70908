import type { Instance } from '../../functions/plan/instance.ts';
import type { RegionInventory } from '../../functions/plan/select-instances.ts';

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
