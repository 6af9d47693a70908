import * as z from 'zod/mini';
import { mapping } from '../value-schema.ts';
import { channelExpected, mentions, postingKeys, readingKeys } from './every-channel.ts';

/** An incoming webhook of a space of Google Chat. */
export const googleChatSettings = mapping(
  {
    kind: z.literal('google-chat'),
    ...postingKeys,
    ...readingKeys,
    mention: mentions(/^users\/(all|\d{5,30})$/, 'users/ID or users/all'),
  },
  channelExpected,
);
