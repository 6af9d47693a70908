import * as z from 'zod/mini';
import { mapping } from '../value-schema.ts';
import { channelExpected, mentions, postingKeys, readingKeys } from './every-channel.ts';
import type { ChannelFlaws } from './setting-flaw.ts';
import { chatUrlFlaw } from './url-flaw.ts';

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

/** See `ChannelFlaws`. */
export const slackFlaws: ChannelFlaws = {
  url: chatUrlFlaw({
    hosts: ['hooks.slack.com', 'hooks.slack-gov.com'],
    path: /^\/services\/[\w/-]+$/,
    example: "an incoming webhook's URL: https://hooks.slack.com/services/T…/B…/…",
    mistaken: [
      {
        url: /^hooks\.slack(-gov)?\.com\/(workflows|triggers)\//,
        found: 'the URL of a workflow',
        expected: "an incoming webhook's: https://hooks.slack.com/services/T…/B…/…",
      },
    ],
  }),
};
