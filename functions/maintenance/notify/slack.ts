import type { ReplyHeaders } from '../http/exchange.ts';
import { type Card, type Line, type Span, type Tone, toneMarks } from '../report/card.ts';
import { cutToLimit, fitCard } from '../report/fit-card.ts';
import { plainPen, writeLine } from '../report/write-card.ts';
import type { ChannelParts, VisibleChannel } from './channel.ts';
import { type ChatSettings, createChatChannel } from './chat-channel.ts';
import type { ChatBody, ChatContext, ChatKind } from './chat-kind.ts';
import { fitTextBody, jsonBytes } from './fit-text-body.ts';
import { classifyStatus, type Verdict } from './verdict.ts';

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

const colours: Readonly<Record<Tone, string>> = {
  good: '#2EB67D',
  warn: '#E8912D',
  bad: '#E01E5A',
  quiet: '#8D8D8D',
};

/** Characters that the text of one block may have. */
const blockLimit = 3_000;

/** What a card's attachment holds: colours are to be had in attachments only. */
function slackAttachment(card: Card, { wording, mention }: Omit<ChatContext, 'limit'>): ChatBody {
  const write = (line: Line) => writeLine(line, { span: (span) => writeSlackSpan(span, mention) });
  const parts: readonly (readonly string[])[] = [
    card.facts.map(({ label, value }) => `*${label}* ${write(value)}`),
    ...card.sections.map(({ title, items, more }) => [
      `*${title}*`,
      ...items.map((item) => `• ${write(item)}`),
      ...(more > 0 ? [`• ${wording.andMore(more)}`] : []),
    ]),
    ...(card.payload ? [[`*${card.payload.label}*`, codeBlock(card.payload.json)]] : []),
  ];
  return {
    color: colours[card.tone],
    fallback: card.headline,
    blocks: parts.flatMap(blockTexts).map((text) => ({
      type: 'section',
      // Verbatim, or Slack makes links and mentions of what looks like one.
      text: { type: 'mrkdwn', text, verbatim: true },
    })),
  };
}

/** A span in Slack's own markup, which knows no escape but for `&`, `<` and `>`. */
function writeSlackSpan(span: Span, mention: readonly string[]): string {
  switch (span.kind) {
    case 'mention':
      return mention.map((id) => ` ${mentionOf(id)}`).join('');
    case 'bold':
      return `*${escapeSlack(span.text)}*`;
    case 'code':
      return `\`${escapeSlack(span.text)}\``;
    case 'plain':
      return escapeSlack(span.text);
    default:
      return span satisfies never;
  }
}

/** Text that is nothing but text: no tag, and in place of what would begin a format a sign that looks like it. */
function escapeSlack(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    .replaceAll('`', 'ˋ');
}

/** Ids of people begin with U or W, those of groups with S. */
function mentionOf(id: string): string {
  if (/^(channel|here|everyone)$/.test(id)) return `<!${id}>`;
  return id.startsWith('S') ? `<!subteam^${id}>` : `<@${id}>`;
}

function codeBlock(json: string): string {
  return `\`\`\`${escapeSlack(json)}\`\`\``;
}

/** Lines put together to texts that each fit into a block. */
function blockTexts(lines: readonly string[]): readonly string[] {
  const texts: string[] = [];
  for (const line of lines.map((each) => cutToLimit(each, ({ length }) => length, blockLimit))) {
    const last = texts.at(-1);
    if (last === undefined || last.length + 1 + line.length > blockLimit) texts.push(line);
    else texts[texts.length - 1] = `${last}\n${line}`;
  }
  return texts;
}

/** What Slack's words mean; words it may say that are not here are not quoted. */
const advice: Readonly<Record<string, string>> = {
  user_not_found: 'someone it mentions is not there',
  action_prohibited: 'an administrator does not allow it',
  invalid_token: 'the URL is no longer valid',
  channel_not_found: 'the channel is gone',
  no_service: 'the webhook was removed',
  no_team: 'the URL is wrong, or the workspace is gone',
  channel_is_archived: 'the channel is archived',
};
const refusals: readonly string[] = [
  'invalid_payload',
  'invalid_blocks',
  'invalid_attachments',
  'no_text',
  'too_many_attachments',
];

/** Reads an answer of an incoming webhook: success is 200 and the word `ok`. */
export function classifySlack(status: number, headers: ReplyHeaders, body: string): Verdict {
  const said = body.trim();
  const byStatus = classifyStatus(status, headers);
  if (byStatus.kind === 'delivered') {
    if (status === 200 && said === 'ok') return { kind: 'delivered', reason: 'ok' };
    return { kind: 'permanent', reason: `${byStatus.reason}, but not the word ok`, mayHaveArrived: true };
  }
  if (byStatus.kind !== 'permanent') return byStatus;
  if (status === 400 && refusals.includes(said))
    return { kind: 'refused-card', reason: `${byStatus.reason}: ${said}` };
  const why = Object.hasOwn(advice, said) ? advice[said] : undefined;
  return why === undefined ? byStatus : { kind: 'permanent', reason: `HTTP ${status}: ${said}, ${why}` };
}
