import { fitCard } from '../report/fit-card.ts';
import { plainPen } from '../report/write-card.ts';
import { calledIn } from './called-in.ts';
import type { VisibleChannel } from './channel.ts';
import type { ChannelParts } from './channel-parts.ts';
import { type ChatSettings, createChatChannel } from './chat-channel.ts';
import type { ChatBody, ChatKind } from './chat-kind.ts';
import { fitTextBody } from './fit-text-body.ts';
import { googleChatCard } from './google-chat-card.ts';
import { classifyGoogleChat } from './google-chat-verdict.ts';
import { jsonBytes } from './json-bytes.ts';

/** An incoming webhook of a space of Google Chat. */
export const googleChat: ChatKind = {
  // For the text and the cards; the whole body is measured.
  limit: 32_000,
  build(card, context) {
    const called = calledIn(card, context.mention);
    const render = (each: typeof card): ChatBody => ({
      // Only a text calls people, and it is shown above the card: nothing in it that the card has as well.
      ...(called.length > 0 && { text: called.map(mentionOf).join(' ') }),
      // For what shows no cards, such as a notification.
      fallbackText: each.headline,
      cardsV2: [googleChatCard(each, context)],
    });
    return fitCard(card, render, jsonBytes, context.limit).body;
  },
  text(card, context) {
    const called = calledIn(card, context.mention).map(mentionOf).join(' ');
    const wrap = (text: string): ChatBody => ({ text });
    return fitTextBody(card, plainPen(called, harmless), { wrap, measure: jsonBytes }, context);
  },
  classify: classifyGoogleChat,
};

/** The channel of an incoming webhook. */
export function createGoogleChatChannel(parts: ChannelParts<ChatSettings>): VisibleChannel {
  return createChatChannel(googleChat, parts);
}

function mentionOf(called: string): string {
  return `<${called}>`;
}

/** A text has no escape: in place of what would call somebody, make a link or begin a format, a sign that looks like it. */
function harmless(text: string): string {
  return text
    .replaceAll('<', '＜')
    .replaceAll('>', '＞')
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    .replaceAll('`', 'ˋ');
}
