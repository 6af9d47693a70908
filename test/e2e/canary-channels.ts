import type { InboxChat } from '../../functions/minicloud/inbox/chats/chat.ts';
import { dingtalkInbox } from '../../functions/minicloud/inbox/chats/dingtalk.ts';
import { discordInbox } from '../../functions/minicloud/inbox/chats/discord.ts';
import { feishuInbox } from '../../functions/minicloud/inbox/chats/feishu.ts';
import { googleChatInbox } from '../../functions/minicloud/inbox/chats/google-chat.ts';
import { healthchecksInbox } from '../../functions/minicloud/inbox/chats/healthchecks.ts';
import { slackInbox } from '../../functions/minicloud/inbox/chats/slack.ts';
import { teamsInbox } from '../../functions/minicloud/inbox/chats/teams.ts';
import { wecomInbox } from '../../functions/minicloud/inbox/chats/wecom.ts';
import { createInbox, type Inbox } from '../../functions/minicloud/inbox/inbox.ts';
import { canary } from './canaries.ts';

type Planted = {
  /** Behind the kind in the path. */
  readonly path: string;
  readonly query?: string;
  readonly secret?: string;
  readonly chat?: InboxChat;
};

/** Every kind that posts to a URL, with secrets wherever it has any; `of` makes them differ. */
function channelsOf(of: string) {
  const secret = (name: string) => canary(`${of} ${name}`);
  const key = secret('signing key');
  const uuid = secret('uuid').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  return {
    feishu: {
      path: secret('feishu'),
      secret: secret('feishu secret'),
      chat: feishuInbox(secret('feishu secret')),
    },
    lark: { path: secret('lark'), secret: secret('lark secret'), chat: feishuInbox(secret('lark secret')) },
    wecom: { path: 'send', query: `key=${secret('wecom')}`, chat: wecomInbox(secret('wecom')) },
    dingtalk: {
      path: 'send',
      query: `access_token=${secret('dingtalk')}`,
      secret: `SEC${secret('dingtalk secret')}`,
      chat: dingtalkInbox({ token: secret('dingtalk'), secret: `SEC${secret('dingtalk secret')}` }),
    },
    slack: { path: `T0/B0/${secret('slack')}`, chat: slackInbox() },
    teams: { path: secret('teams'), query: `api-version=1&sig=${secret('teams sig')}`, chat: teamsInbox() },
    discord: { path: `12345/${secret('discord')}`, chat: discordInbox() },
    'google-chat': {
      path: 'messages',
      query: `key=${secret('google key')}&token=${secret('google token')}%3D`,
      chat: googleChatInbox(),
    },
    webhook: {
      path: secret('webhook'),
      query: `a=${secret('query')}&${secret('bare query')}`,
      secret: `whsec_${Buffer.from(key.slice(0, 32)).toString('base64')}`,
    },
    healthchecks: { path: uuid },
  } satisfies Record<string, Planted>;
}

/** Channels that a working chat stands behind, and such as are answered with all they have sent. */
const good = channelsOf('good');
const lying = channelsOf('lying');

function entries(): readonly (readonly [name: string, kind: string, planted: Planted])[] {
  const of = (channels: Readonly<Record<string, Planted>>, before: string) =>
    Object.entries(channels).map(([kind, planted]) => [`${before}-${kind}`, kind, planted] as const);
  return [...of(good, 'good'), ...of(lying, 'lying')];
}

/** Every secret of every channel, by name. */
export const channelSecrets: Readonly<Record<string, string>> = Object.fromEntries(
  entries().flatMap(([name, , { path, query = '', secret }]) => {
    const values = query.split('&').map((pair) => pair.slice(pair.indexOf('=') + 1));
    const parts = [...path.split('/'), ...values].filter((part) => part.length > 20);
    const numbered = parts.map((part, index) => [`${name} ${index + 1}`, part] as const);
    return secret === undefined ? numbered : [...numbered, [`${name} secret`, secret] as const];
  }),
);

/** The names of all channels that have a URL. */
export const channelNames: readonly string[] = entries().map(([name]) => name);

/** The channels as they are written in a schedule, indented by two. */
export const channelsText = entries()
  .map(([name, kind, { secret }]) => {
    const signed = secret === undefined ? '' : `, secret: "\${${variable(name)}_SECRET}"`;
    return `  ${name}: { kind: ${kind}, url: "\${${variable(name)}_URL}", allowLoopback: true${signed} }\n`;
  })
  .join('');

/** The variables that the channels name, by where the receivers of both sorts are. */
export function channelVariables(goodBase: string, lyingBase: string): Record<string, string> {
  return Object.fromEntries(
    entries().flatMap(([name, , planted]) => [
      [
        `${variable(name)}_URL`,
        `${name.startsWith('good') ? goodBase : lyingBase}${targetOf(name, planted)}`,
      ],
      [`${variable(name)}_SECRET`, planted.secret ?? ''],
    ]),
  );
}

/** An inbox with every good chat in it. */
export function canaryInbox(clock: { now(): number; readonly scale: number }): Inbox {
  const check = healthchecksInbox(`/good-healthchecks/${good.healthchecks.path}`);
  const chats = Object.entries(good).flatMap(([kind, planted]: [string, Planted]) =>
    planted.chat ? [[`/good-${kind}/${planted.path}`, planted.chat] as const] : [],
  );
  return createInbox({
    clock,
    prefix: '/inbox',
    chats: { ...Object.fromEntries(chats), ...check.chats },
    secrets: { [`/good-webhook/${good.webhook.path}`]: good.webhook.secret },
  });
}

function targetOf(name: string, { path, query }: Planted): string {
  return `/${name}/${path}${query === undefined ? '' : `?${query}`}`;
}

function variable(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}
