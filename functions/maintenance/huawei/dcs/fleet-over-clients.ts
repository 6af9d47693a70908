import * as z from 'zod/mini';
import type { Clock } from '../../foundation/clock.ts';
import { noTimeFrame, type TimeFrame } from '../../foundation/time-frame.ts';
import { type Fleet, type Measurements, mostIdsPerCall, type SubmitAnswer } from '../../run/fleet.ts';
import type { Action } from '../../schedule/schema.ts';
import { HuaweiCallError } from '../huawei-call-error.ts';
import { permissions } from '../permissions.ts';
import { headOf } from '../read-reply.ts';
import type { DcsClient } from './dcs-client.ts';
import { malformedAnswer, saysThereIsNone, submitFailure } from './dcs-failure.ts';
import { readInstance, readInstancePage } from './dcs-instance.ts';
import { readKeyCounts, readNodePage } from './dcs-measurements.ts';
import { largestPage, readAllPages } from './dcs-pages.ts';
import { type DcsSettings, dcsClientsOf } from './dcs-region-clients.ts';
import { factsOver } from './facts-over-clients.ts';
import { type ReadPatience, readOrCause, retryRead } from './retry-read.ts';

/**
 * The fleet behind DCS clients, one per region; the clock paces the retries of reads. `submit` throws `TypeError`
 * for more than `mostIdsPerCall` ids or none: that is a mistake of the caller, not an end of a call.
 */
export function fleetOver(
  clientOf: (region: string) => DcsClient,
  clock: Clock,
  { readsUntil }: Pick<TimeFrame, 'readsUntil'> = noTimeFrame,
): Fleet {
  const patience = { clock, readsUntil };
  return {
    list(region) {
      return readAllPages((offset) =>
        retryRead(patience, permissions.listInstances, async () =>
          readInstancePage(region, await clientOf(region).listInstances({ offset, limit: largestPage })),
        ),
      );
    },

    show(region, id) {
      return retryRead(patience, permissions.showInstance, async () => {
        try {
          return readInstance(region, id, await clientOf(region).showInstance({ instance_id: id }));
        } catch (error) {
          if (error instanceof HuaweiCallError && saysThereIsNone(error)) return undefined;
          throw error;
        }
      });
    },

    facts: factsOver(clientOf, patience),

    async submit(region, action, ids) {
      if (ids.length === 0 || ids.length > mostIdsPerCall) {
        throw new TypeError(`a call to DCS carries 1 to ${mostIdsPerCall} ids, not ${ids.length}`);
      }
      return submitOnce(clientOf(region), action, ids);
    },

    async measure(region) {
      const client = clientOf(region);
      const measuring = forMeasuring(patience);
      const [keys, nodes] = await Promise.all([
        readOrCause(
          retryRead(measuring, permissions.listInstances, async () =>
            readKeyCounts(await client.listStatisticsOfRunningInstances()),
          ),
        ),
        readOrCause(readNodeHealth(client, measuring)),
      ]);
      return {
        keys: keys.read ?? new Map(),
        nodes: nodes.read ?? new Map(),
        ...(keys.unread && { keysUnread: keys.unread }),
        ...(nodes.unread && { nodesUnread: nodes.unread }),
      };
    },
  };
}

async function submitOnce(client: DcsClient, action: Action, ids: readonly string[]): Promise<SubmitAnswer> {
  try {
    const answer = await client.restartOrFlushInstances({ body: { instances: [...ids], action } });
    return readSubmitAnswer(ids, answer);
  } catch (error) {
    return { kind: 'refused', failure: submitFailure(error, permissions.changeStatus) };
  }
}

async function readNodeHealth(client: DcsClient, patience: ReadPatience): Promise<Measurements['nodes']> {
  const instances = await readAllPages((offset) =>
    retryRead(patience, permissions.listInstances, async () =>
      readNodePage(await client.batchShowNodesInformation({ offset, limit: largestPage })),
    ),
  );
  return new Map(
    instances.flatMap(({ id, health }) => (health === undefined ? [] : [[id, health] as const])),
  );
}

/** Figures are a help, not a need; what is not there by then is done without. Milliseconds, and a part of the time. */
const longestMeasuring = 30_000;
const shareForMeasuring = 4;

function forMeasuring({ clock, readsUntil }: ReadPatience): ReadPatience {
  const now = clock.now();
  const until = now + Math.min(longestMeasuring, (readsUntil() - now) / shareForMeasuring);
  return { clock, readsUntil: () => until };
}

/** The instances in Huawei Cloud. Every verb throws `TypeError` for a region that is not in the settings. */
export function createDcsFleet(settings: DcsSettings): Fleet {
  return fleetOver(dcsClientsOf(settings), settings.clock, settings.frame);
}

const results = z.object({ results: z.array(z.object({ instance: z.string(), result: z.string() })) });

/**
 * Reads an answer of `RestartOrFlushInstances`, joined by id: the order of the results means nothing. Throws
 * `HuaweiCallError` without a proper `results`: on this path a proxy that turns the PUT into a GET gets a
 * cheerful 200 with counters.
 */
export function readSubmitAnswer(ids: readonly string[], answer: unknown): SubmitAnswer {
  const parsed = results.safeParse(answer);
  if (!parsed.success) throw malformedAnswer('RestartOrFlushInstances answered without results', answer);
  const requestId = headOf(answer)?.requestId;
  const accepted = new Set<string>();
  const named = new Set<string>();
  for (const { instance, result } of parsed.data.results) {
    named.add(instance);
    if (result === 'success') accepted.add(instance);
  }
  return {
    kind: 'answered',
    accepted: ids.filter((id) => accepted.has(id)),
    rejected: ids.filter((id) => named.has(id) && !accepted.has(id)),
    ...(requestId !== undefined && { requestId }),
  };
}
