import type { ChannelFlaws } from './setting-flaw.ts';
import { chatUrlFlaw } from './url-flaw.ts';

const example =
  'the URL of a workflow that anyone can trigger: https://….api.powerplatform.com/…/triggers/manual/paths/invoke?…&sig=…';

/** See `ChannelFlaws`. */
export const teamsFlaws: ChannelFlaws = {
  url: chatUrlFlaw({
    hosts: [
      '.api.powerplatform.com',
      'api.powerplatform.com',
      '.logic.azure.com',
      '.powerautomate.com',
      '.flow.microsoft.com',
    ],
    path: /\/workflows\/[\w-]+\/triggers\/[\w-]+\/paths\/invoke\/?$/,
    // `sig` is what allows anyone to post.
    query: ['sig'],
    example,
    mistaken: [
      {
        url: /^([\w-]+\.)*webhook\.office(365)?\.com\/|^outlook\.office(365)?\.com\/webhook\//,
        found: 'the URL of an Office 365 connector, which have ended',
        expected: example,
      },
      {
        url: /^([a-z]+\.)?teams\.(microsoft|live)\.com\/|^teams\.cloud\.microsoft\//,
        found: 'the address of a channel',
        expected: example,
      },
    ],
  }),
};
