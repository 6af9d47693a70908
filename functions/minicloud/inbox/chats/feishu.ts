import { createHmac } from 'node:crypto';
import * as z from 'zod/mini';
import {
  boldStars,
  codeTicks,
  drawLines,
  drawMention,
  type LineNotation,
  withoutEntities,
} from '../page/chat-markup.ts';
import type { Drawing, ToDraw } from '../page/drawing.ts';
import { type Html, html } from '../page/html.ts';
import type { HttpAnswer } from '../scripted-reply.ts';
import { type ChatRequest, type InboxChat, jsonAnswer } from './chat.ts';

const bodyLimit = 20_000;
const hourSeconds = 3_600;

const plainText = z.strictObject({ tag: z.literal('plain_text'), content: z.string() });
/** Of version 2.0 what a bot of ours may use; a property it does not know is an error to Feishu. */
const card = z.strictObject({
  schema: z.literal('2.0'),
  config: z.strictObject({
    update_multi: z.literal(true),
    summary: z.strictObject({ content: z.string() }),
  }),
  header: z.strictObject({
    template: z.enum(['blue', 'green', 'yellow', 'orange', 'red', 'purple', 'grey', 'default']),
    title: plainText,
  }),
  body: z.strictObject({
    elements: z
      .array(z.strictObject({ tag: z.literal('markdown'), content: z.string() }))
      .check(z.maxLength(200)),
  }),
});
const seal = { timestamp: z.optional(z.string()), sign: z.optional(z.string()) };
const message = z.discriminatedUnion('msg_type', [
  z.strictObject({ ...seal, msg_type: z.literal('interactive'), card: z.unknown() }),
  z.strictObject({
    ...seal,
    msg_type: z.literal('text'),
    content: z.strictObject({ text: z.string().check(z.minLength(1)) }),
  }),
]);

/** Answers of a custom bot, all of which come with HTTP 200 but the last. */
export const feishuAnswers = {
  taken: jsonAnswer(200, { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' }),
  badRequest: jsonAnswer(200, { code: 9499, msg: 'Bad Request', data: {} }),
  tokenInvalid: jsonAnswer(200, {
    code: 19001,
    msg: 'param invalid: incoming webhook access token invalid',
    data: {},
  }),
  signMismatch: jsonAnswer(200, {
    code: 19021,
    msg: 'sign match fail or timestamp is not within one hour from current time',
    data: {},
  }),
  noKeyword: jsonAnswer(200, { code: 19024, msg: 'Key Words Not Found', data: {} }),
  rateLimited: jsonAnswer(200, {
    code: 11232,
    msg: 'frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]',
    data: {},
  }),
  cardRefused: jsonAnswer(200, {
    code: 11246,
    msg: 'ErrCode: 200621; ErrMsg: parse card json err; ',
    data: {},
  }),
  openApiLimited: jsonAnswer(
    429,
    { code: 99991400, msg: 'request trigger frequency limit' },
    { 'x-ogw-ratelimit-reset': '2' },
  ),
} satisfies Record<string, HttpAnswer>;

/** A custom bot, with a secret if signatures are verified. */
export function feishuInbox(secret?: string): InboxChat {
  return (request) => {
    const answer = answerTo(request, secret);
    return { taken: answer === feishuAnswers.taken, answer };
  };
}

function answerTo({ body, json, now }: ChatRequest, secret: string | undefined): HttpAnswer {
  const read = message.safeParse(json);
  if (!read.success || body.length > bodyLimit) return feishuAnswers.badRequest;
  if (secret !== undefined && !isSigned(read.data, secret, now)) return feishuAnswers.signMismatch;
  if (read.data.msg_type === 'interactive' && !card.safeParse(read.data.card).success)
    return feishuAnswers.cardRefused;
  return feishuAnswers.taken;
}

function isSigned(
  { timestamp, sign }: { readonly timestamp?: string | undefined; readonly sign?: string | undefined },
  secret: string,
  now: number,
): boolean {
  if (timestamp === undefined || !/^\d{10}$/.test(timestamp)) return false;
  if (Math.abs(now / 1_000 - Number(timestamp)) > hourSeconds) return false;
  return sign === createHmac('sha256', `${timestamp}\n${secret}`).digest('base64');
}

/** What is drawn of a message, be it one that was refused. */
const drawn = z.union([
  z.object({
    card: z.object({
      header: z.object({ template: z.string(), title: z.object({ content: z.string() }) }),
      body: z.object({ elements: z.array(z.object({ content: z.string() })) }),
    }),
  }),
  z.object({ content: z.object({ text: z.string() }) }),
]);

const notation: LineNotation = {
  lists: true,
  plain: withoutEntities,
  inlines: [
    { pattern: /<at id=([\w-]+)><\/at>/, draw: ([id = '']) => drawMention(id) },
    boldStars,
    codeTicks,
  ],
};
/** A text knows of those who are called and of nothing else. */
const textNotation: LineNotation = {
  inlines: [{ pattern: /<at user_id="([\w-]+)"><\/at>/, draw: ([id = '']) => drawMention(id) }],
};

/** The colours that a header may have. */
const templates = ['blue', 'green', 'yellow', 'orange', 'red', 'purple', 'grey'];

/** Draws what a bot of Feishu or Lark posts: a card under a header of a colour, or a text. */
export function drawFeishu({ json }: ToDraw): Drawing | undefined {
  const { data } = drawn.safeParse(json);
  if (!data) return undefined;
  if ('content' in data) {
    return {
      plain: true,
      body: html`<div class="bubble">${drawLines(data.content.text, textNotation)}</div>`,
    };
  }
  return { plain: false, body: drawCard(data.card) };
}

function drawCard({ header, body }: Extract<z.output<typeof drawn>, { card: unknown }>['card']): Html {
  const colour = templates.includes(header.template) ? header.template : 'blue';
  return html`<div class="feishu-card">
<p class="feishu-head feishu-${colour} headline">${header.title.content}</p>
<div class="feishu-body">${body.elements.map(({ content }) => html`<div class="part">${drawLines(content, notation)}</div>`)}</div>
</div>`;
}
