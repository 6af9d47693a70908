import type { Clock } from '../foundation/clock.ts';
import { concealCredentials, secretsOf } from '../huawei/credentials.ts';
import { HuaweiCallError } from '../huawei/huawei-call-error.ts';
import { publicEndpoint } from '../huawei/public-endpoint.ts';
import { SigningClient } from '../huawei/signing-client.ts';
import { SmnClient } from '../huawei/smn-client.ts';
import { noReplyReason } from '../notify/no-reply.ts';
import type { PostResult } from '../notify/post-result.ts';
import type { Publish, Topic } from '../notify/topic.ts';
import { type HandlerContext, requireCredentials } from './function-context.ts';

/** As of any other receiver of messages. */
const replyLimitBytes = 64 * 1024;

/**
 * Publishes to a topic of SMN with the credentials of the function's agency, which are asked for now. Throws
 * `CodedError` when there are none that can sign.
 */
export function topicPublisher(
  topic: Topic,
  context: Pick<HandlerContext, 'credentials' | 'log'>,
  clock: Clock,
): Publish {
  const credentials = concealCredentials(requireCredentials(context));
  context.log.hide(secretsOf(credentials));
  return publishWith(credentials, topic, clock);
}

/** Publishes to a topic of SMN with these credentials, whoever they are of. */
export function publishWith(
  credentials: ReturnType<typeof concealCredentials>,
  { region, projectId, topicUrn, endpoint }: Topic,
  clock: Clock,
): Publish {
  return async (message, timeoutMs) => {
    // Of this try: a client's timeout is as fixed as its keys.
    const client = new SmnClient(
      new SigningClient({
        endpoint: endpoint ?? publicEndpoint('smn', region),
        projectId,
        credentials,
        readTimeoutMs: timeoutMs,
        actionTimeoutMs: timeoutMs,
        replyLimitBytes,
        now: () => clock.now(),
      }),
    );
    try {
      const answer = await client.publishMessage({ topic_urn: topicUrn, body: message });
      return reply(200, answer);
    } catch (error) {
      if (error instanceof HuaweiCallError) return resultOf(error);
      throw error;
    }
  };
}

/** What sdk-core made of an answer, as an answer again: all channels judge by those. */
function resultOf(error: HuaweiCallError): PostResult {
  const { end, code, message, httpStatus = 0, retryAfterMs } = error;
  switch (end) {
    case 'unsent':
      return {
        kind: 'no-reply',
        reason: code === 'TIMEOUT' ? 'timeout' : noReplyReason(error, 'connecting'),
        sent: false,
      };
    case 'timeout':
      return { kind: 'no-reply', reason: 'timeout', sent: true };
    case 'closed':
      return { kind: 'no-reply', reason: 'reset', sent: true };
    case 'malformed':
      return reply(httpStatus, {});
    case 'refused':
      return reply(httpStatus, { code, message }, retryAfterMs);
    default:
      return end satisfies never;
  }
}

function reply(status: number, body: unknown, retryAfterMs?: number): PostResult {
  const headers: Record<string, string> =
    retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) };
  return { kind: 'reply', status, headers, body: JSON.stringify(body), complete: true };
}
