import type { Clock } from '../../foundation/clock.ts';
import type { TimeFrame } from '../../foundation/time-frame.ts';
import type { Credentials } from '../credentials.ts';
import { publicEndpoint } from '../public-endpoint.ts';
import { SigningClient } from '../signing-client.ts';
import { DcsClient } from './dcs-client.ts';

/** Where a region of the schedule is to be found. */
export type DcsRegion = {
  /** Huawei's id: `cn-north-4`. */
  readonly region: string;
  readonly projectId: string;
  /** Where it is not the public one. */
  readonly endpoint?: string | undefined;
};

/** What the real fleet and its backups are reached by. */
export type DcsSettings = {
  /** By the name the schedule gives them. */
  readonly regions: Readonly<Record<string, DcsRegion>>;
  readonly credentials: Credentials;
  /** The keys as they are now, asked after a call that was refused for its keys. */
  readonly renew?: () => Credentials;
  /** Paces the retries of reads. Timeouts go by real time: the other side does not know of our clock. */
  readonly clock: Clock;
  readonly readTimeoutMs?: number;
  readonly actionTimeoutMs?: number;
  /** By when calls must have ended; none has to when left out. */
  readonly frame?: TimeFrame;
  /** Waited for before a long answer is parsed. */
  readonly beforeLongReply?: () => Promise<void>;
};

/** How long a call that reads may take, where nothing else is set. */
export const defaultReadTimeoutMs = 15_000;
/** The gateway gives up on DCS after 30 s; its answer, `APIGW.0201`, tells more than a silence would. */
const defaultActionTimeoutMs = 35_000;

const made = new WeakMap<DcsSettings, Map<string, DcsClient>>();

/**
 * Gives the client of a region, made when it is first asked for. The same settings always give the same clients,
 * so that all that talks to a region shares its connections. Throws `TypeError` for a region not in the settings.
 */
export function dcsClientsOf(settings: DcsSettings): (region: string) => DcsClient {
  const clients = made.get(settings) ?? new Map<string, DcsClient>();
  made.set(settings, clients);
  return (region) => {
    const client = clients.get(region) ?? createRegionClient(settings, region);
    clients.set(region, client);
    return client;
  };
}

function createRegionClient(settings: DcsSettings, name: string): DcsClient {
  const region = settings.regions[name];
  if (region === undefined) throw new TypeError(`there is no region "${name}"`);
  return new DcsClient(
    new SigningClient({
      endpoint: region.endpoint ?? publicEndpoint('dcs', region.region),
      projectId: region.projectId,
      credentials: settings.credentials,
      readTimeoutMs: settings.readTimeoutMs ?? defaultReadTimeoutMs,
      actionTimeoutMs: settings.actionTimeoutMs ?? defaultActionTimeoutMs,
      now: () => settings.clock.now(),
      ...(settings.renew && { renew: settings.renew }),
      ...(settings.frame && { frame: settings.frame }),
      ...(settings.beforeLongReply && { beforeLongReply: settings.beforeLongReply }),
    }),
  );
}
