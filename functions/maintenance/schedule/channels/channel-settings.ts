import * as z from 'zod/mini';
import { mapping, text } from '../value-schema.ts';

/** Languages that summaries are written in. */
export const languages = ['en', 'zh'] as const;
/** See `languages`. */
export type Language = (typeof languages)[number];

/** Which ends of runs a channel is told of; see `functions/maintenance/notify/is-wanted.ts`. */
const occasions = ['always', 'failure', 'change', 'recovery'] as const;
/** See `occasions`. */
export type Occasion = (typeof occasions)[number];

/** What every channel has. */
const tellingKeys = {
  when: z._default(z.enum(occasions, 'always, failure, change or recovery'), 'always'),
};

/** What every channel has that people read. */
const readingKeys = {
  ...tellingKeys,
  language: z._default(z.enum(languages, 'en or zh'), 'en'),
};

/** What every channel has that posts to a URL. */
const postingKeys = {
  url: text('a URL'),
  allowLoopback: z._default(z.boolean('true or false'), false),
};

/** What a mapping of a channel must at least have. */
const channelExpected = 'a mapping with kind and url';

/**
 * Who is called when a run needs a person: ids as the chat has them, written out, because what comes from the
 * environment could not be told from text that happens to call everybody.
 */
function mentions(id: RegExp, expected: string) {
  return z.optional(
    z
      .array(z.string(expected).check(z.regex(id, expected)), `a list of ${expected}`)
      .check(z.minLength(1, `a list of ${expected}`), z.maxLength(20, 'at most 20')),
  );
}

/** Both have `all`, `ou_…` and user ids. */
const botKeys = {
  secret: z.optional(text('the secret of "Set signature verification"')),
  mention: mentions(/^[A-Za-z0-9_-]{1,64}$/, 'open ids (ou_…), user ids or all'),
};

/** A custom bot in a group of Feishu. */
const feishuSettings = mapping(
  { kind: z.literal('feishu'), ...postingKeys, ...readingKeys, ...botKeys },
  channelExpected,
);

/** A custom bot in a group of Lark, which is Feishu outside China. */
const larkSettings = mapping(
  { kind: z.literal('lark'), ...postingKeys, ...readingKeys, ...botKeys },
  channelExpected,
);

/** A group robot of WeCom (企业微信). */
const wecomSettings = mapping(
  {
    kind: z.literal('wecom'),
    ...postingKeys,
    ...readingKeys,
    mention: mentions(/^[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}$/, 'user ids or all'),
  },
  channelExpected,
);

/** A custom robot of DingTalk (钉钉). */
const dingtalkSettings = mapping(
  {
    kind: z.literal('dingtalk'),
    ...postingKeys,
    ...readingKeys,
    secret: z.optional(text('the secret of "Additional signature" (加签)')),
    mention: mentions(/^\+?[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}$/, 'user ids, mobile numbers in quotes, or all'),
  },
  channelExpected,
);

/** An incoming webhook of Slack. */
const slackSettings = mapping(
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

/** A workflow of Microsoft Teams ("Post to a channel when a webhook request is received"). */
const teamsSettings = mapping(
  {
    kind: z.literal('teams'),
    ...postingKeys,
    ...readingKeys,
    mention: mentions(
      /^([\w.%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+|[\da-fA-F]{8}(-[\da-fA-F]{4}){3}-[\da-fA-F]{12})$/,
      'sign-in names (name@example.com) or object ids of Entra',
    ),
  },
  channelExpected,
);

/** A webhook of a channel of Discord. */
const discordSettings = mapping(
  {
    kind: z.literal('discord'),
    ...postingKeys,
    ...readingKeys,
    // With a word before them, as a number so long would lose its end in YAML, and people and roles look the same.
    mention: mentions(/^(everyone|here|(user|role):\d{15,20})$/, 'user:ID, role:ID, everyone or here'),
  },
  channelExpected,
);

/** An incoming webhook of a space of Google Chat. */
const googleChatSettings = mapping(
  {
    kind: z.literal('google-chat'),
    ...postingKeys,
    ...readingKeys,
    mention: mentions(/^users\/(all|\d{5,30})$/, 'users/ID or users/all'),
  },
  channelExpected,
);

/** A channel that gets the summary as signed JSON: the body of Standard Webhooks, or a CloudEvent. */
const webhookSettings = mapping(
  {
    kind: z.literal('webhook'),
    url: postingKeys.url,
    secret: z.optional(text('a secret')),
    envelope: z.optional(z.literal('cloudevents', 'cloudevents, or nothing')),
    allowLoopback: postingKeys.allowLoopback,
    ...tellingKeys,
  },
  channelExpected,
);

/**
 * A topic of Huawei Cloud's Simple Message Notification, reached with the function's own credentials. Region and
 * project are parts of its URN.
 */
const smnSettings = mapping(
  {
    kind: z.literal('smn'),
    topicUrn: text('the URN of a topic: urn:smn:REGION:PROJECT-ID:TOPIC'),
    endpoint: z.optional(text('a URL')),
    ...readingKeys,
  },
  'a mapping with kind and topicUrn',
);

/**
 * A dead man's switch in the way of Healthchecks. It has no `when`: what is not told of every run takes each run that
 * it does not hear of for one that never began.
 */
const healthchecksSettings = mapping(
  { kind: z.literal('healthchecks'), ...postingKeys, language: readingKeys.language },
  channelExpected,
);

const kinds = [
  feishuSettings,
  larkSettings,
  wecomSettings,
  dingtalkSettings,
  slackSettings,
  teamsSettings,
  discordSettings,
  googleChatSettings,
  webhookSettings,
  smnSettings,
  healthchecksSettings,
] as const;

/** A channel of any kind, told apart by `kind`. */
export const channelSettings = z.discriminatedUnion('kind', kinds, {
  error: ({ code }) =>
    code === 'invalid_union'
      ? kinds.map(({ shape }) => shape.kind.def.values[0]).join(', ')
      : channelExpected,
});

/** Where a summary goes. */
export type ChannelSettings = z.output<typeof channelSettings>;
/** A kind of channel: a chat, or `webhook`. */
export type ChannelKind = ChannelSettings['kind'];

/** The settings of a kind. */
export type SettingsOf<Kind extends ChannelKind> = Extract<ChannelSettings, { kind: Kind }>;
