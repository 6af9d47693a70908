import * as z from 'zod/mini';
import { mapping, text } from '../value-schema.ts';
import { channelExpected, postingKeys, tellingKeys } from './every-channel.ts';

/** A channel that gets the summary as signed JSON: the body of Standard Webhooks, or a CloudEvent. */
export const webhookSettings = mapping(
  {
    kind: z.literal('webhook'),
    url: postingKeys.url,
    secret: z.optional(text('a secret')),
    envelope: z.optional(z.literal('cloudevents', 'cloudevents, or nothing')),
    allowLoopback: postingKeys.allowLoopback,
    ...tellingKeys,
  },
  channelExpected,
);
