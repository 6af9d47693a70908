import { expect, test } from 'vitest';
import type { InboxChat } from '../../../../functions/minicloud/inbox/chats/chat.ts';
import { discordAnswers, discordInbox } from '../../../../functions/minicloud/inbox/chats/discord.ts';
import { feishuAnswers, feishuInbox } from '../../../../functions/minicloud/inbox/chats/feishu.ts';
import {
  googleChatAnswers,
  googleChatInbox,
} from '../../../../functions/minicloud/inbox/chats/google-chat.ts';
import { slackAnswers, slackInbox } from '../../../../functions/minicloud/inbox/chats/slack.ts';
import { teamsAnswers, teamsInbox } from '../../../../functions/minicloud/inbox/chats/teams.ts';
import { startAt } from '../../dcs/small-dcs.ts';

const answerOf = (chat: InboxChat, json: unknown, query = '') =>
  chat({ json, query, body: Buffer.from(JSON.stringify(json)), now: startAt });

const paragraph = { textParagraph: { text: 'a' } };
const feishuCard = (more: object) => ({
  schema: '2.0',
  config: { update_multi: true, summary: { content: 'a' } },
  header: { template: 'red', title: { tag: 'plain_text', content: 'a' } },
  body: { elements: [{ tag: 'markdown', content: 'a', ...more }] },
});
const teamsCard = (more: object) => ({
  contentType: 'application/vnd.microsoft.card.adaptive',
  contentUrl: null,
  content: { type: 'AdaptiveCard', version: '1.4', body: [{ type: 'TextBlock', text: 'a', ...more }] },
});

test.each([
  {
    name: 'Feishu',
    chat: feishuInbox(),
    draw: (more: object) => ({ msg_type: 'interactive', card: feishuCard(more) }),
    refusal: feishuAnswers.cardRefused,
  },
  {
    name: 'Slack',
    chat: slackInbox(),
    draw: (more: object) => ({
      text: 'a',
      attachments: [
        {
          color: '#000000',
          fallback: 'a',
          blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'a', ...more } }],
        },
      ],
    }),
    refusal: slackAnswers.invalidBlocks,
  },
  {
    name: 'Teams',
    chat: teamsInbox(),
    query: 'sig=s',
    draw: (more: object) => ({ type: 'message', attachments: [teamsCard(more)] }),
    refusal: teamsAnswers.invalid,
  },
  {
    name: 'Discord',
    chat: discordInbox(),
    draw: (more: object) => ({ embeds: [{ title: 'a', ...more }] }),
    refusal: discordAnswers.invalidForm,
  },
  {
    name: 'Google Chat',
    chat: googleChatInbox(),
    query: 'key=k&token=t',
    draw: (more: object) => ({
      cardsV2: [
        {
          cardId: 'a',
          card: { header: { title: 'a' }, sections: [{ widgets: [{ ...paragraph, ...more }] }] },
        },
      ],
    }),
    refusal: googleChatAnswers.invalid,
  },
])(
  '$name takes a card, and refuses one with a key that it does not know',
  ({ chat, query, draw, refusal }) => {
    expect(answerOf(chat, draw({}), query)).toMatchObject({ taken: true });
    expect(answerOf(chat, draw({ unknown: 1 }), query)).toEqual({ taken: false, answer: refusal });
  },
);

test.each([
  ['the content of Discord', discordInbox(), '', (text: string) => ({ content: text }), 2_000],
  ['an embed of Discord', discordInbox(), '', (text: string) => ({ embeds: [{ description: text }] }), 4_096],
  [
    'a section of Slack',
    slackInbox(),
    '',
    (text: string) => ({
      text: 'a',
      attachments: [
        { color: '#000000', fallback: 'a', blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] },
      ],
    }),
    3_000,
  ],
] as const)('%s has as many characters as documented and no more', (_, chat, query, draw, limit) => {
  expect(answerOf(chat, draw('字'.repeat(limit)), query).taken).toBe(true);
  expect(answerOf(chat, draw('字'.repeat(limit + 1)), query).taken).toBe(false);
});

test.each([
  ['Teams', teamsInbox(), ''],
  ['Google Chat', googleChatInbox(), 'key=k'],
  ['Google Chat', googleChatInbox(), 'token=t'],
])('%s takes nothing without what its URL must have', (_, chat, query) => {
  expect(answerOf(chat, { text: 'a' }, query).answer.status).toBeGreaterThanOrEqual(401);
});
