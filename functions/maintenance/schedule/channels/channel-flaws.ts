import type { ChannelKind } from './channel-settings.ts';
import { dingtalkFlaws } from './dingtalk-flaws.ts';
import { discordFlaws } from './discord-flaws.ts';
import { feishuFlaws, larkFlaws } from './feishu-flaws.ts';
import { googleChatFlaws } from './google-chat-flaws.ts';
import { healthchecksFlaws } from './healthchecks-flaws.ts';
import type { ChannelFlaws } from './setting-flaw.ts';
import { slackFlaws } from './slack-flaws.ts';
import { smnFlaws } from './smn-flaws.ts';
import { teamsFlaws } from './teams-flaws.ts';
import { webhookFlaws } from './webhook-flaws.ts';
import { wecomFlaws } from './wecom-flaws.ts';

/** What can be wrong with each kind; apart from the schemas, which a tick that has nothing to do does not load. */
const channelFlaws: Readonly<Record<ChannelKind, ChannelFlaws>> = {
  feishu: feishuFlaws,
  lark: larkFlaws,
  wecom: wecomFlaws,
  dingtalk: dingtalkFlaws,
  slack: slackFlaws,
  teams: teamsFlaws,
  discord: discordFlaws,
  'google-chat': googleChatFlaws,
  webhook: webhookFlaws,
  smn: smnFlaws,
  healthchecks: healthchecksFlaws,
};

/** The rules for a kind as it was written; `undefined` for one that is unknown. */
export function flawsOfKind(kind: unknown): ChannelFlaws | undefined {
  return typeof kind === 'string' && Object.hasOwn(channelFlaws, kind)
    ? channelFlaws[kind as ChannelKind]
    : undefined;
}
