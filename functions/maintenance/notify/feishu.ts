import { createHmac } from 'node:crypto';
import type { ReplyHeaders } from '../http/exchange.ts';
import type { Card, Span, Tone } from '../report/card.ts';
import { fitCard } from '../report/fit-card.ts';
import { plainPen, writeLine } from '../report/write-card.ts';
import type { ChannelParts, VisibleChannel } from './channel.ts';
import { type ChatSettings, createChatChannel } from './chat-channel.ts';
import type { ChatBody, ChatContext, ChatKind } from './chat-kind.ts';
import { fitTextBody, jsonBytes } from './fit-text-body.ts';
import { classifyStatus, notItsAnswer, readJsonReply, type Verdict } from './verdict.ts';

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

const templates: Readonly<Record<Tone, string>> = {
  good: 'green',
  warn: 'orange',
  bad: 'red',
  quiet: 'grey',
};

/**
 * A card of Feishu's version 2.0, in which a property that is not documented is an error: header and markdown
 * alone, which all clients that know the version can show.
 */
export function feishuCard(card: Card, { wording, mention }: Omit<ChatContext, 'limit'>): ChatBody {
  const pen = { span: (span: Span) => writeSpan(span, mention) };
  const markdown = (...lines: readonly string[]) => ({ tag: 'markdown', content: lines.join('\n') });
  return {
    schema: '2.0',
    config: { update_multi: true, summary: { content: card.headline } },
    header: {
      template: templates[card.tone],
      title: { tag: 'plain_text', content: card.headline },
    },
    body: {
      elements: [
        markdown(
          writeLine(card.glance, pen),
          ...card.facts.map(({ label, value }) => `**${label}** ${writeLine(value, pen)}`),
        ),
        ...card.sections.map(({ title, items, more }) =>
          markdown(
            `**${title}**`,
            ...items.map((item) => `- ${writeLine(item, pen)}`),
            ...(more > 0 ? [`- ${wording.andMore(more)}`] : []),
          ),
        ),
        ...(card.payload ? [markdown(`**${card.payload.label}**`, codeBlock(card.payload.json))] : []),
      ],
    },
  };
}

function writeSpan(span: Span, mention: readonly string[]): string {
  switch (span.kind) {
    case 'mention':
      return mention.map((id) => ` <at id=${id}></at>`).join('');
    case 'bold':
      return `**${escapeMarkdown(span.text)}**`;
    case 'code':
      // Entities are not read within code.
      return /^[\w .:@+/-]+$/.test(span.text) ? `\`${span.text}\`` : escapeMarkdown(span.text);
    case 'plain':
      return escapeMarkdown(span.text);
    default:
      return span satisfies never;
  }
}

function codeBlock(json: string): string {
  return json.includes('`') ? escapeMarkdown(json) : `\`\`\`json\n${json}\n\`\`\``;
}

/** Feishu's markdown is escaped by numeric entities; `:NAME:` is an emoji, and `://` makes a link. */
function escapeMarkdown(text: string): string {
  return text.replace(/[&<>*_~`[\]|\\$]|:(?=[A-Za-z/])/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** What the codes of a custom bot mean; none of its words are quoted, see `classifyStatus`. */
const permanent: Readonly<Record<number, string>> = {
  19001: 'the bot was removed, or the URL is wrong',
  19002: 'the message was not understood',
  19021: 'the secret is wrong, or the clock is off by more than an hour',
  19022: "the bot's list of IP addresses does not have the function's",
  19024: 'the bot asks for a keyword that the message does not have: set Nightshift, or a signature',
};

/** Answered to who sends too much; everybody does at :00 and :30, of which Feishu itself warns. */
const rateLimits: readonly number[] = [11232, 11247, 99991400];
/** The card could not be shown as it is: its JSON, its elements, its tables, its content as a whole. */
const cardRefusals: readonly number[] = [11246, 9499, 230099];
/** A fault of Feishu's own, which its documentation says to try again. */
const internalError = 2200;

/** Reads an answer of a custom bot: HTTP 200 says nothing, `code` does, or the `StatusCode` of old. */
export function classifyFeishu(status: number, headers: ReplyHeaders, body: string): Verdict {
  const byStatus = classifyStatus(status, headers);
  const reply = readJsonReply(body);
  const code = reply && (Object.hasOwn(reply, 'code') ? reply['code'] : reply['StatusCode']);
  if (typeof code !== 'number') {
    if (byStatus.kind !== 'delivered') return byStatus;
    return notItsAnswer(`HTTP ${status}`, 'a bot');
  }
  const saysTooMany = /frequency|rate|too many/i.test(String(reply?.['msg'] ?? ''));
  if (rateLimits.includes(code) || (code !== 0 && saysTooMany)) {
    const retryAfter = headers['x-ogw-ratelimit-reset'] ?? headers['retry-after'];
    return {
      kind: 'transient',
      reason: `code ${code}: too many messages`,
      retryAfter,
      mayHaveArrived: false,
    };
  }
  // A gateway that fails, whatever is in its page.
  if (byStatus.kind === 'transient' || (status >= 300 && status < 400)) return byStatus;
  if (code === 0) return byStatus.kind === 'delivered' ? { kind: 'delivered', reason: 'code 0' } : byStatus;
  if (code === internalError)
    return {
      kind: 'transient',
      reason: `code ${code}: an error within Feishu`,
      retryAfter: headers['retry-after'],
      mayHaveArrived: true,
    };
  if (cardRefusals.includes(code))
    return { kind: 'refused-card', reason: `code ${code}: the card was refused` };
  const why = Object.hasOwn(permanent, code) ? `: ${permanent[code]}` : '';
  return { kind: 'permanent', reason: `code ${code}${why}` };
}
