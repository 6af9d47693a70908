import { concealCredentials } from '../../maintenance/huawei/credentials.ts';
import { SigningClient } from '../../maintenance/huawei/signing-client.ts';
import { SmnClient } from '../../maintenance/huawei/smn/smn-client.ts';
import type { OpenTopic } from '../../maintenance/notify/channel.ts';
import type { Cloud } from '../gateway/cloud.ts';

/** Finds the way to a topic of this cloud, with its own keys and in its own time, which sdk-core does not know of. */
export function openSampleTopic({ accessKey, secretKey, securityToken, endpoint, clock }: Cloud): OpenTopic {
  const credentials = concealCredentials({ accessKey, secretKey, securityToken });
  return async ({ projectId, topicUrn }) =>
    async (message, timeoutMs) => {
      const now = () => clock.now();
      const limits = { readTimeoutMs: timeoutMs, actionTimeoutMs: timeoutMs };
      const signing = new SigningClient({ endpoint, projectId, credentials, ...limits, now });
      const client = new SmnClient({
        exchange: (options) => {
          const headers = { ...options.headers, 'X-Sdk-Date': sdkDate(clock.now()) };
          return signing.exchange({ ...options, headers });
        },
      });
      return client.publishMessage({ topic_urn: topicUrn, body: message });
    };
}

/** `20261206T200500Z`. */
function sdkDate(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}
