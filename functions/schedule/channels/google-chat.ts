import * as z from 'zod/mini';
import { mapping } from '../value-schema.ts';
import { channelExpected, mentions, postingKeys, readingKeys } from './every-channel.ts';
import type { ChannelFlaws } from './setting-flaw.ts';
import { chatUrlFlaw } from './url-flaw.ts';

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

const example =
  "an incoming webhook's URL: https://chat.googleapis.com/v1/spaces/SPACE/messages?key=…&token=…";

/** See `ChannelFlaws`. */
export const googleChatFlaws: ChannelFlaws = {
  url: chatUrlFlaw({
    hosts: ['chat.googleapis.com'],
    path: /^\/v1\/spaces\/[\w-]+\/messages$/,
    query: ['key', 'token'],
    example,
    mistaken: [
      {
        url: /^(chat|mail)\.google\.com\//,
        found: 'the address of a space',
        expected: example,
      },
    ],
  }),
};
