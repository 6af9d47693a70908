import { createJournal } from '../../functions/journal/journal-over-store.ts';
import { createMemoryStore } from '../../functions/journal/memory-store.ts';
import type { Store } from '../../functions/journal/store.ts';
import type { Fault } from '../../functions/minicloud/fault.ts';
import { hexOf, type InstanceSeed } from '../../functions/minicloud/instance-seed.ts';
import { createMemoryBackups } from '../../functions/minicloud/memory-backups.ts';
import { createMemoryFleet } from '../../functions/minicloud/memory-fleet.ts';
import { createWorld, type World } from '../../functions/minicloud/world.ts';
import type { Ports } from '../../functions/run/ports.ts';
import { startAt } from './night.ts';
import { createVirtualTime } from './virtual-clock.ts';

/** What a cloud of many regions is made of. */
export type ManyRegionsOptions = {
  readonly regions: number;
  readonly instancesEach: number;
  /** What else the instance of that number, from 0, is like in its region. */
  readonly seedOf?: (index: number) => Partial<InstanceSeed>;
  readonly faults?: readonly Fault[];
};

/** A cloud of many regions with a durable journal, in virtual time. */
export type ManyRegions = Ports & {
  readonly world: World;
  readonly store: Store;
  readonly names: readonly string[];
};

/** The project of a region, for faults that are about it. */
export function projectOf(name: string): string {
  return hexOf(`project of ${name}`);
}

/** Regions `region-01`, `region-02`, …, each with as many instances. */
export function createManyRegions({
  regions: count,
  instancesEach,
  seedOf,
  faults,
}: ManyRegionsOptions): ManyRegions {
  const { cloud, clock } = createVirtualTime(startAt);
  const names = Array.from({ length: count }, (_, index) => `region-${String(index + 1).padStart(2, '0')}`);
  const projects = Object.fromEntries(names.map((name) => [name, projectOf(name)]));
  const regions = Object.fromEntries(
    names.map((name) => [name, { region: name, projectId: projectOf(name) }]),
  );
  const instances = names.flatMap((region) =>
    Array.from({ length: instancesEach }, (_, index) => ({
      ...seedOf?.(index),
      name: `${region}-cache-${String(index + 1).padStart(4, '0')}`,
      region,
    })),
  );
  const world = createWorld({ clock: cloud, projects, instances, ...(faults && { faults }) });
  const store = createMemoryStore();
  return {
    world,
    store,
    names,
    clock,
    fleet: createMemoryFleet({ world, regions, clock }),
    backups: createMemoryBackups({ world, regions, clock }),
    journal: createJournal(store, { clock, writer: 'nightshift test' }),
  };
}
