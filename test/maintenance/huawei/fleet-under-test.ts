import type { Clock } from '../../../functions/maintenance/foundation/clock.ts';
import { concealCredentials } from '../../../functions/maintenance/huawei/credentials.ts';
import type { DcsSettings } from '../../../functions/maintenance/huawei/dcs/dcs-region-clients.ts';
import { createDcsFleet } from '../../../functions/maintenance/huawei/dcs/fleet-over-clients.ts';
import type { Fleet } from '../../../functions/maintenance/run/fleet.ts';

/** Keys that no message may ever show. */
export const keys = {
  accessKey: 'CANARYACCESSKEY00001',
  secretKey: 'canary-secret-key-0000000000000001',
  securityToken: 'canary/security+token==0001',
} as const;

/** A clock whose waits take no time and are written down. */
export function notingClock(): Clock & { readonly waits: readonly number[] } {
  const waits: number[] = [];
  return {
    waits,
    // 2026-11-23T03:30:00Z
    now: () => 1_795_404_600_000,
    wait: async (ms) => {
      waits.push(ms);
    },
  };
}

/** The real fleet with one region, `beijing`, at an endpoint. */
export function fleetAt(endpoint: string, more: Partial<DcsSettings> = {}): Fleet {
  return createDcsFleet({ ...settingsAt(endpoint), ...more });
}

/** Settings with one region, `beijing`, at an endpoint. */
export function settingsAt(endpoint: string): DcsSettings {
  return {
    regions: { beijing: { region: 'cn-north-4', projectId: '0123456789abcdef0123456789abcdef', endpoint } },
    credentials: concealCredentials(keys),
    clock: notingClock(),
  };
}

/** An instance as ListInstances tells of it, cut down to what may matter. */
export function rawInstance(id: string, more: Record<string, unknown> = {}) {
  return {
    instance_id: id,
    name: `cache-${id}`,
    engine: 'Redis',
    engine_version: '5.0',
    status: 'RUNNING',
    sub_status: 'normal',
    tags: [{ key: 'env', value: 'staging' }],
    az_codes: ['cn-north-4a'],
    updated_at: '2022-08-29T09:00:34.335Z',
    ...more,
  };
}
