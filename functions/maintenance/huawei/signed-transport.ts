import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { ICredential } from '@huaweicloud/huaweicloud-sdk-core/auth/ICredential.js';
import type { DefaultHttpResponse } from '@huaweicloud/huaweicloud-sdk-core/http/DefaultHttpResponse.js';
import type { HttpClient } from '@huaweicloud/huaweicloud-sdk-core/http/HttpClient.js';
import type { IHttpRequest } from '@huaweicloud/huaweicloud-sdk-core/http/IHttpRequest.js';
import type { SdkResponse } from '@huaweicloud/huaweicloud-sdk-core/SdkResponse.js';
import { callMs, type TimeFrame } from '../foundation/time-frame.ts';
import { exchange, type HttpRequest, type HttpResult, notAsked } from '../http/exchange.ts';
import { createRedactor, type Redact } from '../secrets/redact.ts';
import { wholeReply } from './huawei-call-error.ts';
import { readReply } from './read-reply.ts';

/** Where calls go and how much of the other side's slowness and length is borne. */
type TransportSettings = {
  /** The one endpoint; of two, the SDK would replay a PUT on the second. */
  readonly endpoint: URL;
  readonly readTimeoutMs: number;
  readonly actionTimeoutMs: number;
  readonly replyLimitBytes: number;
  readonly frame: TimeFrame;
  /** No call changes anything, whatever its method. */
  readonly onlyReads: boolean;
  readonly redact: Redact;
  /** Milliseconds since 1970, for a `Retry-After` date from a server that sends no `Date`. */
  readonly now: () => number;
  readonly beforeLongReply: (() => Promise<void>) | undefined;
};

/** What is parsed of a longer one is kept for a while by the thousand. */
const longReplyBytes = 64 * 1024;

/** A call's end as a value: HcClient makes an exception of its own of every error, and drops the headers. */
export type Settled = SdkResponse & {
  readonly result: HttpResult;
  /** The document that was answered. Throws `HuaweiCallError` where there is none. */
  readonly read: () => object;
};

/**
 * An HTTP client for sdk-core that sends exactly what was signed, once, with a timeout, and logs nothing.
 * Its answers are `Settled`.
 */
export function createSignedTransport(settings: TransportSettings): HttpClient {
  const Agent = settings.endpoint.protocol === 'https:' ? HttpsAgent : HttpAgent;
  const kept = new Agent({ keepAlive: true });
  // A kept connection may be closed by the gateway just as a request goes out. A read is asked again; an action
  // would count as maybe carried out. So each action gets a connection of its own.
  const fresh = new Agent({ keepAlive: false });

  return {
    async sendRequest<T extends SdkResponse>(request: IHttpRequest): Promise<DefaultHttpResponse<T>> {
      const settled = await settle(settings, httpRequest(settings, request, kept, fresh));
      return { data: settled as unknown as T, statusCode: settled.httpStatusCode ?? 0, headers: {} };
    },
    // HcClient leaves its credentials and its last request here, for replays. There are none, and an object
    // that holds keys would show them to whoever inspects it.
    set credentials(_: ICredential) {},
    set httpRequest(_: IHttpRequest) {},
  };
}

async function settle(settings: TransportSettings, request: HttpRequest): Promise<Settled> {
  const result = request.timeoutMs > 0 ? await exchange(request) : notAsked;
  if (result.kind === 'reply' && result.body.length >= longReplyBytes) await settings.beforeLongReply?.();
  return {
    result,
    read: () => {
      const redact = withoutSignature(settings.redact, request.headers);
      const reply = wholeReply(result, {
        host: request.url.host,
        timeoutMs: request.timeoutMs,
        redact,
      });
      return readReply(reply, redact, settings.now());
    },
    ...(result.kind === 'reply' && { httpStatusCode: result.status }),
  };
}

/** What a request was signed with is good for another like it, for a quarter of an hour; only that request knows it. */
function withoutSignature(redact: Redact, headers: HttpRequest['headers']): Redact {
  const signature = /Signature=(\w+)$/.exec(headers['Authorization'] ?? '')?.[1];
  return (text) => redact(signature === undefined ? text : createRedactor([signature])(text));
}

function httpRequest(
  settings: TransportSettings,
  request: IHttpRequest,
  kept: HttpAgent,
  fresh: HttpAgent,
): HttpRequest {
  const method = request.method ?? '';
  const body = request.data ? JSON.stringify(request.data) : undefined;
  const acts = method !== 'GET' && !settings.onlyReads;
  return {
    method,
    url: new URL(`${request.url}${queryString(request.queryParams ?? {})}`, settings.endpoint),
    headers: {
      accept: 'application/json',
      'user-agent': 'nightshift',
      ...request.headers,
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    },
    body,
    agent: acts ? fresh : kept,
    timeoutMs: acts
      ? callMs(settings.actionTimeoutMs, settings.frame.actionsUntil(), settings.now())
      : callMs(settings.readTimeoutMs, settings.frame.readsUntil(), settings.now()),
    replyLimitBytes: settings.replyLimitBytes,
  };
}

/** Encoded as the signer encodes it: `encodeURIComponent` leaves `!'()*` as they are, the signer does not. */
function queryString(params: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(params).map(([name, value]) => `${encode(name)}=${encode(String(value))}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
