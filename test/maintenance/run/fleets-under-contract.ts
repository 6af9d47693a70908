import { onTestFinished } from 'vitest';
import type { Clock } from '../../../functions/maintenance/foundation/clock.ts';
import { createCesMetrics } from '../../../functions/maintenance/huawei/ces/metrics-over-clients.ts';
import { concealCredentials } from '../../../functions/maintenance/huawei/credentials.ts';
import { createDcsBackups } from '../../../functions/maintenance/huawei/dcs/backups-over-clients.ts';
import { createDcsFleet } from '../../../functions/maintenance/huawei/dcs/fleet-over-clients.ts';
import type { Backups, Fleet } from '../../../functions/maintenance/run/fleet.ts';
import type { Metrics } from '../../../functions/maintenance/run/metrics.ts';
import {
  type CesOptions,
  type CesService,
  createCesService,
} from '../../../functions/minicloud/ces/ces-service.ts';
import type { Fault } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import type { DcsKnobs } from '../../../functions/minicloud/dcs/dcs-knobs.ts';
import { createDcsService, type DcsService } from '../../../functions/minicloud/dcs/dcs-service.ts';
import { type InstanceSeed, instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createHandClock, type HandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { createMemoryMetrics } from '../../minicloud/ces/memory-metrics.ts';
import { createMemoryBackups } from '../../minicloud/dcs/memory-backups.ts';
import { createMemoryFleet } from '../../minicloud/dcs/memory-fleet.ts';

/** A fleet with its backups and metrics, what is behind them, and time to move by hand. */
export type Scene = {
  readonly fleet: Fleet;
  readonly backups: Backups;
  readonly metrics: Metrics;
  readonly dcs: DcsService;
  readonly ces: CesService;
  readonly clock: HandClock;
};

/** What a scene is made of. */
export type SceneOptions = {
  readonly instances: readonly InstanceSeed[];
  readonly faults?: readonly Fault[];
  readonly knobs?: Partial<DcsKnobs>;
  readonly ces?: CesOptions;
};

const projects = {
  'cn-north-4': '0123456789abcdef0123456789abcdef',
  'cn-south-1': 'fedcba9876543210fedcba9876543210',
};

function regionsAt(endpoint?: string) {
  return {
    beijing: { region: 'cn-north-4', projectId: projects['cn-north-4'], endpoint },
    guangzhou: { region: 'cn-south-1', projectId: projects['cn-south-1'], endpoint },
  };
}

/** The run's clock on the cloud's: waiting moves time on. */
function waitingMoves(clock: HandClock): Clock {
  return { now: clock.now, wait: async (ms) => clock.advance(ms) };
}

/** The adapters of the Fleet and Backups ports, each making a scene of its own. */
export const adapters: readonly (readonly [string, (options: SceneOptions) => Promise<Scene>])[] = [
  [
    'in memory',
    async (options) => {
      const clock = createHandClock(Date.UTC(2026, 10, 22, 19, 30));
      const dcs = createDcsService({ clock, projects, ...options });
      const ces = createCesService(dcs, options.ces);
      const settings = { dcs, ces, regions: regionsAt(), clock: waitingMoves(clock) };
      return {
        fleet: createMemoryFleet(settings),
        backups: createMemoryBackups(settings),
        metrics: createMemoryMetrics(settings),
        ...{ dcs, ces, clock },
      };
    },
  ],
  [
    'over HTTP',
    async (options) => {
      // Signatures carry the wall's time, and the cloud refuses those that are 15 minutes off its own.
      const clock = createHandClock(Date.now());
      const cloud = await startCloud({ clock, projects, ...options });
      onTestFinished(() => cloud.close());
      const settings = {
        regions: regionsAt(cloud.endpoint),
        credentials: concealCredentials(cloud),
        clock: waitingMoves(clock),
        // A slow answer never comes while the cloud's clock stands still, so little patience is enough.
        actionTimeoutMs: 2_000,
      };
      return {
        fleet: createDcsFleet(settings),
        backups: createDcsBackups(settings),
        metrics: createCesMetrics(settings),
        dcs: cloud.dcs,
        ces: cloud.ces,
        clock,
      };
    },
  ],
];

/** Ids of instances seeded by name. */
export const idsOf = (...names: readonly string[]) => names.map(instanceIdOf);
