import * as z from 'zod/mini';
import { mapping } from '../value-schema.ts';
import { channelExpected, mentions, postingKeys, readingKeys } from './every-channel.ts';

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
