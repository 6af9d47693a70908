import type { Card, Line, Span, Tone } from '../report/card.ts';
import { cutToLimit } from '../report/fit-card.ts';
import { writeLine } from '../report/write-card.ts';
import type { ChatBody, ChatContext } from './chat-kind.ts';

const colours: Readonly<Record<Tone, string>> = {
  good: '#2EB67D',
  warn: '#E8912D',
  bad: '#E01E5A',
  quiet: '#8D8D8D',
};

/** Characters that the text of one block may have. */
const blockLimit = 3_000;

/** What a card's attachment holds: colours are to be had in attachments only. */
export function slackAttachment(card: Card, { wording, mention }: Omit<ChatContext, 'limit'>): ChatBody {
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
export function writeSlackSpan(span: Span, mention: readonly string[]): string {
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
export function escapeSlack(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    .replaceAll('`', 'ˋ');
}

/** Ids of people begin with U or W, those of groups with S. */
export function mentionOf(id: string): string {
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
