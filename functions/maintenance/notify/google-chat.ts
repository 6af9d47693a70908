import type { ReplyHeaders } from '../http/exchange.ts';
import { type Card, type Span, toneMarks } from '../report/card.ts';
import { fitCard } from '../report/fit-card.ts';
import { plainPen, writeLine } from '../report/write-card.ts';
import type { ChannelParts, VisibleChannel } from './channel.ts';
import { type ChatSettings, createChatChannel } from './chat-channel.ts';
import { type ChatBody, type ChatContext, type ChatKind, calledIn } from './chat-kind.ts';
import { fitTextBody, jsonBytes } from './fit-text-body.ts';
import { classifyStatus, notItsAnswer, readJsonReply, type Verdict } from './verdict.ts';

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

/**
 * A card of Google Chat. One widget for each section: those beyond a hundred are ignored, with the section they are
 * in and all that follow.
 */
function googleChatCard(card: Card, { wording, id }: Pick<ChatContext, 'wording' | 'id'>): ChatBody {
  const pen = { span: writeSpan };
  const section = (header: string, ...lines: readonly string[]) => ({ header, widgets: [paragraph(lines)] });
  return {
    cardId: id,
    card: {
      header: { title: `${toneMarks[card.tone]} ${card.headline}` },
      sections: [
        {
          widgets: [
            paragraph([
              writeLine(card.glance, pen),
              ...card.facts.map(({ label, value }) => `<b>${label}</b> ${writeLine(value, pen)}`),
            ]),
          ],
        },
        ...card.sections.map(({ title, items, more }) =>
          section(
            title,
            ...items.map((item) => `• ${writeLine(item, pen)}`),
            ...(more > 0 ? [`• ${wording.andMore(more)}`] : []),
          ),
        ),
        ...(card.payload ? [section(card.payload.label, escapeHtml(card.payload.json))] : []),
      ],
    },
  };
}

function paragraph(lines: readonly string[]): ChatBody {
  return { textParagraph: { text: lines.join('<br>') } };
}

/** Text in a card is HTML of a few tags, none of which is for code, and calls nobody. */
function writeSpan(span: Span): string {
  switch (span.kind) {
    case 'mention':
      return '';
    case 'bold':
      return `<b>${escapeHtml(span.text)}</b>`;
    case 'code':
    case 'plain':
      return escapeHtml(span.text);
    default:
      return span satisfies never;
  }
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** What is wrong where a text would fare no better; Google's words are not quoted, see `classifyStatus`. */
const advice: Readonly<Record<number, string>> = {
  401: 'key or token in the URL are wrong',
  403: 'the token in the URL is wrong, or the webhook was removed, or an administrator does not allow it',
  404: 'the space is gone, or the URL is wrong',
};

/** Reads an answer of an incoming webhook: success is the message that was made of it, with its name. */
export function classifyGoogleChat(status: number, headers: ReplyHeaders, body: string): Verdict {
  const byStatus = classifyStatus(status, headers);
  const reply = readJsonReply(body);
  if (byStatus.kind === 'delivered') {
    if (typeof reply?.['name'] === 'string') return byStatus;
    return notItsAnswer(byStatus.reason, 'Google Chat');
  }
  if (byStatus.kind !== 'permanent') return byStatus;
  if (status === 400) {
    // The key comes before the message: nobody has looked at the form of it.
    if (/"API_KEY_INVALID"/.test(JSON.stringify(reply?.['error'] ?? '')))
      return { kind: 'permanent', reason: `${byStatus.reason}: the key in the URL is wrong` };
    return { kind: 'refused-card', reason: `${byStatus.reason}: the message was refused` };
  }
  const why = Object.hasOwn(advice, status) ? advice[status] : undefined;
  return why === undefined ? byStatus : { kind: 'permanent', reason: `${byStatus.reason}: ${why}` };
}
