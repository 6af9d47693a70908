import * as z from 'zod/mini';
import { mapping } from '../value-schema.ts';
import { channelExpected, mentions, postingKeys, readingKeys } from './every-channel.ts';

/** An incoming webhook of Slack. */
export const slackSettings = mapping(
  {
    kind: z.literal('slack'),
    ...postingKeys,
    ...readingKeys,
    mention: mentions(
      /^(channel|here|everyone|[UWS][A-Z0-9]{2,30})$/,
      'ids of people (U…) or groups (S…), channel, here or everyone',
    ),
  },
  channelExpected,
);
