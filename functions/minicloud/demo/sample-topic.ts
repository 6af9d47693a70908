import { concealCredentials } from '../../maintenance/huawei/credentials.ts';
import { HuaweiCallError } from '../../maintenance/huawei/huawei-call-error.ts';
import { SigningClient } from '../../maintenance/huawei/signing-client.ts';
import { SmnClient } from '../../maintenance/huawei/smn-client.ts';
import type { OpenTopic } from '../../maintenance/notify/topic.ts';
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
        sendRequest: (options) => {
          const headers = { ...options.headers, 'X-Sdk-Date': sdkDate(clock.now()) };
          return signing.sendRequest({ ...options, headers });
        },
      });
      try {
        const answer = await client.publishMessage({ topic_urn: topicUrn, body: message });
        return { kind: 'reply', status: 200, headers: {}, body: JSON.stringify(answer), complete: true };
      } catch (error) {
        if (!(error instanceof HuaweiCallError)) throw error;
        const { code, message: reason, httpStatus: status = 0 } = error;
        const body = JSON.stringify({ code, message: reason });
        return { kind: 'reply', status, headers: {}, body, complete: true };
      }
    };
}

/** `20261206T200500Z`. */
function sdkDate(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}
