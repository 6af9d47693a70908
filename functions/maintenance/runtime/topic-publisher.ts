import type { Clock } from '../foundation/clock.ts';
import { concealCredentials, secretsOf } from '../huawei/credentials.ts';
import { type Publish, publishWith, type Topic } from '../huawei/smn/smn-client.ts';
import { type HandlerContext, requireCredentials } from './function-context.ts';

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
