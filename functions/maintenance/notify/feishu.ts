import { createHmac } from 'node:crypto';
import { fitCard } from '../report/fit-card.ts';
import { plainPen } from '../report/write-card.ts';
import type { VisibleChannel } from './channel.ts';
import type { ChannelParts } from './channel-parts.ts';
import { type ChatSettings, createChatChannel } from './chat-channel.ts';
import type { ChatBody, ChatKind } from './chat-kind.ts';
import { feishuCard } from './feishu-card.ts';
import { classifyFeishu } from './feishu-verdict.ts';
import { fitTextBody } from './fit-text-body.ts';
import { jsonBytes } from './json-bytes.ts';

/** A body may have 20 KB; whether those are of 1,000 bytes is not said. */
const bodyLimit = 20_000;
/** For `timestamp` and `sign`, which are part of the body. */
const sealRoom = 100;

/** A custom bot of Feishu, or of Lark, which has another host. */
export const feishu: ChatKind = {
  limit: bodyLimit - sealRoom,
  build(card, context) {
    const render = (each: typeof card): ChatBody => ({
      msg_type: 'interactive',
      card: feishuCard(each, context),
    });
    return fitCard(card, render, jsonBytes, context.limit).body;
  },
  text(card, context) {
    const called = context.mention.map((id) => `<at user_id="${id}"></at>`).join(' ');
    const wrap = (text: string): ChatBody => ({ msg_type: 'text', content: { text } });
    return fitTextBody(card, plainPen(called, withoutTags), { wrap, measure: jsonBytes }, context);
  },
  classify: classifyFeishu,
  seal({ url, body }, secret, now) {
    const timestamp = String(Math.floor(now / 1_000));
    return { url, body: { timestamp, sign: feishuSignature(timestamp, secret), ...body } };
  },
};

/** The channel of a custom bot. */
export function createFeishuChannel(parts: ChannelParts<ChatSettings>): VisibleChannel {
  return createChatChannel(feishu, parts);
}

/** Time and secret are the key, and nothing is signed; `timestamp` in seconds since 1970, as text. */
export function feishuSignature(timestamp: string, secret: string): string {
  return createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
}

/** In a text nothing but a tag means anything, and it has no escape: a wider sign stands in. */
function withoutTags(text: string): string {
  return text.replaceAll('<', '＜').replaceAll('>', '＞');
}
