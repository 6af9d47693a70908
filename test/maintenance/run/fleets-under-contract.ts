import { onTestFinished } from 'vitest';
import type { Clock } from '../../../functions/maintenance/foundation/clock.ts';
import { concealCredentials } from '../../../functions/maintenance/huawei/credentials.ts';
import { createDcsBackups } from '../../../functions/maintenance/huawei/dcs/backups-over-clients.ts';
import { createDcsFleet } from '../../../functions/maintenance/huawei/dcs/fleet-over-clients.ts';
import type { Backups, Fleet } from '../../../functions/maintenance/run/fleet.ts';
import type { Fault } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import type { DcsKnobs } from '../../../functions/minicloud/dcs/dcs-knobs.ts';
import { createDcsService, type DcsService } from '../../../functions/minicloud/dcs/dcs-service.ts';
import { type InstanceSeed, instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createHandClock, type HandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { createMemoryBackups } from '../../minicloud/dcs/memory-backups.ts';
import { createMemoryFleet } from '../../minicloud/dcs/memory-fleet.ts';

/** A fleet with its backups, the DCS behind it, and time to move by hand. */
export type Scene = {
  readonly fleet: Fleet;
  readonly backups: Backups;
  readonly dcs: DcsService;
  readonly clock: HandClock;
};

/** What a scene is made of. */
export type SceneOptions = {
  readonly instances: readonly InstanceSeed[];
  readonly faults?: readonly Fault[];
  readonly knobs?: Partial<DcsKnobs>;
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
      const settings = { dcs, regions: regionsAt(), clock: waitingMoves(clock) };
      return { fleet: createMemoryFleet(settings), backups: createMemoryBackups(settings), dcs, clock };
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
        dcs: cloud.dcs,
        clock,
      };
    },
  ],
];

/** Ids of instances seeded by name. */
export const idsOf = (...names: readonly string[]) => names.map(instanceIdOf);
