import * as z from 'zod/mini';
import { mapping, text } from '../value-schema.ts';
import { channelExpected, mentions, postingKeys, readingKeys } from './every-channel.ts';

/** A custom robot of DingTalk (钉钉). */
export const dingtalkSettings = mapping(
  {
    kind: z.literal('dingtalk'),
    ...postingKeys,
    ...readingKeys,
    secret: z.optional(text('the secret of "Additional signature" (加签)')),
    mention: mentions(/^\+?[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}$/, 'user ids, mobile numbers in quotes, or all'),
  },
  channelExpected,
);
