import * as z from 'zod/mini';
import { mapping, text } from '../value-schema.ts';
import { channelExpected, mentions, postingKeys, readingKeys } from './every-channel.ts';

/** Both have `all`, `ou_…` and user ids. */
const botKeys = {
  secret: z.optional(text('the secret of "Set signature verification"')),
  mention: mentions(/^[A-Za-z0-9_-]{1,64}$/, 'open ids (ou_…), user ids or all'),
};

/** A custom bot in a group of Feishu. */
export const feishuSettings = mapping(
  { kind: z.literal('feishu'), ...postingKeys, ...readingKeys, ...botKeys },
  channelExpected,
);
/** A custom bot in a group of Lark, which is Feishu outside China. */
export const larkSettings = mapping(
  { kind: z.literal('lark'), ...postingKeys, ...readingKeys, ...botKeys },
  channelExpected,
);
