import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials.js';
import { HcClient, type HttpRequestOptions } from '@huaweicloud/huaweicloud-sdk-core/HcClient.js';
import type { SdkResponse } from '@huaweicloud/huaweicloud-sdk-core/SdkResponse.js';
import { noTimeFrame, type TimeFrame } from '../foundation/time-frame.ts';
import type { HttpResult } from '../http/exchange.ts';
import { createRedactor, type Redact } from '../secrets/redact.ts';
import { type Credentials, conceal } from './credentials.ts';
import { createKeyRing, type KeyRing } from './key-ring.ts';
import { createSignedTransport, type Settled } from './signed-transport.ts';

/** Everything a client for one service in one project needs. */
type SigningClientSettings = {
  /** `https://dcs.cn-north-4.myhuaweicloud.com`; a path behind the host is not signed and not sent. */
  readonly endpoint: string;
  readonly projectId: string;
  readonly credentials: Credentials;
  /** The keys as they are now, asked after a call that was refused for its keys. */
  readonly renew?: () => Credentials;
  /** Whether no call changes anything, whatever its method, as of a service that is asked by POST; not when left out. */
  readonly onlyReads?: boolean;
  /** Milliseconds for a call that reads: a GET, or all of a client that only reads. */
  readonly readTimeoutMs: number;
  /** Milliseconds for everything else. */
  readonly actionTimeoutMs: number;
  /** The longest answer that is read; 16 MiB when left out. */
  readonly replyLimitBytes?: number;
  /** By when calls must have ended; none has to when left out. */
  readonly frame?: TimeFrame;
  /** Waited for before a long answer is parsed. */
  readonly beforeLongReply?: () => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** A region's 1,000 instances take about 1.5 MB; and what is read is in memory three times, of 256 MB. */
const longestReplyBytes = 16 * 1024 * 1024;

/**
 * sdk-core's client over our transport. Throws `HuaweiCallError` where sdk-core would throw exceptions that
 * have lost the headers. Safe for calls side by side: nothing of a call is kept in it.
 */
export class SigningClient extends HcClient {
  readonly #settings: SigningClientSettings;
  readonly #keys: KeyRing;

  constructor(settings: SigningClientSettings) {
    const endpoint = new URL(settings.endpoint);
    const { credentials, projectId, replyLimitBytes = longestReplyBytes, frame = noTimeFrame } = settings;
    const { readTimeoutMs, actionTimeoutMs, onlyReads = false, now, beforeLongReply } = settings;
    const keys = createKeyRing(credentials, settings.renew);
    const hideProject = createRedactor([projectId]);
    const redact: Redact = (text) => hideProject(keys.redact(text));
    const limits = { readTimeoutMs, actionTimeoutMs, replyLimitBytes, frame };
    super(createSignedTransport({ endpoint, ...limits, onlyReads, redact, now, beforeLongReply }));
    this.#settings = settings;
    this.#keys = keys;
    this.withEndpoints([endpoint.origin]);
    this.withCredential(sdkCredentials(credentials, projectId));
  }

  /** Signs and sends; answers the parsed document with `httpStatusCode` added, as sdk-core does. */
  override async sendRequest<T extends SdkResponse>(options: HttpRequestOptions): Promise<T> {
    const { read, httpStatusCode } = await this.#send(options);
    return Object.assign(read(), { httpStatusCode }) as unknown as T;
  }

  /** Signs and sends; how the exchange ended, its answer unread. */
  async exchange(options: HttpRequestOptions): Promise<HttpResult> {
    return (await this.#send(options)).result;
  }

  /** Whose keys were not taken is not served, so the call may be sent once more with those of now. */
  async #send(options: HttpRequestOptions): Promise<Settled> {
    const { renew, projectId } = this.#settings;
    // A signature is added to what is handed over.
    const copy = () => ({ ...options, headers: { ...options.headers } });
    const first = await super.sendRequest<Settled>(copy());
    if (first.httpStatusCode !== 401 || !renew) return first;
    this.withCredential(sdkCredentials(this.#keys.renewed(), projectId));
    return super.sendRequest<Settled>(copy());
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
