import type { HcClient } from '@huaweicloud/huaweicloud-sdk-core/HcClient.js';
import type { SdkResponse } from '@huaweicloud/huaweicloud-sdk-core/SdkResponse.js';

/** A metric of one thing, which its dimensions name. */
export type MetricInfo = {
  readonly namespace: string;
  readonly metric_name: string;
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
};

/** Which metrics, of which time (milliseconds since 1970), in which steps; the period is text here, `1` for raw data. */
type BatchListMetricDataRequest = {
  readonly body: {
    readonly metrics: readonly MetricInfo[];
    readonly from: number;
    readonly to: number;
    readonly period: string;
    readonly filter: string;
  };
};

/**
 * The call we need of CES v1, with the name and request shape of `CesClient` in `@huaweicloud/huaweicloud-sdk-ces/v1`,
 * which can take this one's place by an import when it is on npm. Its answer is `unknown`, and parsed where it is used.
 */
export class CesClient {
  readonly #hcClient: Pick<HcClient, 'sendRequest'>;

  constructor(hcClient: Pick<HcClient, 'sendRequest'>) {
    this.#hcClient = hcClient;
  }

  /** What the metrics were. Of too many points the service moves `from`, without a word, until they are few enough. */
  async batchListMetricData({ body }: BatchListMetricDataRequest): Promise<unknown> {
    return this.#hcClient.sendRequest<SdkResponse>({
      method: 'POST',
      url: '/V1.0/{project_id}/batch-query-metric-data',
      contentType: 'application/json;charset=UTF-8',
      queryParams: {},
      pathParams: {},
      headers: {},
      data: body,
    });
  }
}
