import { createHmac } from 'node:crypto';
import { type Card, toneMarks } from '../report/card.ts';
import { plainPen } from '../report/write-card.ts';
import { calledIn } from './called-in.ts';
import type { VisibleChannel } from './channel.ts';
import type { ChannelParts } from './channel-parts.ts';
import { type ChatSettings, createChatChannel } from './chat-channel.ts';
import type { ChatBody, ChatContext, ChatKind } from './chat-kind.ts';
import { calls, dingtalkPen, withoutCalls } from './dingtalk-markdown.ts';
import { classifyDingtalk } from './dingtalk-verdict.ts';
import { fitTextBody } from './fit-text-body.ts';
import { jsonBytes } from './json-bytes.ts';

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
