import { type Card, toneMarks } from '../report/card.ts';
import { fitCard } from '../report/fit-card.ts';
import { plainPen, writeLine } from '../report/write-card.ts';
import type { VisibleChannel } from './channel.ts';
import type { ChannelParts } from './channel-parts.ts';
import { type ChatSettings, createChatChannel } from './chat-channel.ts';
import type { ChatBody, ChatKind } from './chat-kind.ts';
import { fitTextBody } from './fit-text-body.ts';
import { jsonBytes } from './json-bytes.ts';
import { escapeSlack, mentionOf, slackAttachment, writeSlackSpan } from './slack-blocks.ts';
import { classifySlack } from './slack-verdict.ts';

/** An incoming webhook of Slack. */
export const slack: ChatKind = {
  // For one block 3,000 characters are documented, for the whole nothing; far below 50 blocks.
  limit: 30_000,
  build(card, context) {
    const render = (each: Card): ChatBody => ({
      // Who is mentioned hears of it here; not in an attachment.
      text: [
        `${toneMarks[each.tone]} *${escapeSlack(each.headline)}*`,
        writeLine(each.glance, { span: (span) => writeSlackSpan(span, context.mention) }),
      ].join('\n'),
      ...quiet,
      attachments: [slackAttachment(each, context)],
    });
    return fitCard(card, render, jsonBytes, context.limit).body;
  },
  text(card, context) {
    const wrap = (text: string): ChatBody => ({ text, ...quiet });
    const pen = plainPen(context.mention.map(mentionOf).join(' '), escapeSlack);
    return fitTextBody(card, pen, { wrap, measure: jsonBytes }, context);
  },
  classify: classifySlack,
};

/** No previews of what happens to look like an address. */
const quiet = { unfurl_links: false, unfurl_media: false };

/** The channel of an incoming webhook. */
export function createSlackChannel(parts: ChannelParts<ChatSettings>): VisibleChannel {
  return createChatChannel(slack, parts);
}
