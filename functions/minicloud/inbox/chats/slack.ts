import * as z from 'zod/mini';
import {
  codeTicks,
  drawLines,
  drawMention,
  type LineNotation,
  withoutEntities,
} from '../page/chat-markup.ts';
import { type Drawing, edgeColour, type ToDraw } from '../page/drawing.ts';
import { html } from '../page/html.ts';
import { type HttpAnswer, textAnswer } from '../scripted-reply.ts';
import type { InboxChat } from './chat.ts';

const section = z.strictObject({
  type: z.literal('section'),
  text: z.strictObject({
    type: z.enum(['mrkdwn', 'plain_text']),
    text: z.string().check(z.minLength(1), z.maxLength(3_000)),
    verbatim: z.optional(z.boolean()),
  }),
});
const message = z.object({
  text: z.string().check(z.minLength(1)),
  attachments: z.optional(
    z.array(
      z.strictObject({
        color: z.string(),
        fallback: z.string(),
        blocks: z.array(section).check(z.maxLength(50)),
      }),
    ),
  ),
});

/** Answers of an incoming webhook, all of them a word of plain text. */
export const slackAnswers = {
  taken: textAnswer(200, 'ok'),
  invalidPayload: textAnswer(400, 'invalid_payload'),
  invalidBlocks: textAnswer(400, 'invalid_blocks'),
  userNotFound: textAnswer(400, 'user_not_found'),
  prohibited: textAnswer(403, 'action_prohibited'),
  invalidToken: textAnswer(403, 'invalid_token'),
  noService: textAnswer(404, 'no_service'),
  noTeam: textAnswer(404, 'no_team'),
  archived: textAnswer(410, 'channel_is_archived'),
  rateLimited: textAnswer(429, 'rate_limited', { 'Retry-After': '2' }),
  rollupError: textAnswer(500, 'rollup_error'),
} satisfies Record<string, HttpAnswer>;

/** An incoming webhook; there is nothing to verify but its URL. */
export function slackInbox(): InboxChat {
  return ({ json }) => {
    const answer = answerTo(json);
    return { taken: answer === slackAnswers.taken, answer };
  };
}

function answerTo(json: unknown): HttpAnswer {
  if (json === undefined) return slackAnswers.invalidPayload;
  return message.safeParse(json).success ? slackAnswers.taken : slackAnswers.invalidBlocks;
}

/** What is drawn of a message, be it one that was refused. */
const drawn = z.object({
  text: z.string(),
  attachments: z.optional(
    z.array(
      z.object({
        color: z.string(),
        blocks: z.array(z.object({ text: z.object({ text: z.string() }) })),
      }),
    ),
  ),
});

/** Slack's own markup; what is not called or formatted is text in which three signs are entities. */
const notation: LineNotation = {
  plain: withoutEntities,
  inlines: [
    { pattern: /<!(?:subteam\^)?([\w-]+)>/, draw: ([who = '']) => drawMention(who) },
    { pattern: /<@(\w+)>/, draw: ([who = '']) => drawMention(who) },
    { pattern: /\*([^*\n]+)\*/, draw: ([text = ''], inner) => html`<strong>${inner(text)}</strong>` },
    { ...codeTicks, draw: ([text = '']) => html`<code>${withoutEntities(text)}</code>` },
  ],
};

/** Draws what an incoming webhook of Slack posts: a text, and attachments of blocks beside a bar of colour. */
export function drawSlack({ json }: ToDraw): Drawing | undefined {
  const { data } = drawn.safeParse(json);
  if (!data) return undefined;
  const { text, attachments = [] } = data;
  const shown = attachments.map(
    ({ color, blocks }) =>
      html`<div class="slack-attachment" style="${edgeColour(color)}">${blocks.map(
        (block) => html`<div class="part">${drawLines(block.text.text, notation)}</div>`,
      )}</div>`,
  );
  return {
    plain: shown.length === 0,
    body: html`<div class="slack-text">${drawLines(text, notation)}</div>${shown}`,
  };
}
