import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { AuditLog } from '../foundation/audit-log.ts';
import type { CloudKeys } from '../wire/signature.ts';
import { createObjectStore, type ObjectLimits, type ObjectStore } from './object-store.ts';
import type { ObsError } from './obs-error.ts';
import {
  asSeenWith,
  clockOffMs,
  createObsFaultScript,
  type ObsFault,
  refusalOf,
  spoil,
} from './obs-fault.ts';
import { asSeenBy, defaultObsKnobs, type ObsKnobs } from './obs-knobs.ts';
import { carryOutObs } from './obs-operations.ts';
import { type ObsReply, obsErrorReply } from './obs-reply.ts';
import { type ObsRequest, readObsRequest } from './obs-request.ts';
import { isSignedForObs, obsSignatureFlaw, spellingOf } from './obs-signature.ts';
import { readDeleteXml } from './obs-xml.ts';

/** The buckets of a cloud, for those that look on and for those that spoil. */
export interface Obs {
  /** May be changed at any time. */
  readonly knobs: ObsKnobs;
  /** Makes an empty bucket; throws a `RangeError` when there is one of that name. */
  createBucket(name: string, limits?: ObjectLimits): ObjectStore;
  bucket(name: string): ObjectStore | undefined;
  addFault(fault: ObsFault): void;
}

/** A request to OBS as it arrived. */
export type ObsArrival = {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

/** OBS behind a server. */
interface ObsService extends Obs {
  /** Whether a request is meant for OBS: by its signature, or by the bucket it names. */
  isFor(arrival: ObsArrival): boolean;
  serve(
    arrival: ObsArrival,
    keys: CloudKeys,
  ): { readonly delayMs: number; readonly reply: ObsReply | 'dropped' };
}

type Outcome = { readonly reply: ObsReply | 'dropped'; readonly faults: readonly ObsFault[] };

/** OBS without a bucket. Its clock, request ids and audit log are the cloud's. */
export function createObsService(log: AuditLog, faults: readonly ObsFault[] = []): ObsService {
  const buckets = new Map<string, ObjectStore>();
  const script = createObsFaultScript(faults);
  const knobs = { ...defaultObsKnobs };

  function outcomeOf(arrival: ObsArrival, request: ObsRequest, keys: CloudKeys, requestId: string): Outcome {
    const error = (why: ObsError) => obsErrorReply(why, request.resource, requestId);
    const refuse = (why: ObsError): Outcome => ({ reply: error(why), faults: [] });
    const { bucket, operation, key, query } = request;
    const flawAt = (now: number) => obsSignatureFlaw(request, arrival.headers, keys, now);
    const now = log.clock.now();
    const objects = buckets.get(bucket);
    if (operation === null || !objects)
      return refuse(flawAt(now) ?? { code: operation === null ? 'NotImplemented' : 'NoSuchBucket' });
    const batch = operation === 'DeleteObjects' ? readDeleteXml(arrival.body.toString())?.keys : undefined;
    const playing = script.take({ operation, keys: batch ?? [key ?? query.get('prefix') ?? ''] });
    const offMs = clockOffMs(playing);
    const flaw = flawAt(now + offMs) ?? (digestFits(arrival) ? undefined : ({ code: 'BadDigest' } as const));
    if (flaw) return { reply: error(flaw), faults: playing };
    const instead = playing.map(({ effect }) => refusalOf(effect)).find((each) => each !== undefined);
    if (instead) return { reply: instead === 'dropped' ? instead : error(instead), faults: playing };
    const deniedPrefixes = playing.flatMap(({ effect, keyPrefix = '' }) =>
      effect.kind === 'item-denied' ? [keyPrefix] : [],
    );
    const end = carryOutObs(asSeenWith(playing, asSeenBy(knobs, objects, now)), {
      operation,
      bucket,
      key: key ?? '',
      query,
      body: arrival.body,
      from: rangeBegin(arrival.headers.range),
      now: now + offMs,
      knobs,
      isDenied: (each) => deniedPrefixes.some((prefix) => each.startsWith(prefix)),
    });
    const reply = 'code' in end ? error(end) : end;
    return {
      reply: playing.reduce<ObsReply | 'dropped'>(
        (current, { effect }) => spoil(current, effect, error),
        reply,
      ),
      faults: playing,
    };
  }

  return {
    knobs,
    createBucket(name, limits) {
      if (buckets.has(name)) throw new RangeError(`there is a bucket ${name}`);
      const objects = createObjectStore(limits);
      buckets.set(name, objects);
      return objects;
    },
    bucket: (name) => buckets.get(name),
    addFault: script.add,
    isFor: ({ method, target, headers }) =>
      isSignedForObs(headers) || buckets.has(readObsRequest(method, target, headers).bucket),
    serve(arrival, keys) {
      const requestId = log.nextRequestId();
      const request = readObsRequest(arrival.method, arrival.target, arrival.headers);
      const { reply, faults: played } = outcomeOf(arrival, request, keys, requestId);
      const { method, bucket, key, operation } = request;
      log.note({
        kind: 'obs',
        requestId,
        method,
        bucket,
        key: key ?? null,
        operation,
        status: reply === 'dropped' ? reply : reply.status,
        faults: played.map(({ effect }) => effect.kind),
      });
      const seconds = played.map(({ effect }) => (effect.kind === 'slow-answer' ? effect.seconds : 0));
      const offMs = clockOffMs(played);
      const named = {
        ...(knobs.requestId === 'told' && { [`x-${spellingOf(arrival.headers)}-request-id`]: requestId }),
        ...(offMs !== 0 && { Date: new Date(log.clock.now() + offMs).toUTCString() }),
      };
      return {
        delayMs: Math.max(0, ...seconds) * 1000,
        reply: reply === 'dropped' ? reply : { ...reply, headers: { ...named, ...reply.headers } },
      };
    },
  };
}

/** Of ranges those without an end are known here, as of no others any use is made. */
function rangeBegin(range: string | undefined): number | undefined {
  const begin = /^bytes=(\d{1,15})-$/.exec(range ?? '')?.[1];
  return begin === undefined ? undefined : Number(begin);
}

function digestFits({ headers, body }: ObsArrival): boolean {
  const told = headers['content-md5'];
  return told === undefined || told === createHash('md5').update(body).digest('base64');
}
