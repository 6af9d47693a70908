import type { ChannelFlaws } from './setting-flaw.ts';
import { chatUrlFlaw } from './url-flaw.ts';

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
