import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { ICredential } from '@huaweicloud/huaweicloud-sdk-core/auth/ICredential.js';
import type { DefaultHttpResponse } from '@huaweicloud/huaweicloud-sdk-core/http/DefaultHttpResponse.js';
import type { HttpClient } from '@huaweicloud/huaweicloud-sdk-core/http/HttpClient.js';
import type { IHttpRequest } from '@huaweicloud/huaweicloud-sdk-core/http/IHttpRequest.js';
import type { SdkResponse } from '@huaweicloud/huaweicloud-sdk-core/SdkResponse.js';
import { createRedactor, type Redact } from '../secrets/redact.ts';
import { exchange, type WireRequest } from './http-exchange.ts';
import { HuaweiCallError } from './huawei-call-error.ts';
import { readReply } from './read-reply.ts';

/** Where calls go and how much of the other side's slowness and length is borne. */
export type TransportSettings = {
  /** The one endpoint; of two, the SDK would replay a PUT on the second. */
  readonly endpoint: URL;
  readonly readTimeoutMs: number;
  readonly actionTimeoutMs: number;
  readonly replyLimitBytes: number;
  readonly redact: Redact;
  /** Milliseconds since 1970, for a `Retry-After` date from a server that sends no `Date`. */
  readonly now: () => number;
};

/** A call's end as a value: HcClient makes an exception of its own of every error, and drops the headers. */
export type Settled = SdkResponse &
  (
    | { readonly kind: 'answered'; readonly answer: object }
    | { readonly kind: 'failed'; readonly error: HuaweiCallError }
  );

/** Said outright: an environment with NODE_TLS_REJECT_UNAUTHORIZED=0 would have it otherwise. */
const verified = { rejectUnauthorized: true };

/**
 * An HTTP client for sdk-core that sends exactly what was signed, once, with a timeout, and logs nothing.
 * Its answers are `Settled`; it throws only what is no failure of the call.
 */
export function createSignedTransport(settings: TransportSettings): HttpClient {
  const Agent = settings.endpoint.protocol === 'https:' ? HttpsAgent : HttpAgent;
  const kept = new Agent({ keepAlive: true, ...verified });
  // A kept connection may be closed by the gateway just as a request goes out. A read is asked again; an action
  // would count as maybe carried out. So each action gets a connection of its own.
  const fresh = new Agent({ keepAlive: false, ...verified });

  return {
    async sendRequest<T extends SdkResponse>(request: IHttpRequest): Promise<DefaultHttpResponse<T>> {
      const settled = await settle(settings, wireRequest(settings, request, kept, fresh));
      return { data: settled as unknown as T, statusCode: settled.httpStatusCode ?? 0, headers: {} };
    },
    // HcClient leaves its credentials and its last request here, for replays. There are none, and an object
    // that holds keys would show them to whoever inspects it.
    set credentials(_: ICredential) {},
    set httpRequest(_: IHttpRequest) {},
  };
}

async function settle(settings: TransportSettings, request: WireRequest): Promise<Settled> {
  try {
    const reply = await exchange(request);
    return {
      kind: 'answered',
      answer: readReply(reply, withoutSignature(settings.redact, request.headers), settings.now()),
      httpStatusCode: reply.status,
    };
  } catch (error) {
    if (error instanceof HuaweiCallError) return { kind: 'failed', error };
    throw error;
  }
}

/** What a request was signed with is good for another like it, for a quarter of an hour; only that request knows it. */
function withoutSignature(redact: Redact, headers: WireRequest['headers']): Redact {
  const signature = /Signature=(\w+)$/.exec(headers['Authorization'] ?? '')?.[1];
  return (text) => redact(signature === undefined ? text : createRedactor([signature])(text));
}

function wireRequest(
  settings: TransportSettings,
  request: IHttpRequest,
  kept: HttpAgent,
  fresh: HttpAgent,
): WireRequest {
  const method = request.method ?? '';
  const body = request.data ? JSON.stringify(request.data) : undefined;
  const acts = method !== 'GET';
  return {
    method,
    url: new URL(`${request.url}${queryString(request.queryParams ?? {})}`, settings.endpoint),
    headers: {
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'nightshift',
      ...request.headers,
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    },
    body,
    agent: acts ? fresh : kept,
    timeoutMs: acts ? settings.actionTimeoutMs : settings.readTimeoutMs,
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
