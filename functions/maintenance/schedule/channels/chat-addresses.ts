import { type ChannelFlaws, chatUrlFlaw, readUrl, type SettingFlaw } from './url-flaw.ts';

/** Of Feishu and of Lark, which is Feishu outside China. */
const hookPath = /^\/open-apis\/bot\/v2\/hook\/[\w.~-]+$/;

const wecomExample = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=KEY';

const dingtalkExample = 'https://oapi.dingtalk.com/robot/send?access_token=TOKEN';

const dingtalkAddressFlaw = chatUrlFlaw({
  hosts: ['oapi.dingtalk.com', 'oapi.dingtalk.io'],
  path: /^\/robot\/send$/,
  query: ['access_token'],
  example: `a custom robot's URL: ${dingtalkExample}`,
  mistaken: [
    {
      url: /^api\.dingtalk\.(com|io)\//,
      found: 'the URL of an application',
      expected: `a custom robot's: ${dingtalkExample}`,
    },
  ],
});

const teamsExample =
  'the URL of a workflow that anyone can trigger: https://….api.powerplatform.com/…/triggers/manual/paths/invoke?…&sig=…';

const discordExample = "a webhook's URL: https://discord.com/api/webhooks/ID/TOKEN";

const googleChatExample =
  "an incoming webhook's URL: https://chat.googleapis.com/v1/spaces/SPACE/messages?key=…&token=…";

/** Where the webhooks of each chat are, and what people take for them. */
export const chatFlaws = {
  feishu: {
    url: chatUrlFlaw({
      hosts: ['open.feishu.cn'],
      path: hookPath,
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
  },
  lark: {
    url: chatUrlFlaw({
      hosts: ['open.larksuite.com'],
      path: hookPath,
      example: "a custom bot's URL: https://open.larksuite.com/open-apis/bot/v2/hook/TOKEN",
      mistaken: [
        {
          url: /^open\.feishu\.cn\//,
          found: 'a URL of Feishu',
          expected: 'kind: feishu for it, or a URL of open.larksuite.com',
        },
      ],
    }),
  },
  wecom: {
    url: chatUrlFlaw({
      hosts: ['qyapi.weixin.qq.com'],
      path: /^\/cgi-bin\/webhook\/send$/,
      query: ['key'],
      example: `a group robot's URL: ${wecomExample}`,
      mistaken: [
        {
          url: /^qyapi\.weixin\.qq\.com\/cgi-bin\/webhook\/upload_media$/,
          found: 'the URL for uploading files',
          expected: `a group robot's for messages: ${wecomExample}`,
        },
        {
          url: /^qyapi\.weixin\.qq\.com\/cgi-bin\/(message|appchat)\/send$/,
          found: 'the URL of an application',
          expected: `a group robot's: ${wecomExample}`,
        },
      ],
    }),
  },
  dingtalk: {
    url: (url, allowLoopback) => dingtalkAddressFlaw(url, allowLoopback) ?? signedFlaw(url),
  },
  slack: {
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
  },
  teams: {
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
      example: teamsExample,
      mistaken: [
        {
          url: /^([\w-]+\.)*webhook\.office(365)?\.com\/|^outlook\.office(365)?\.com\/webhook\//,
          found: 'the URL of an Office 365 connector, which have ended',
          expected: teamsExample,
        },
        {
          url: /^([a-z]+\.)?teams\.(microsoft|live)\.com\/|^teams\.cloud\.microsoft\//,
          found: 'the address of a channel',
          expected: teamsExample,
        },
      ],
    }),
  },
  discord: {
    url: chatUrlFlaw({
      hosts: ['discord.com', 'discordapp.com', 'canary.discord.com', 'ptb.discord.com'],
      path: /^\/api\/(v\d+\/)?webhooks\/\d+\/[\w-]+$/,
      // For `thread_id`.
      query: [],
      example: discordExample,
      mistaken: [
        {
          url: /^(discord\.gg\/|([a-z]+\.)?discord(app)?\.com\/(channels|invite)\/)/,
          found: 'the address of a channel or an invitation',
          expected: discordExample,
        },
        {
          url: /^([a-z]+\.)?discord(app)?\.com\/api\/.*\/(slack|github)$/,
          found: 'the URL for messages in the form of another service',
          expected: 'the same without /slack or /github at its end',
        },
      ],
    }),
  },
  'google-chat': {
    url: chatUrlFlaw({
      hosts: ['chat.googleapis.com'],
      path: /^\/v1\/spaces\/[\w-]+\/messages$/,
      query: ['key', 'token'],
      example: googleChatExample,
      mistaken: [
        {
          url: /^(chat|mail)\.google\.com\//,
          found: 'the address of a space',
          expected: googleChatExample,
        },
      ],
    }),
  },
} as const satisfies Readonly<Record<string, ChannelFlaws>>;

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
