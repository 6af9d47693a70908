import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials.js';
import { HcClient, type HttpRequestOptions } from '@huaweicloud/huaweicloud-sdk-core/HcClient.js';
import type { SdkResponse } from '@huaweicloud/huaweicloud-sdk-core/SdkResponse.js';
import type { HttpResult } from '../http/exchange.ts';
import { createRedactor } from '../secrets/redact.ts';
import { type Credentials, conceal, secretsOf } from './credentials.ts';
import { createSignedTransport, type Settled } from './signed-transport.ts';

/** Everything a client for one service in one project needs. */
export type SigningClientSettings = {
  /** `https://dcs.cn-north-4.myhuaweicloud.com`; a path behind the host is not signed and not sent. */
  readonly endpoint: string;
  readonly projectId: string;
  readonly credentials: Credentials;
  /** Milliseconds for a GET. */
  readonly readTimeoutMs: number;
  /** Milliseconds for everything else. */
  readonly actionTimeoutMs: number;
  /** The longest answer that is read; 64 MiB when left out. */
  readonly replyLimitBytes?: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** A region's 1,000 instances take about 1.5 MB. */
const longestReplyBytes = 64 * 1024 * 1024;

/**
 * sdk-core's client over our transport. Throws `HuaweiCallError` where sdk-core would throw exceptions that
 * have lost the headers. Safe for calls side by side: nothing of a call is kept in it.
 */
export class SigningClient extends HcClient {
  constructor(settings: SigningClientSettings) {
    const endpoint = new URL(settings.endpoint);
    const { readTimeoutMs, actionTimeoutMs, replyLimitBytes = longestReplyBytes, now } = settings;
    const redact = createRedactor([...secretsOf(settings.credentials), settings.projectId]);
    super(createSignedTransport({ endpoint, readTimeoutMs, actionTimeoutMs, replyLimitBytes, redact, now }));
    this.withEndpoints([endpoint.origin]);
    this.withCredential(sdkCredentials(settings.credentials, settings.projectId));
  }

  /** Signs and sends; answers the parsed document with `httpStatusCode` added, as sdk-core does. */
  override async sendRequest<T extends SdkResponse>(options: HttpRequestOptions): Promise<T> {
    const { read, httpStatusCode } = await super.sendRequest<Settled>(options);
    return Object.assign(read(), { httpStatusCode }) as unknown as T;
  }

  /** Signs and sends; how the exchange ended, its answer unread. */
  async exchange(options: HttpRequestOptions): Promise<HttpResult> {
    return (await super.sendRequest<Settled>(options)).result;
  }
}

/** The same credentials as sdk-core takes them. With a project id, so that it never asks IAM for one. */
export function sdkCredentials(credentials: Credentials, projectId: string): BasicCredentials {
  return conceal(
    new BasicCredentials({
      ak: credentials.accessKey,
      sk: credentials.secretKey,
      ...(credentials.securityToken === undefined ? {} : { securityToken: credentials.securityToken }),
      projectId,
    }),
  );
}
