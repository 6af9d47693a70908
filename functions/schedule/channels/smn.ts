import * as z from 'zod/mini';
import { mapping, text } from '../value-schema.ts';
import { readingKeys } from './every-channel.ts';

/** A topic of Huawei Cloud's Simple Message Notification, reached with the function's own credentials. */
export const smnSettings = mapping(
  {
    kind: z.literal('smn'),
    region: text("Huawei's id of the region that the topic is in, such as cn-north-4"),
    projectId: text('id of the project that the topic is in'),
    topicUrn: text('the URN of a topic: urn:smn:REGION:PROJECT-ID:TOPIC'),
    endpoint: z.optional(text('a URL')),
    ...readingKeys,
  },
  'a mapping with kind, region, projectId and topicUrn',
);
