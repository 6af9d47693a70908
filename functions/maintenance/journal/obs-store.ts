import { chanceOf } from '../foundation/backoff.ts';
import type { Clock } from '../foundation/clock.ts';
import { retry } from '../foundation/retry.ts';
import { leastCallMs, noTimeFrame, type TimeFrame } from '../foundation/time-frame.ts';
import type { Credentials } from '../huawei/credentials.ts';
import { HuaweiCallError } from '../huawei/huawei-call-error.ts';
import { createObsClient } from '../huawei/obs/obs-client.ts';
import { publicEndpoint } from '../huawei/public-endpoint.ts';
import { type ObsVerb, obsStoreError } from './obs-failure.ts';
import { type Store, StoreError } from './store.ts';

/** Where in OBS a journal is kept. */
export type ObsStoreSettings = {
  /** Huawei's id: `cn-north-4`. */
  readonly region: string;
  /** Where it is not the region's public one. */
  readonly endpoint?: string | undefined;
  readonly bucket: string;
  /** What all keys begin with in the bucket: `nightshift/`, or nothing. */
  readonly prefix: string;
  readonly credentials: Credentials;
  /** Paces the retries of reads. Timeouts go by real time: the other side does not know of our clock. */
  readonly clock: Clock;
  readonly timeoutMs?: number;
  /** The keys as they are now, asked after a call that was refused for its keys. */
  readonly renew?: (() => Credentials) | undefined;
  /** By when calls must have ended; none has to when left out. */
  readonly frame?: TimeFrame | undefined;
};

const defaultTimeoutMs = 10_000;
const readRules = { tries: 3, backoff: 400, maxBackoff: 2_000, jitter: 0.5, leastTry: leastCallMs };
/** No such object, or none so long. */
const nothingThere: ReadonlySet<string> = new Set(['NoSuchKey', 'InvalidRange', 'HTTP.416']);
/** OBS's limit for a page and for a batch. */
const mostKeys = 1000;

/**
 * A store in a bucket of OBS, whose append is a compare-and-swap. Reads that fail in a way that passes are
 * tried again, an append never. Throws `StoreError` for settings that cannot name a bucket.
 */
export function createObsStore(settings: ObsStoreSettings): Store {
  const { bucket, prefix, clock, timeoutMs = defaultTimeoutMs, frame = noTimeFrame } = settings;
  const { credentials, renew } = settings;
  const endpoint = checkedEndpoint(settings);
  const client = createObsClient({ endpoint, bucket, credentials, renew, frame, timeoutMs });

  async function once<Answer>(verb: ObsVerb, key: string, call: () => Promise<Answer>): Promise<Answer> {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof HuaweiCallError)) throw error;
      throw obsStoreError(verb, error, { host: endpoint.host, bucket, key });
    }
  }

  async function read<Answer>(key: string, call: () => Promise<Answer>): Promise<Answer> {
    const chance = () => chanceOf(`${bucket}/${key}`);
    const limit = frame.readsUntil();
    const retried = await retry<Answer, StoreError>(readRules, { clock, chance, limit }, async () => {
      try {
        return { kind: 'done', answer: await once('read', key, call) };
      } catch (error) {
        if (!(error instanceof StoreError) || error.kind !== 'unreachable') throw error;
        return { kind: 'failed', failure: error };
      }
    });
    if (retried.kind === 'given-up') throw retried.failure ?? noTimeLeft(endpoint);
    return retried.answer;
  }

  return {
    async read(key) {
      const place = prefix + checkedKey(key);
      try {
        return await read(place, () => client.get(place));
      } catch (error) {
        if (error instanceof StoreError && error.code === 'NoSuchKey') return undefined;
        throw error;
      }
    },
    async readFrom(key, position) {
      const place = prefix + checkedKey(key);
      try {
        return await read(place, () => client.getFrom(place, position));
      } catch (error) {
        if (error instanceof StoreError && nothingThere.has(error.code)) return new Uint8Array();
        throw error;
      }
    },
    async append(key, position, bytes) {
      const place = prefix + checkedKey(key);
      try {
        return await once('append', place, () => client.append(place, position, bytes));
      } catch (error) {
        if (error instanceof StoreError && error.code === 'PositionNotEqualToLength') return undefined;
        throw error;
      }
    },
    async list(sought, { after, limit = Number.POSITIVE_INFINITY } = {}) {
      const keys: string[] = [];
      if (sought !== '') checkedKey(sought);
      let marker = after === undefined ? undefined : prefix + after;
      while (keys.length < limit) {
        const asked = { prefix: prefix + sought, marker, maxKeys: Math.min(mostKeys, limit - keys.length) };
        const page = await read(asked.prefix, () => client.list(asked));
        keys.push(...page.keys.map((key) => key.slice(prefix.length)));
        marker = page.nextMarker;
        if (marker === undefined) break;
      }
      return keys;
    },
    async remove(keys) {
      for (let start = 0; start < keys.length; start += mostKeys) {
        const batch = keys.slice(start, start + mostKeys).map((key) => prefix + checkedKey(key));
        await once('remove', batch[0] ?? '', () => client.remove(batch));
      }
    },
  };
}

function noTimeLeft({ host }: URL): StoreError {
  return new StoreError('unreachable', 'TIMEOUT', `no time was left to ask ${host}`);
}

/** What is in the schedule becomes a part of host and path, so it must be no more than a name in them. */
function checkedEndpoint({ endpoint, region, bucket, prefix }: ObsStoreSettings): URL {
  const address = endpoint ?? publicEndpoint('obs', region);
  const flaw =
    ((!/^https?:\/\/[a-z0-9.-]+(:\d+)?\/?$/i.test(address) || !URL.canParse(address)) &&
      `"${address}" is no address of OBS`) ||
    (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) && `"${bucket}" is no name of a bucket`) ||
    ((!/^([A-Za-z0-9._%~=-][A-Za-z0-9/._%~=-]*)?$/.test(prefix) || dots.test(prefix)) &&
      `"${prefix}" is no prefix of keys`);
  if (flaw) throw new StoreError('permanent', 'OBS_SETTINGS', flaw);
  return new URL(address);
}

/** Parts that a URL does not keep: the request would go elsewhere than it was signed for. */
const dots = /(^|\/)\.{1,2}(\/|$)/;

function checkedKey(key: string): string {
  if (!/^[A-Za-z0-9/._%~=-]+$/.test(key) || dots.test(key))
    throw new StoreError('permanent', 'KEY', `"${key}" is no key`);
  return key;
}
