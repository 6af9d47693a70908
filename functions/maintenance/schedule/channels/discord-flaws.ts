import type { ChannelFlaws } from './setting-flaw.ts';
import { chatUrlFlaw } from './url-flaw.ts';

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
