import type { HcClient } from '@huaweicloud/huaweicloud-sdk-core/HcClient.js';
import type { SdkResponse } from '@huaweicloud/huaweicloud-sdk-core/SdkResponse.js';
import { HuaweiCallError } from './huawei-call-error.ts';

/** To which topic, and what; `topic_urn`, not `topicUrn`, is what the official client reads of a plain object. */
export type PublishMessageRequest = {
  readonly topic_urn: string;
  readonly body: Readonly<Record<string, unknown>>;
};

/**
 * The call we need of SMN v2, with the name and request shape of `SmnClient` in `@huaweicloud/huaweicloud-sdk-smn/v2`,
 * of which it is one of many.
 */
export class SmnClient {
  readonly #hcClient: Pick<HcClient, 'sendRequest'>;

  constructor(hcClient: Pick<HcClient, 'sendRequest'>) {
    this.#hcClient = hcClient;
  }

  /** Publishes a message. The answer only says that it was taken in. */
  async publishMessage({ topic_urn, body }: PublishMessageRequest): Promise<unknown> {
    return this.#hcClient.sendRequest<SdkResponse>({
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
