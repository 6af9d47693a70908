import { createHmac } from 'node:crypto';
import type { ReplyHeaders } from '../http/exchange.ts';
import { type Card, type Span, toneMarks } from '../report/card.ts';
import { type Pen, plainPen } from '../report/write-card.ts';
import type { ChannelParts, VisibleChannel } from './channel.ts';
import { type ChatSettings, createChatChannel } from './chat-channel.ts';
import { type ChatBody, type ChatContext, type ChatKind, calledIn } from './chat-kind.ts';
import { busyRobot, classifyErrcode } from './errcode-verdict.ts';
import { fitTextBody, jsonBytes } from './fit-text-body.ts';
import { boldMarkdown, withLookalikes } from './lookalike-signs.ts';
import { readJsonReply, type Verdict } from './verdict.ts';

/** The card may have been refused for its length. */
const plainLimit = 5_000;

/** A custom robot of DingTalk (钉钉), signed in its URL. */
export const dingtalk: ChatKind = {
  // Bytes of the whole body.
  limit: 20_000,
  build(card, context) {
    const title = `${toneMarks[card.tone]} ${withoutCalls(card.headline)}`;
    const rest = { msgUuid: context.id, ...at(card, context) };
    const wrap = (text: string): ChatBody => ({ msgtype: 'markdown', markdown: { title, text }, ...rest });
    return fitTextBody(card, dingtalkPen(context.mention), { wrap, measure: jsonBytes }, context);
  },
  text(card, context) {
    // Not the id of the card that was refused, or this might be taken for its repetition.
    const rest = { msgUuid: `${context.id}_text`, ...at(card, context) };
    const wrap = (content: string): ChatBody => ({ msgtype: 'text', text: { content }, ...rest });
    const limit = Math.min(context.limit, plainLimit);
    const pen = plainPen(calls(context.mention), withoutCalls);
    return fitTextBody(card, pen, { wrap, measure: jsonBytes }, { ...context, limit });
  },
  classify: classifyDingtalk,
  seal({ url, body }, secret, now) {
    const signed = new URL(url);
    signed.searchParams.set('timestamp', String(now));
    signed.searchParams.set('sign', dingtalkSignature(now, secret));
    return { url: signed.href, body };
  },
};

/** The channel of a custom robot. */
export function createDingtalkChannel(parts: ChannelParts<ChatSettings>): VisibleChannel {
  return createChatChannel(dingtalk, parts);
}

/** What proves who sends, before it is encoded for a URL; `now` in milliseconds since 1970. */
export function dingtalkSignature(now: number, secret: string): string {
  return createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64');
}

/** A number in China, or one with the code of its country; other ids are those of users. */
const mobile = /^(1[3-9]\d{9}|\+[\d-]+)$/;

/** Who is called; without it nobody is, whatever the text says. */
function at(card: Card, { mention }: ChatContext): ChatBody {
  const called = calledIn(card, mention);
  if (called.length === 0) return {};
  const people = called.filter((id) => id !== 'all');
  return {
    at: {
      atMobiles: people.filter((id) => mobile.test(id)),
      atUserIds: people.filter((id) => !mobile.test(id)),
      isAtAll: called.includes('all'),
    },
  };
}

/**
 * Writes DingTalk's markdown, of which headings, bold text, quotes and lists are documented, and neither code nor
 * colours nor an escape. Lines stay apart as entries of lists, or with an empty one between them.
 */
function dingtalkPen(mention: readonly string[]): Pen {
  return {
    span: (span) => writeSpan(span, mention),
    headline: (mark, text) => `### ${mark} ${withoutCalls(text)}\n`,
    fact: (label, value) => `- **${label}** ${value}`,
    title: (title) => `**${title}**\n`,
    item: (item) => `- ${item}`,
    payload: (json) => `> ${withoutCalls(json)}`,
  };
}

function writeSpan(span: Span, mention: readonly string[]): string {
  switch (span.kind) {
    case 'mention': {
      const called = calls(mention);
      return called && ` ${called}`;
    }
    case 'bold':
      return withoutAt(boldMarkdown(span.text));
    case 'code':
    case 'plain':
      return withoutCalls(span.text);
    default:
      return span satisfies never;
  }
}

/** Where those who are called stand in a text; `all` is shown by DingTalk itself. */
export function calls(mention: readonly string[]): string {
  return mention
    .filter((id) => id !== 'all')
    .map((id) => `@${id}`)
    .join(' ');
}

/** Text without a format that calls nobody. */
function withoutCalls(text: string): string {
  return withoutAt(withLookalikes(text));
}

/** Nobody is called who is not in `at`, but it would look so. Ids of runs are kept to be copied. */
function withoutAt(text: string): string {
  return text.replace(/@(?!\d{4}-\d\d-\d\dT)/g, '＠');
}

const permanent: Readonly<Record<number, string>> = {
  300001: 'the token in the URL is wrong',
  300005: 'the token in the URL is wrong, or the robot was removed',
  400101: 'the token in the URL is wrong',
  40035: 'the URL has no access_token',
  43002: 'it was not a POST',
  43004: 'its content type is wrong',
  400105: 'the kind of message is unknown',
  400013: 'the group was dissolved',
  400102: 'the robot was stopped',
  400106: 'the robot is no longer in the group',
  90030: 'the quota of calls is used up',
};

/** What the robot took offence at; the plain text is shorter. */
const refusals: Readonly<Record<number, string>> = {
  430101: 'a link in the message was found unsafe',
  430102: 'the text of the message was found unsafe',
  430103: 'an image in the message was found unsafe',
  430104: 'the message was found unsafe',
  460101: 'the message is longer than 20000 bytes',
};

/** In words, the one that is documented and the one that is seen. */
const tooFast: readonly number[] = [410100, 130101];
/** Who sends more than 20 in a minute is not heard for ten. */
const lockedSeconds = 600;
const security = 310000;

const byErrcode = classifyErrcode({ read: readErrcode, judge });

/**
 * Reads an answer of a custom robot: HTTP 200 says nothing, `errcode` does. The guard in front of it, which bars
 * addresses that call far too often, has no `errcode`.
 */
export function classifyDingtalk(status: number, headers: ReplyHeaders, body: string): Verdict {
  const reply = readJsonReply(body);
  const isBarred = reply !== undefined && !Object.hasOwn(reply, 'errcode') && reply['status'] === 1111;
  if (!isBarred) return byErrcode(status, headers, body);
  return {
    kind: 'transient',
    reason: 'status 1111: too many calls from this IP address, which is barred for five minutes',
    retryAfter: '300',
    mayHaveArrived: false,
  };
}

/** Documented as a number and, here and there, as text. */
function readErrcode(errcode: unknown): number | undefined {
  if (typeof errcode === 'string' && /^-?\d{1,9}$/.test(errcode)) return Number(errcode);
  return typeof errcode === 'number' ? errcode : undefined;
}

function judge(code: number, errmsg: string): Verdict | undefined {
  if (code === -1) return busyRobot(code, 'DingTalk is busy');
  if (tooFast.includes(code)) return busyRobot(code, 'more than 20 messages in a minute', lockedSeconds);
  if (Object.hasOwn(refusals, code))
    return { kind: 'refused-card', reason: `errcode ${code}: ${refusals[code]}` };
  if (code === security) return { kind: 'permanent', reason: `errcode ${code}: ${securityFlaw(errmsg)}` };
  return Object.hasOwn(permanent, code)
    ? { kind: 'permanent', reason: `errcode ${code}: ${permanent[code]}` }
    : undefined;
}

/** One code stands for all the security settings; the words, English or Chinese, say which of them. */
function securityFlaw(errmsg: string): string {
  // What it says of the solution names other settings as well.
  const [described = ''] = errmsg.split(/;?\s*solution:/);
  if (/keyword|关键词/i.test(described))
    return 'the robot asks for a keyword that the message does not have: set Nightshift, or a signature';
  if (/whitelist|白名单/i.test(described))
    return "the robot's list of IP addresses does not have the function's";
  if (/timestamp|时间戳/i.test(described)) return 'the clock is off by more than an hour';
  if (/sign|签名/i.test(described)) return 'the secret is wrong or missing';
  return "the robot's security settings do not let it through";
}
