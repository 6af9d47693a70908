import type { Clock } from '../../foundation/clock.ts';
import { shareNext } from '../../foundation/share-next.ts';
import { noTimeFrame, type TimeFrame } from '../../foundation/time-frame.ts';
import { type Fleet, type Measurements, mostIdsPerCall, type SubmitAnswer } from '../../run/fleet.ts';
import type { Action } from '../../schedule/schema.ts';
import { asDocument, asText } from '../optional-field.ts';
import { permissions } from '../permissions.ts';
import { headOf } from '../read-reply.ts';
import type { DcsClient } from './dcs-client.ts';
import { malformedAnswer, noSuchInstance, submitFailure } from './dcs-failure.ts';
import { readInstance } from './dcs-instance.ts';
import { readKeyCounts } from './dcs-measurements.ts';
import { type DcsSettings, dcsClientsOf } from './dcs-region-clients.ts';
import { factsOver } from './facts-over-clients.ts';
import { listInstances } from './list-instances.ts';
import { readNodeHealth } from './node-health.ts';
import { type Patience, patienceWith, readOrCause, retryRead } from './retry-read.ts';

/**
 * The fleet behind DCS clients, one per region; the clock paces the retries of reads. `submit` throws `TypeError`
 * for more than `mostIdsPerCall` ids or none: that is a mistake of the caller, not an end of a call.
 */
export function fleetOver(
  clientOf: (region: string) => DcsClient,
  clock: Clock,
  { readsUntil }: Pick<TimeFrame, 'readsUntil'> = noTimeFrame,
): Fleet {
  const always = { clock, readsUntil };
  const show: Fleet['show'] = async (region, id) => {
    const client = clientOf(region);
    return retryRead(patienceWith(client, always), permissions.showInstance, async () => {
      try {
        return readInstance(region, id, await client.showInstance({ instance_id: id }));
      } catch (error) {
        return noSuchInstance(error);
      }
    });
  };
  const counts = new Map<string, () => Promise<Measurements['keys']>>();
  /** DCS tells them of all instances alone: runs that want those of one each share a call. */
  const keyCountsOf = (region: string): Promise<Measurements['keys']> => {
    const client = clientOf(region);
    const count =
      counts.get(region) ??
      shareNext(() =>
        retryRead(patienceWith(client, forMeasuring(always)), permissions.listInstances, async () =>
          readKeyCounts(await client.listStatisticsOfRunningInstances()),
        ),
      );
    counts.set(region, count);
    return count();
  };
  return {
    async list(region, wanted) {
      const client = clientOf(region);
      const patience = patienceWith(client, always);
      return listInstances({ region, client, patience, show: (id) => show(region, id) }, wanted);
    },

    show,

    facts: factsOver(clientOf, always),

    async submit(region, action, ids) {
      if (ids.length === 0 || ids.length > mostIdsPerCall) {
        throw new TypeError(`a call to DCS carries 1 to ${mostIdsPerCall} ids, not ${ids.length}`);
      }
      return submitOnce(clientOf(region), action, ids);
    },

    async measure(region, wanted) {
      const client = clientOf(region);
      const measuring = patienceWith(client, forMeasuring(always));
      const counting =
        wanted?.keys === false ? { read: undefined, unread: undefined } : readOrCause(keyCountsOf(region));
      const [keys, nodes] = await Promise.all([
        counting,
        readOrCause(readNodeHealth(client, measuring, wanted?.ids)),
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

/** Figures are a help, not a need; what is not there by then is done without. Milliseconds, and a part of the time. */
const longestMeasuring = 30_000;
const shareForMeasuring = 4;

function forMeasuring({ clock, readsUntil }: Patience): Patience {
  const now = clock.now();
  const until = now + Math.min(longestMeasuring, (readsUntil() - now) / shareForMeasuring);
  return { clock, readsUntil: () => until };
}

/** The instances in Huawei Cloud. Every verb throws `TypeError` for a region that is not in the settings. */
export function createDcsFleet(settings: DcsSettings): Fleet {
  return fleetOver(dcsClientsOf(settings), settings.clock, settings.frame);
}

/**
 * Reads an answer of `RestartOrFlushInstances`, joined by id: the order of the results means nothing. Only `success`
 * and `failed`, spelt so, are answers; any other word, and an id that is told twice or not quite as it is, leaves open
 * what was done; so does a row that cannot be read, which may be that of any id that no other row names. Throws `HuaweiCallError` without a proper `results`: on this path a proxy that turns the PUT into a
 * GET gets a cheerful 200 with counters.
 */
export function readSubmitAnswer(ids: readonly string[], answer: unknown): SubmitAnswer {
  const { results } = asDocument(answer);
  if (!Array.isArray(results))
    throw malformedAnswer('RestartOrFlushInstances answered without results', answer);
  const requestId = headOf(answer)?.requestId;
  const words = new Map<string, string[]>();
  const unread: unknown[] = [];
  for (const row of results) {
    const { instance: named, result } = asDocument(row);
    const instance = asText(named);
    if (instance === undefined) {
      unread.push(row);
      continue;
    }
    const id = ids.find((each) => alike(each) === alike(instance));
    if (id === undefined) continue;
    const said = id === instance ? quoted(result) : `${quoted(result)} (${quoted(instance)})`;
    const before = words.get(id) ?? [];
    if (!before.includes(said)) words.set(id, [...before, said]);
  }
  const odd: (readonly [string, string])[] = [];
  const accepted: string[] = [];
  const rejected: string[] = [];
  for (const id of ids) {
    const said = words.get(id)?.join(', ') ?? (unread.length > 0 ? quoted(unread) : undefined);
    if (said === '"success"') accepted.push(id);
    else if (said === '"failed"') rejected.push(id);
    else if (said !== undefined) odd.push([id, said]);
  }
  return {
    kind: 'answered',
    accepted,
    rejected,
    ...(odd.length > 0 && { odd }),
    ...(requestId !== undefined && { requestId }),
  };
}

function alike(id: string): string {
  return id.trim().toLowerCase();
}

/** Enough of a word to find it again, as JSON, which is the same in every language; `{}` for none. */
const longestWord = 40;

function quoted(word: unknown): string {
  const text = JSON.stringify(word === undefined ? {} : word);
  return text.length > longestWord ? `${text.slice(0, longestWord)}…` : text;
}
