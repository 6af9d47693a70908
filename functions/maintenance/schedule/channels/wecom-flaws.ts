import type { ChannelFlaws } from './setting-flaw.ts';
import { chatUrlFlaw } from './url-flaw.ts';

const example = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=KEY';

/** See `ChannelFlaws`. */
export const wecomFlaws: ChannelFlaws = {
  url: chatUrlFlaw({
    hosts: ['qyapi.weixin.qq.com'],
    path: /^\/cgi-bin\/webhook\/send$/,
    query: ['key'],
    example: `a group robot's URL: ${example}`,
    mistaken: [
      {
        url: /^qyapi\.weixin\.qq\.com\/cgi-bin\/webhook\/upload_media$/,
        found: 'the URL for uploading files',
        expected: `a group robot's for messages: ${example}`,
      },
      {
        url: /^qyapi\.weixin\.qq\.com\/cgi-bin\/(message|appchat)\/send$/,
        found: 'the URL of an application',
        expected: `a group robot's: ${example}`,
      },
    ],
  }),
};
