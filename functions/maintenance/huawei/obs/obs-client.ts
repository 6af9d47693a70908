import { createHash } from 'node:crypto';
import { Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Readable } from 'node:stream';
import type Esdk from 'esdk-obs-nodejs';
import * as z from 'zod/mini';
import { createRedactor, type Redact } from '../../secrets/redact.ts';
import { type Credentials, secretsOf } from '../credentials.ts';
import { readBytes } from '../http-exchange.ts';
import { HuaweiCallError } from '../huawei-call-error.ts';
import { exchangeWithObs } from './obs-exchange.ts';
import { readObsResult } from './obs-result.ts';

/** Everything a client for one bucket needs. */
export type ObsClientSettings = {
  /** `https://obs.cn-north-4.myhuaweicloud.com`; with an IP address the bucket goes into the path. */
  readonly endpoint: URL;
  readonly bucket: string;
  readonly credentials: Credentials;
  /** Milliseconds for a call. */
  readonly timeoutMs: number;
};

/** A page of keys; `nextMarker` is there when it is not the last. */
export type ObsKeyPage = { readonly keys: readonly string[]; readonly nextMarker: string | undefined };

/** One bucket of OBS. Every verb sends one request, once, and throws `HuaweiCallError`. */
export interface ObsClient {
  /** Answers the position of the next append. */
  append(key: string, position: number, bytes: Uint8Array): Promise<number>;
  get(key: string): Promise<Uint8Array>;
  list(asked: {
    readonly prefix: string;
    readonly marker: string | undefined;
    readonly maxKeys: number;
  }): Promise<ObsKeyPage>;
  /** At most 1,000 keys. */
  remove(keys: readonly string[]): Promise<void>;
}

const replyLimitBytes = 64 * 1024 * 1024;

type RequestHook = NonNullable<Parameters<Esdk['getObject']>[0]['RequestHook']>;

/** Positions come as strings. */
const appended = z.object({ NextPosition: z.string().check(z.regex(/^\d{1,15}$/)) });
const opened = z.object({ Content: z.custom<IncomingMessage>((value) => value instanceof Readable) });
const listed = z.object({
  IsTruncated: z.enum(['true', 'false']),
  NextMarker: z.string(),
  Contents: z.array(z.object({ Key: z.string() })),
});
const removed = z.object({
  Deleteds: z.array(z.object({ Key: z.string() })),
  Errors: z.array(z.object({ Key: z.string(), Code: z.string(), Message: z.string() })),
});

/** A client over Huawei's own, which is loaded when it is first used: most invocations do not. */
export function createObsClient(settings: ObsClientSettings): ObsClient {
  const Bucket = settings.bucket;
  const keys = secretsOf(settings.credentials);
  let opening: Promise<Esdk> | undefined;

  async function call<Answer>(
    carryOut: (esdk: Esdk, RequestHook: RequestHook, redact: Redact) => Promise<Answer>,
  ): Promise<Answer> {
    opening ??= openEsdk(settings);
    const esdk = await opening;
    // What a request was signed with is a secret for as long as it is good, and only the request knows it.
    let signature = '';
    const redact = createRedactor(keys);
    return exchangeWithObs(settings, (watch) => {
      const hook: RequestHook = (request) => {
        signature = String(request.getHeader('authorization') ?? '').replace(/^.*:/, '');
        watch(request);
      };
      return carryOut(esdk, hook, (text) => redact(createRedactor([signature])(text)));
    });
  }

  return {
    append: (Key, Position, bytes) =>
      call(async (esdk, RequestHook, redact) => {
        const raw = await esdk.appendObject({
          ...{ Bucket, Key, Position, RequestHook },
          // Anything but a stream is turned into text and back, which is not the same bytes.
          Body: Readable.from(bytes.length > 0 ? [bytes] : [], { objectMode: false }),
          ContentLength: bytes.length,
          ContentMD5: createHash('md5').update(bytes).digest('base64'),
          ContentType: 'application/octet-stream',
        });
        return Number(readObsResult(raw, appended, redact).NextPosition);
      }),
    get: (Key) =>
      call(async (esdk, RequestHook, redact) => {
        const raw = await esdk.getObject({ Bucket, Key, RequestHook, SaveAsStream: true });
        return readBytes(readObsResult(raw, opened, redact).Content, replyLimitBytes);
      }),
    list: ({ prefix, marker, maxKeys }) =>
      call(async (esdk, RequestHook, redact) => {
        const from = marker === undefined ? {} : { Marker: marker };
        const raw = await esdk.listObjects({
          Bucket,
          Prefix: prefix,
          MaxKeys: maxKeys,
          RequestHook,
          ...from,
        });
        const { IsTruncated, NextMarker, Contents } = readObsResult(raw, listed, redact);
        const keys = Contents.map(({ Key }) => Key);
        return { keys, nextMarker: IsTruncated === 'true' ? NextMarker || keys.at(-1) : undefined };
      }),
    remove: (keys) =>
      call(async (esdk, RequestHook, redact) => {
        const Objects = keys.map((Key) => ({ Key }));
        // Not quiet: the client cannot read the empty answer to a quiet batch that was removed whole.
        const raw = await esdk.deleteObjects({ Bucket, Quiet: false, Objects, RequestHook });
        const { Deleteds, Errors } = readObsResult(raw, removed, redact);
        const gone = new Set(Deleteds.map(({ Key }) => Key));
        const kept = keys.find((key) => !gone.has(key));
        if (kept === undefined) return;
        const { Code, Message } = Errors.find(({ Key }) => Key === kept) ?? {
          Code: 'MALFORMED',
          Message: '',
        };
        throw new HuaweiCallError(Code, `${kept} was not removed: ${redact(Message) || 'no reason given'}`, {
          end: 'refused',
          httpStatus: Code === 'AccessDenied' ? 403 : 500,
        });
      }),
  };
}

async function openEsdk({ endpoint, credentials, timeoutMs }: ObsClientSettings): Promise<Esdk> {
  const { default: EsdkObsClient } = await import('esdk-obs-nodejs');
  const { accessKey, secretKey, securityToken } = credentials;
  const esdk = new EsdkObsClient({
    access_key_id: accessKey,
    secret_access_key: secretKey,
    ...(securityToken === undefined ? {} : { security_token: securityToken }),
    server: endpoint.origin,
    // It would ask each bucket first, with a HEAD, which of its two signatures it takes.
    is_signature_negotiation: false,
    // Whether an append may be sent again is not for a client to decide.
    max_retry_count: 0,
    // Left out, it takes any certificate.
    ssl_verify: true,
    // Ours ends first; see `exchangeWithObs`.
    timeout: Math.ceil(timeoutMs / 1000) + 5,
    // A kept connection may be closed just as a request goes out, and an append would count as maybe carried out.
    // An agent nonetheless: it remembers TLS sessions.
    http_agent: new HttpAgent({ keepAlive: false }),
    https_agent: new HttpsAgent({ keepAlive: false }),
    user_agent: 'nightshift',
  });
  // The constructor returns before it is done: a call at once would find half a client, and end the process.
  await new Promise(setImmediate);
  return esdk;
}
