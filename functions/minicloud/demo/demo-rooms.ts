import type { InboxChat } from '../inbox/chats/chat.ts';
import { dingtalkAnswers, dingtalkInbox } from '../inbox/chats/dingtalk.ts';
import { discordInbox } from '../inbox/chats/discord.ts';
import { feishuAnswers, feishuInbox } from '../inbox/chats/feishu.ts';
import { googleChatInbox } from '../inbox/chats/google-chat.ts';
import { healthchecksInbox } from '../inbox/chats/healthchecks.ts';
import { slackInbox } from '../inbox/chats/slack.ts';
import { teamsInbox } from '../inbox/chats/teams.ts';
import { wecomInbox } from '../inbox/chats/wecom.ts';
import type { InboxRoom } from '../inbox/room-kinds.ts';
import type { HttpAnswer } from '../inbox/scripted-reply.ts';

/** A room of the demonstration's inbox, with what a schedule says to post to it. */
export type DemoRoom = InboxRoom & {
  /** What follows the `?` of its address. */
  readonly query: string;
  /** The settings of a channel beside `kind`, `url` and `allowLoopback`. */
  readonly settings: Readonly<Record<string, string | readonly string[]>>;
  readonly chats: Readonly<Record<string, InboxChat>>;
};

// All secrets here are only ever good for this machine's inbox, so they may stand here.
const key = 'local-inbox-of-nightshift';

/** Signed by Standard Webhooks, which the inbox itself verifies. */
const webhookSecrets = {
  '/ops': 'whsec_bG9jYWwtaW5ib3gtb2YtbmlnaHRzaGlmdC1vcHM=',
  '/audit': 'whsec_bG9jYWwtaW5ib3gtb2YtbmlnaHRzaGlmdC1hdWQ=',
  '/events': 'whsec_bG9jYWwtaW5ib3gtb2YtbmlnaHRzaGlmdC1ldmU=',
} as const;

/** The secrets of `config/schedule.yaml`'s webhooks and of one more, by path. */
export const demoSecrets: Readonly<Record<keyof typeof webhookSecrets, string>> = webhookSecrets;

/** A room for every kind of channel; those of the example schedule are `/ops` and `/audit`. */
export function createDemoRooms(): readonly DemoRoom[] {
  return [
    signed('feishu', feishuInbox(key), feishuAnswers.signMismatch, { secret: key, mention: ['all'] }),
    signed('lark', feishuInbox(key), feishuAnswers.signMismatch, { secret: key }),
    addressed('wecom', wecomInbox(key), `key=${key}`, { mention: ['all'] }),
    {
      ...signed('dingtalk', dingtalkInbox({ token: key, secret: `SEC${key}` }), dingtalkAnswers.wrongSign, {
        secret: `SEC${key}`,
        mention: ['all'],
      }),
      query: `access_token=${key}`,
    },
    addressed('slack', slackInbox(), '', { mention: ['here'] }),
    addressed('teams', teamsInbox(), `sig=${key}`, { mention: ['ops@example.com'] }),
    addressed('discord', discordInbox(), '', { mention: ['here'] }),
    addressed('google-chat', googleChatInbox(), `key=${key}&token=${key}`, { mention: ['users/all'] }),
    { ...addressed('healthchecks', undefined, '', {}), chats: healthchecksInbox('/healthchecks').chats },
    webhookRoom('/ops', {}),
    webhookRoom('/audit', {}),
    webhookRoom('/events', { envelope: 'cloudevents' }),
  ];
}

type Settings = DemoRoom['settings'];

function signed(kind: DemoRoom['kind'], chat: InboxChat, mismatch: HttpAnswer, settings: Settings): DemoRoom {
  const disproves = ({ body }: HttpAnswer) => body === mismatch.body;
  return { ...addressed(kind, chat, '', settings), proof: 'signature', disproves };
}

function addressed(
  kind: DemoRoom['kind'],
  chat: InboxChat | undefined,
  query: string,
  settings: Settings,
): DemoRoom {
  const path = `/${kind}`;
  return { kind, path, proof: 'address', query, settings, chats: chat ? { [path]: chat } : {} };
}

function webhookRoom(path: keyof typeof webhookSecrets, settings: Settings): DemoRoom {
  return {
    kind: 'webhook',
    path,
    proof: 'signature',
    disproves: ({ status }) => status === 401,
    query: '',
    settings: { secret: webhookSecrets[path], ...settings },
    chats: {},
  };
}
