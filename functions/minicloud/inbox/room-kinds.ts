import { drawDingtalk } from './chats/dingtalk.ts';
import { drawDiscord } from './chats/discord.ts';
import { drawFeishu } from './chats/feishu.ts';
import { drawGoogleChat } from './chats/google-chat.ts';
import { drawPing } from './chats/healthchecks.ts';
import { drawSlack } from './chats/slack.ts';
import { drawSmn } from './chats/smn.ts';
import { drawTeams } from './chats/teams.ts';
import { drawWebhook } from './chats/webhook.ts';
import { drawWecom } from './chats/wecom.ts';
import type { Draw } from './page/drawing.ts';
import type { HttpAnswer } from './scripted-reply.ts';

type KindOfRoom = {
  /** For people. */
  readonly name: string;
  /** How the chat marks that the sender is a program; what is no chat has no sender. */
  readonly tag: string | undefined;
  readonly draw: Draw;
};

/** The kinds of channels that a page can draw, in the order in which they are shown. */
export const roomKinds = {
  feishu: { name: 'Feishu', tag: 'BOT', draw: drawFeishu },
  slack: { name: 'Slack', tag: 'APP', draw: drawSlack },
  teams: { name: 'Microsoft Teams', tag: 'via Workflows', draw: drawTeams },
  discord: { name: 'Discord', tag: 'APP', draw: drawDiscord },
  wecom: { name: 'WeCom', tag: 'BOT', draw: drawWecom },
  dingtalk: { name: 'DingTalk', tag: 'BOT', draw: drawDingtalk },
  'google-chat': { name: 'Google Chat', tag: 'APP', draw: drawGoogleChat },
  lark: { name: 'Lark', tag: 'BOT', draw: drawFeishu },
  smn: { name: 'Huawei Cloud SMN', tag: 'via SMN', draw: drawSmn },
  healthchecks: { name: 'Healthchecks', tag: undefined, draw: drawPing },
  webhook: { name: 'Webhook', tag: undefined, draw: drawWebhook },
} as const satisfies Readonly<Record<string, KindOfRoom>>;

/** See `roomKinds`. */
export type RoomKind = keyof typeof roomKinds;

/** A place behind a path of an inbox where messages of one kind come in. */
export type InboxRoom = {
  readonly kind: RoomKind;
  readonly path: string;
  /** What proves who sends: something signed, or that the address, with what is secret in it, is known. */
  readonly proof: 'signature' | 'address';
  /** Whether an answer says that a signature is wrong. */
  readonly disproves?: (answer: HttpAnswer) => boolean;
};
