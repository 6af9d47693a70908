import type { ChannelFlaws } from './setting-flaw.ts';
import { chatUrlFlaw } from './url-flaw.ts';

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
