import { createJournal } from '../../../functions/maintenance/journal/journal-over-store.ts';
import type { Store } from '../../../functions/maintenance/journal/store.ts';
import type { Ports } from '../../../functions/maintenance/run/ports.ts';
import type { Fault } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import { createDcsService, type DcsService } from '../../../functions/minicloud/dcs/dcs-service.ts';
import type { InstanceSeed } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { hexOf } from '../../../functions/minicloud/foundation/audit-log.ts';
import { createMemoryMetrics } from '../../minicloud/ces/memory-metrics.ts';
import { createMemoryBackups } from '../../minicloud/dcs/memory-backups.ts';
import { createMemoryFleet } from '../../minicloud/dcs/memory-fleet.ts';
import { createMemoryStore } from '../journal/memory-store.ts';
import { startAt } from './night.ts';
import { createVirtualTime } from './virtual-clock.ts';

/** A region as the schedule and the cloud name it. */
export type Place = { readonly name: string; readonly region: string; readonly projectId: string };

/** Regions `region-01`, `region-02`, … */
export function placesOf(count: number): readonly Place[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(2, '0');
    return { name: `region-${number}`, region: `cn-place-${number}`, projectId: hexOf(`project ${number}`) };
  });
}

/** As many instances in each of the regions; `like` tells more of the one of that number, from 0, in its region. */
export function instancesOf(
  places: readonly Place[],
  each: number,
  like: (index: number) => Partial<InstanceSeed> = () => ({}),
): readonly InstanceSeed[] {
  return places.flatMap(({ name, region }) =>
    Array.from({ length: each }, (_, index) => ({
      ...like(index),
      name: `${name}-cache-${String(index + 1).padStart(4, '0')}`,
      region,
    })),
  );
}

/** A cloud of many regions, and a durable journal. */
export type ManyRegions = Ports & { readonly dcs: DcsService; readonly store: Store };

/** Sets up a cloud in virtual time, at the start of every night. */
export function createManyRegions(
  places: readonly Place[],
  instances: readonly InstanceSeed[],
  faults: readonly Fault[] = [],
): ManyRegions {
  const { cloud, clock } = createVirtualTime(startAt);
  const projects = Object.fromEntries(places.map(({ region, projectId }) => [region, projectId]));
  const regions = Object.fromEntries(places.map((place) => [place.name, place]));
  const dcs = createDcsService({ clock: cloud, projects, instances, faults });
  const store = createMemoryStore();
  return {
    dcs,
    store,
    clock,
    fleet: createMemoryFleet({ dcs, regions, clock }),
    backups: createMemoryBackups({ dcs, regions, clock }),
    metrics: createMemoryMetrics({ dcs, regions, clock }),
    journal: createJournal(store, { clock, writer: 'nightshift test' }),
  };
}
