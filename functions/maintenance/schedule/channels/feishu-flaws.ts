import type { ChannelFlaws } from './setting-flaw.ts';
import { chatUrlFlaw } from './url-flaw.ts';

const path = /^\/open-apis\/bot\/v2\/hook\/[\w.~-]+$/;

/** See `ChannelFlaws`. */
export const feishuFlaws: ChannelFlaws = {
  url: chatUrlFlaw({
    hosts: ['open.feishu.cn'],
    path,
    example: "a custom bot's URL: https://open.feishu.cn/open-apis/bot/v2/hook/TOKEN",
    mistaken: [
      {
        url: /^www\.feishu\.cn\/flow\/api\/trigger-webhook\//,
        found: 'the URL of a flow, which has ended',
        expected: "a custom bot's: https://open.feishu.cn/open-apis/bot/v2/hook/TOKEN",
      },
      {
        url: /^open\.larksuite\.com\//,
        found: 'a URL of Lark',
        expected: 'kind: lark for it, or a URL of open.feishu.cn',
      },
    ],
  }),
};
/** See `ChannelFlaws`. */
export const larkFlaws: ChannelFlaws = {
  url: chatUrlFlaw({
    hosts: ['open.larksuite.com'],
    path,
    example: "a custom bot's URL: https://open.larksuite.com/open-apis/bot/v2/hook/TOKEN",
    mistaken: [
      {
        url: /^open\.feishu\.cn\//,
        found: 'a URL of Feishu',
        expected: 'kind: feishu for it, or a URL of open.larksuite.com',
      },
    ],
  }),
};
