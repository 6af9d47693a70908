import * as z from 'zod/mini';
import {
  boldStars,
  codeTicks,
  drawLines,
  drawMention,
  type Inline,
  type LineNotation,
} from '../page/chat-markup.ts';
import type { Drawing, ToDraw } from '../page/drawing.ts';
import { html } from '../page/html.ts';
import type { HttpAnswer } from '../scripted-reply.ts';
import { type ChatRequest, type InboxChat, robotAnswer, twentyInAMinute } from './chat.ts';

const people = z.optional(z.array(z.string()));
/** Of the kinds of messages those that a summary can be. */
const message = z.discriminatedUnion('msgtype', [
  z.strictObject({ msgtype: z.literal('markdown'), markdown: z.strictObject({ content: z.string() }) }),
  z.strictObject({
    msgtype: z.literal('text'),
    text: z.strictObject({ content: z.string(), mentioned_list: people, mentioned_mobile_list: people }),
  }),
]);

/** The most bytes of `content`. */
const longest = { text: 2_048, markdown: 4_096 } as const;

// The address is the sender's, as WeCom tells it to everybody.
const hint = 'hint: [1699200000123456789], from ip: 203.0.113.7';
const more = 'more info at https://open.work.weixin.qq.com/devtool/query?e=93000';

/** Answers of a group robot, as documented and recorded; all of them come with HTTP 200. */
export const wecomAnswers = {
  taken: robotAnswer(0, 'ok'),
  busy: robotAnswer(-1, 'system busy'),
  concurrent: robotAnswer(45033, 'api concurrent out of limit'),
  tooOften: robotAnswer(45009, 'api freq out of limit'),
  wrongKey: robotAnswer(93000, `invalid webhook url, ${hint}, ${more}`),
  unknownKind: robotAnswer(40008, 'invalid message type'),
  textTooLong: tooLong('text'),
  markdownTooLong: tooLong('markdown'),
} satisfies Record<string, HttpAnswer>;

/** A group robot under a key, which is all that it asks for. */
export function wecomInbox(key: string): InboxChat {
  const tooMany = twentyInAMinute(0);
  return (request) => {
    const refused = refusal(request, key) ?? (tooMany(request.now) ? wecomAnswers.tooOften : undefined);
    return { taken: refused === undefined, answer: refused ?? wecomAnswers.taken };
  };
}

function refusal({ query, json }: ChatRequest, key: string): HttpAnswer | undefined {
  if (new URLSearchParams(query).get('key') !== key) return wecomAnswers.wrongKey;
  const { data } = message.safeParse(json);
  if (!data) return wecomAnswers.unknownKind;
  const { content } = data.msgtype === 'text' ? data.text : data.markdown;
  return Buffer.byteLength(content) > longest[data.msgtype] ? tooLong(data.msgtype) : undefined;
}

function tooLong(kind: keyof typeof longest): HttpAnswer {
  return robotAnswer(40058, `${kind}.content exceed max length ${longest[kind]}. invalid Request Parameter`);
}

/** What is drawn of a message, be it one that was refused. */
const drawn = z.union([
  z.object({ markdown: z.object({ content: z.string() }) }),
  z.object({
    text: z.object({ content: z.string(), mentioned_list: z.optional(z.array(z.string())) }),
  }),
]);

const called: Inline = { pattern: /<@([^<>\s]+)>/, draw: ([id = '']) => drawMention(id) };
const notation: LineNotation = {
  quotes: true,
  headings: true,
  inlines: [
    {
      pattern: /<font color="(info|comment|warning)">(.*?)<\/font>/,
      draw: ([colour = '', text = ''], inner) => html`<span class="wecom-${colour}">${inner(text)}</span>`,
    },
    called,
    boldStars,
    codeTicks,
  ],
};

/** Draws what a group robot of WeCom posts: a bubble of its markdown, or of text. */
export function drawWecom({ json }: ToDraw): Drawing | undefined {
  const { data } = drawn.safeParse(json);
  if (!data) return undefined;
  if ('markdown' in data) {
    const body = html`<div class="bubble">${drawLines(data.markdown.content, notation)}</div>`;
    return { plain: false, body };
  }
  const { content, mentioned_list: people = [] } = data.text;
  const mentions = people.map((id) => html` ${drawMention(id.replace(/^@/, ''))}`);
  const body = html`<div class="bubble">${drawLines(content, { inlines: [called] })}<p>${mentions}</p></div>`;
  return { plain: true, body };
}
