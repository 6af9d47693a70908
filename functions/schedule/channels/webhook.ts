import * as z from 'zod/mini';
import { mapping, text } from '../value-schema.ts';
import { channelExpected, postingKeys, tellingKeys } from './every-channel.ts';

/** A channel that gets the summary as signed JSON (Standard Webhooks). */
export const webhookSettings = mapping(
  {
    kind: z.literal('webhook'),
    url: postingKeys.url,
    secret: z.optional(text('a secret')),
    allowLoopback: postingKeys.allowLoopback,
    ...tellingKeys,
  },
  channelExpected,
);
