import * as z from 'zod/mini';
import { dingtalkSettings } from './dingtalk.ts';
import { discordSettings } from './discord.ts';
import { channelExpected } from './every-channel.ts';
import { feishuSettings, larkSettings } from './feishu.ts';
import { googleChatSettings } from './google-chat.ts';
import { healthchecksSettings } from './healthchecks.ts';
import { slackSettings } from './slack.ts';
import { smnSettings } from './smn.ts';
import { teamsSettings } from './teams.ts';
import { webhookSettings } from './webhook.ts';
import { wecomSettings } from './wecom.ts';

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
