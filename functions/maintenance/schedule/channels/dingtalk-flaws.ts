import type { ChannelFlaws, SettingFlaw } from './setting-flaw.ts';
import { chatUrlFlaw, readUrl } from './url-flaw.ts';

const example = 'https://oapi.dingtalk.com/robot/send?access_token=TOKEN';

const addressFlaw = chatUrlFlaw({
  hosts: ['oapi.dingtalk.com', 'oapi.dingtalk.io'],
  path: /^\/robot\/send$/,
  query: ['access_token'],
  example: `a custom robot's URL: ${example}`,
  mistaken: [
    {
      url: /^api\.dingtalk\.(com|io)\//,
      found: 'the URL of an application',
      expected: `a custom robot's: ${example}`,
    },
  ],
});

/** See `ChannelFlaws`. */
export const dingtalkFlaws: ChannelFlaws = {
  url: (url, allowLoopback) => addressFlaw(url, allowLoopback) ?? signedFlaw(url),
};

/** A signature is good for an hour. */
function signedFlaw(text: string): SettingFlaw | undefined {
  const signed = ['timestamp', 'sign'].some((key) => readUrl(text)?.searchParams.has(key));
  return signed
    ? {
        found: 'a URL that is signed already, which is good for an hour',
        expected: 'the URL without timestamp= and sign=, and the secret under secret',
      }
    : undefined;
}
