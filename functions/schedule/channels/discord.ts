import * as z from 'zod/mini';
import { mapping } from '../value-schema.ts';
import { channelExpected, mentions, postingKeys, readingKeys } from './every-channel.ts';
import type { ChannelFlaws } from './setting-flaw.ts';
import { chatUrlFlaw } from './url-flaw.ts';

/** A webhook of a channel of Discord. */
export const discordSettings = mapping(
  {
    kind: z.literal('discord'),
    ...postingKeys,
    ...readingKeys,
    // With a word before them, as a number so long would lose its end in YAML, and people and roles look the same.
    mention: mentions(/^(everyone|here|(user|role):\d{15,20})$/, 'user:ID, role:ID, everyone or here'),
  },
  channelExpected,
);

const example = "a webhook's URL: https://discord.com/api/webhooks/ID/TOKEN";

/** See `ChannelFlaws`. */
export const discordFlaws: ChannelFlaws = {
  url: chatUrlFlaw({
    hosts: ['discord.com', 'discordapp.com', 'canary.discord.com', 'ptb.discord.com'],
    path: /^\/api\/(v\d+\/)?webhooks\/\d+\/[\w-]+$/,
    // For `thread_id`.
    query: [],
    example,
    mistaken: [
      {
        url: /^(discord\.gg\/|([a-z]+\.)?discord(app)?\.com\/(channels|invite)\/)/,
        found: 'the address of a channel or an invitation',
        expected: example,
      },
      {
        url: /^([a-z]+\.)?discord(app)?\.com\/api\/.*\/(slack|github)$/,
        found: 'the URL for messages in the form of another service',
        expected: 'the same without /slack or /github at its end',
      },
    ],
  }),
};
