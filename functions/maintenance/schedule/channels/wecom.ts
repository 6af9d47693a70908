import * as z from 'zod/mini';
import { mapping } from '../value-schema.ts';
import { channelExpected, mentions, postingKeys, readingKeys } from './every-channel.ts';

/** A group robot of WeCom (企业微信). */
export const wecomSettings = mapping(
  {
    kind: z.literal('wecom'),
    ...postingKeys,
    ...readingKeys,
    mention: mentions(/^[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}$/, 'user ids or all'),
  },
  channelExpected,
);
