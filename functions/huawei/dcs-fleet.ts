import { CallError } from '../run/call-failure.ts';
import type { Clock } from '../run/clock.ts';
import type { Fleet, Measurements, SubmitAnswer } from '../run/fleet.ts';
import type { Action } from '../schedule/schema.ts';
import type { Credentials } from './credentials.ts';
import { DcsClient } from './dcs-client.ts';
import { submitFailure } from './dcs-failure.ts';
import { readInstance, readInstancePage } from './dcs-instance.ts';
import { readKeyCounts, readNodePage } from './dcs-measurements.ts';
import { largestPage, readAllPages } from './dcs-pages.ts';
import { readSubmitAnswer } from './dcs-submit-answer.ts';
import { saysThereIsNone } from './failure-kind.ts';
import { HuaweiCallError } from './huawei-call-error.ts';
import { retryRead } from './retry-read.ts';
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

/** More in one call are refused with DCS.4100. */
const mostIds = 50;

const defaultReadTimeoutMs = 15_000;
/** The gateway gives up on DCS after 30 s; its answer, `APIGW.0201`, tells more than a silence would. */
const defaultActionTimeoutMs = 35_000;

/**
 * The instances in Huawei Cloud. A client is made for a region when it is first asked for. `submit` throws
 * `TypeError` for more than 50 ids or none, and every verb for a region that is not in the settings.
 */
export function createDcsFleet(settings: DcsFleetSettings): Fleet {
  const { clock } = settings;
  const clients = new Map<string, DcsClient>();

  function clientOf(region: string): DcsClient {
    const client = clients.get(region) ?? createRegionClient(settings, region);
    clients.set(region, client);
    return client;
  }

  return {
    list(region) {
      return readAllPages((offset) =>
        retryRead(clock, async () =>
          readInstancePage(region, await clientOf(region).listInstances({ offset, limit: largestPage })),
        ),
      );
    },

    show(region, id) {
      return retryRead(clock, async () => {
        try {
          return readInstance(region, id, await clientOf(region).showInstance({ instance_id: id }));
        } catch (error) {
          if (error instanceof HuaweiCallError && saysThereIsNone(error)) return undefined;
          throw error;
        }
      });
    },

    async submit(region, action, ids) {
      if (ids.length === 0 || ids.length > mostIds) {
        throw new TypeError(`a call to DCS carries 1 to ${mostIds} ids, not ${ids.length}`);
      }
      return submitOnce(clientOf(region), action, ids);
    },

    async measure(region) {
      const client = clientOf(region);
      const [keys, nodes] = await Promise.all([
        readOrNothing(
          retryRead(clock, async () => readKeyCounts(await client.listStatisticsOfRunningInstances())),
        ),
        readOrNothing(readNodeHealth(client, clock)),
      ]);
      return { keys, nodes };
    },
  };
}

async function submitOnce(client: DcsClient, action: Action, ids: readonly string[]): Promise<SubmitAnswer> {
  try {
    const answer = await client.restartOrFlushInstances({ body: { instances: [...ids], action } });
    return readSubmitAnswer(ids, answer);
  } catch (error) {
    return { kind: 'refused', failure: submitFailure(error) };
  }
}

async function readNodeHealth(client: DcsClient, clock: Clock): Promise<Measurements['nodes']> {
  const instances = await readAllPages((offset) =>
    retryRead(clock, async () =>
      readNodePage(await client.batchShowNodesInformation({ offset, limit: largestPage })),
    ),
  );
  return new Map(
    instances.flatMap(({ id, health }) => (health === undefined ? [] : [[id, health] as const])),
  );
}

/** The figures are a help, not a need; which permission they take is not documented. */
async function readOrNothing<Value>(
  reading: Promise<ReadonlyMap<string, Value>>,
): Promise<ReadonlyMap<string, Value>> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof CallError) return new Map();
    throw error;
  }
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
