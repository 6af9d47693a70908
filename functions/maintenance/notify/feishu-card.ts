import type { Card, Span, Tone } from '../report/card.ts';
import { writeLine } from '../report/write-card.ts';
import type { ChatBody, ChatContext } from './chat-kind.ts';

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
