import * as z from 'zod/mini';
import { mapping, text } from '../value-schema.ts';
import { readingKeys } from './every-channel.ts';

/**
 * A topic of Huawei Cloud's Simple Message Notification, reached with the function's own credentials. Region and
 * project are parts of its URN.
 */
export const smnSettings = mapping(
  {
    kind: z.literal('smn'),
    topicUrn: text('the URN of a topic: urn:smn:REGION:PROJECT-ID:TOPIC'),
    endpoint: z.optional(text('a URL')),
    ...readingKeys,
  },
  'a mapping with kind and topicUrn',
);
