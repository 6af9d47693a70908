import { createHmac } from 'node:crypto';
import * as z from 'zod/mini';
import { boldStars, drawLines, drawMention, type LineNotation } from '../page/chat-markup.ts';
import type { Drawing, ToDraw } from '../page/drawing.ts';
import { type Html, html } from '../page/html.ts';
import type { HttpAnswer } from '../scripted-reply.ts';
import { type ChatRequest, type InboxChat, jsonAnswer, robotAnswer, twentyInAMinute } from './chat.ts';

/** What a robot asks of messages. */
type DingtalkSecurity = {
  readonly token: string;
  readonly secret?: string;
  readonly keyword?: string;
};

const hourMs = 3_600_000;
const bodyLimit = 20_000;

const rest = {
  msgUuid: z.optional(z.string()),
  at: z.optional(
    z.strictObject({
      atMobiles: z.optional(z.array(z.string())),
      atUserIds: z.optional(z.array(z.string())),
      isAtAll: z.optional(z.boolean()),
    }),
  ),
};
/** Of the kinds of messages those that a summary can be. */
const message = z.discriminatedUnion('msgtype', [
  z.strictObject({
    ...rest,
    msgtype: z.literal('markdown'),
    markdown: z.strictObject({ title: z.string(), text: z.string() }),
  }),
  z.strictObject({ ...rest, msgtype: z.literal('text'), text: z.strictObject({ content: z.string() }) }),
]);

const signHint = '请确认签名和生成签名的时间戳必须都放在调用的网址中';

/** Answers of a custom robot, as documented and recorded; all of them come with HTTP 200. */
export const dingtalkAnswers = {
  taken: robotAnswer(0, 'ok'),
  busy: robotAnswer(-1, '系统繁忙'),
  tooOften: robotAnswer(130101, 'send too fast, exceed 20 times per minute'),
  noToken: robotAnswer(40035, '缺少参数 access_token'),
  wrongToken: robotAnswer(300005, 'token is not exist'),
  tooLong: robotAnswer(460101, 'message too long, exceed 20000 bytes'),
  unknownKind: robotAnswer(400105, 'unsupported msgtype'),
  wrongSign: robotAnswer(310000, `description:机器人发送签名不匹配;solution:${signHint};`),
  wrongTime: robotAnswer(310000, 'description:timestamp 无效;solution:请检查时间戳;'),
  noKeyword: robotAnswer(310000, 'description:关键词不匹配;solution:请联系群管理员查看此机器人的关键词;'),
  unsafe: robotAnswer(430102, 'text content is unsafe'),
  stopped: robotAnswer(400102, 'robot is stopped'),
  /** Of the guard in front of it. */
  barred: jsonAnswer(200, { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: '0a1b2c3d' }),
} satisfies Record<string, HttpAnswer>;

/** A custom robot, which is locked for ten minutes by the 21st message of a minute. */
export function dingtalkInbox(security: DingtalkSecurity): InboxChat {
  const tooMany = twentyInAMinute(10 * 60_000);
  return (request) => {
    const refused =
      refusal(request, security) ?? (tooMany(request.now) ? dingtalkAnswers.tooOften : undefined);
    return { taken: refused === undefined, answer: refused ?? dingtalkAnswers.taken };
  };
}

function refusal(
  { query, body, json, now }: ChatRequest,
  { token, secret, keyword }: DingtalkSecurity,
): HttpAnswer | undefined {
  const asked = new URLSearchParams(query);
  const given = asked.get('access_token');
  if (given === null) return dingtalkAnswers.noToken;
  if (given !== token) return dingtalkAnswers.wrongToken;
  if (body.length > bodyLimit) return dingtalkAnswers.tooLong;
  const { data } = message.safeParse(json);
  if (!data) return dingtalkAnswers.unknownKind;
  const flaw = secret === undefined ? undefined : signatureFlaw(asked, secret, now);
  if (flaw) return flaw;
  const text = data.msgtype === 'text' ? data.text.content : `${data.markdown.title}\n${data.markdown.text}`;
  return keyword !== undefined && !text.includes(keyword) ? dingtalkAnswers.noKeyword : undefined;
}

function signatureFlaw(query: URLSearchParams, secret: string, now: number): HttpAnswer | undefined {
  const timestamp = query.get('timestamp') ?? '';
  if (!/^\d{13}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > hourMs)
    return dingtalkAnswers.wrongTime;
  const expected = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
  return query.get('sign') === expected ? undefined : dingtalkAnswers.wrongSign;
}

const at = z.optional(
  z.object({
    atMobiles: z.optional(z.array(z.string())),
    atUserIds: z.optional(z.array(z.string())),
    isAtAll: z.optional(z.boolean()),
  }),
);
/** What is drawn of a message, be it one that was refused. */
const drawn = z.union([
  z.object({ markdown: z.object({ text: z.string() }), at }),
  z.object({ text: z.object({ content: z.string() }), at }),
]);

/** Draws what a custom robot of DingTalk posts. Only those are called who are in `at`, wherever a text says so. */
export function drawDingtalk({ json }: ToDraw): Drawing | undefined {
  const { data } = drawn.safeParse(json);
  if (!data) return undefined;
  const people = [...(data.at?.atMobiles ?? []), ...(data.at?.atUserIds ?? [])];
  const all = data.at?.isAtAll ? html`<p>${drawMention('all')}</p>` : undefined;
  const calling: LineNotation = {
    inlines: [
      {
        // Of which nobody is called who is not in `at`.
        pattern: /@([+\w.-]+)/,
        draw: ([id = '']): Html => (people.includes(id) ? drawMention(id) : html`@${id}`),
      },
    ],
  };
  if ('text' in data) {
    const body = html`<div class="bubble">${drawLines(data.text.content, calling)}${all}</div>`;
    return { plain: true, body };
  }
  const notation: LineNotation = {
    lists: true,
    quotes: true,
    headings: true,
    joins: true,
    inlines: [boldStars, ...calling.inlines],
  };
  return {
    plain: false,
    body: html`<div class="bubble">${drawLines(data.markdown.text, notation)}${all}</div>`,
  };
}
