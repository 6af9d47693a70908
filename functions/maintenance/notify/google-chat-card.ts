import { type Card, type Span, toneMarks } from '../report/card.ts';
import { writeLine } from '../report/write-card.ts';
import type { ChatBody, ChatContext } from './chat-kind.ts';

/**
 * A card of Google Chat. One widget for each section: those beyond a hundred are ignored, with the section they are
 * in and all that follow.
 */
export function googleChatCard(card: Card, { wording, id }: Pick<ChatContext, 'wording' | 'id'>): ChatBody {
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
