import type { Clock } from '../../foundation/clock.ts';
import type { HttpResult } from '../../http/exchange.ts';
import type { TopicPlace } from '../../schedule/channels/topic-urn.ts';
import type { Credentials } from '../credentials.ts';
import { HuaweiCallError } from '../huawei-call-error.ts';
import { publicEndpoint } from '../public-endpoint.ts';
import { SigningClient } from '../signing-client.ts';

/** A topic of SMN; `endpoint` where it is not the region's own. */
export type Topic = TopicPlace & { readonly topicUrn: string; readonly endpoint: string | undefined };

/** What is published to a topic, with the names of the API. */
export type TopicMessage = {
  /** At most 512 bytes, without a line break; it becomes the subject of a mail. */
  readonly subject?: string;
  readonly message?: string;
  /** JSON: texts by the protocol of the subscription, and `default` for the rest. Goes before `message`. */
  readonly message_structure?: string;
  /** Seconds for which SMN tries to deliver, as text. */
  readonly time_to_live: string;
};

/** To which topic, and what; `topic_urn`, not `topicUrn`, is what the official client reads of a plain object. */
type PublishMessageRequest = { readonly topic_urn: string; readonly body: TopicMessage };

/** Publishes a message, once; never rejects. `timeoutMs` for all of it. */
export type Publish = (message: TopicMessage, timeoutMs: number) => Promise<HttpResult>;

/** As of any other receiver of messages. */
const replyLimitBytes = 64 * 1024;

/** Publishes to a topic with these credentials, whoever they are of; `renew` gives those of now when they are refused. */
export function publishWith(
  credentials: Credentials,
  { region, projectId, topicUrn, endpoint = publicEndpoint('smn', region) }: Topic,
  clock: Pick<Clock, 'now'>,
  renew?: () => Credentials,
): Publish {
  return (message, timeoutMs) => {
    // Of this try: a client's timeout is as fixed as its keys.
    const limits = { readTimeoutMs: timeoutMs, actionTimeoutMs: timeoutMs, replyLimitBytes };
    const now = () => clock.now();
    const keys = { credentials, ...(renew && { renew }) };
    const client = new SmnClient(new SigningClient({ endpoint, projectId, ...keys, ...limits, now }));
    return client.publishMessage({ topic_urn: topicUrn, body: message });
  };
}

/**
 * The call we need of SMN v2, with the name and request shape of `SmnClient` in `@huaweicloud/huaweicloud-sdk-smn/v2`,
 * of which it is one of many. Its answer is unread: a topic is judged as every other channel is, by how the exchange
 * ended.
 */
export class SmnClient {
  readonly #client: Pick<SigningClient, 'exchange'>;

  constructor(client: Pick<SigningClient, 'exchange'>) {
    this.#client = client;
  }

  /** Publishes a message. A good answer only says that it was taken in. Throws `HuaweiCallError` for no URN of a topic. */
  publishMessage({ topic_urn, body }: PublishMessageRequest): Promise<HttpResult> {
    return this.#client.exchange({
      method: 'POST',
      url: '/v2/{project_id}/notifications/topics/{topic_urn}/publish',
      contentType: 'application/json;charset=UTF-8',
      queryParams: {},
      pathParams: { topic_urn: pathOf(topic_urn) },
      headers: {},
      data: body,
    });
  }
}

/** A URN goes into the path as it is, as in `FunctionGraphClient`; anything else is refused. */
function pathOf(urn: string): string {
  if (/^urn:smn(:[A-Za-z0-9_-]+){3}$/.test(urn)) return urn;
  throw new HuaweiCallError('INVALID_URN', 'the URN of the topic is none', {
    end: 'refused',
    httpStatus: 400,
  });
}
