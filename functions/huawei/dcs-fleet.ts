import type { Clock } from '../run/clock.ts';
import type { Fleet } from '../run/fleet.ts';
import type { Credentials } from './credentials.ts';
import { DcsClient } from './dcs-client.ts';
import { fleetOver } from './fleet-over-clients.ts';
import { SigningClient } from './signing-client.ts';

/** Where a region of the schedule is to be found. */
export type DcsRegion = {
  /** Huawei's id: `cn-north-4`. */
  readonly region: string;
  readonly projectId: string;
  /** Where it is not the public one. */
  readonly endpoint?: string | undefined;
};

/** What the real fleet is made of. */
export type DcsFleetSettings = {
  /** By the name the schedule gives them. */
  readonly regions: Readonly<Record<string, DcsRegion>>;
  readonly credentials: Credentials;
  /** Paces the retries of reads. Timeouts go by real time: the other side does not know of our clock. */
  readonly clock: Clock;
  readonly readTimeoutMs?: number;
  readonly actionTimeoutMs?: number;
};

const defaultReadTimeoutMs = 15_000;
/** The gateway gives up on DCS after 30 s; its answer, `APIGW.0201`, tells more than a silence would. */
const defaultActionTimeoutMs = 35_000;

/**
 * The instances in Huawei Cloud. A client is made for a region when it is first asked for; every verb throws
 * `TypeError` for a region that is not in the settings.
 */
export function createDcsFleet(settings: DcsFleetSettings): Fleet {
  const clients = new Map<string, DcsClient>();
  return fleetOver((region) => {
    const client = clients.get(region) ?? createRegionClient(settings, region);
    clients.set(region, client);
    return client;
  }, settings.clock);
}

function createRegionClient(settings: DcsFleetSettings, name: string): DcsClient {
  const region = settings.regions[name];
  if (region === undefined) throw new TypeError(`there is no region "${name}"`);
  return new DcsClient(
    new SigningClient({
      endpoint: region.endpoint ?? `https://dcs.${region.region}.myhuaweicloud.com`,
      projectId: region.projectId,
      credentials: settings.credentials,
      readTimeoutMs: settings.readTimeoutMs ?? defaultReadTimeoutMs,
      actionTimeoutMs: settings.actionTimeoutMs ?? defaultActionTimeoutMs,
      now: () => settings.clock.now(),
    }),
  );
}
