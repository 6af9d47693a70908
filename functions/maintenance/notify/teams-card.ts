import type { Card, Line, Span, Tone } from '../report/card.ts';
import type { ChatBody, ChatContext } from './chat-kind.ts';

const styles: Readonly<Record<Tone, string>> = {
  good: 'good',
  warn: 'warning',
  bad: 'attention',
  quiet: 'emphasis',
};

/**
 * An Adaptive Card. All text is in rich text blocks, of which nothing is read as markdown or as a mention; those who
 * are called are in a block of their own.
 */
export function teamsCard(card: Card, called: readonly string[], wording: ChatContext['wording']): ChatBody {
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full', ...entitiesOf(called) },
    fallbackText: card.headline,
    body: [
      {
        type: 'Container',
        style: styles[card.tone],
        bleed: true,
        items: [
          richText([run(card.headline, { weight: 'Bolder', size: 'Medium' })]),
          richText(runs(card.glance), { spacing: 'Small' }),
          ...mentionBlock(called),
        ],
      },
      ...card.facts.map(({ label, value }) =>
        richText([run(`${label} `, { isSubtle: true }), ...runs(value)], { spacing: 'Small' }),
      ),
      ...card.sections.flatMap(({ title, items, more }) => [
        titleBlock(title),
        ...items.map((item) => richText([run('• '), ...runs(item)], { spacing: 'Small' })),
        ...(more > 0 ? [richText([run(`• ${wording.andMore(more)}`)], { spacing: 'Small' })] : []),
      ]),
      ...(card.payload
        ? [
            titleBlock(card.payload.label),
            richText([run(card.payload.json, { fontType: 'Monospace' })], { spacing: 'Small' }),
          ]
        : []),
    ],
  };
}

/** A card of nothing but lines, which any client can show: a workflow posts cards only. */
export function teamsText(text: string, called: readonly string[]): ChatBody {
  const lines = text.split('\n').filter((line) => line !== '');
  return {
    type: 'AdaptiveCard',
    version: '1.2',
    ...(called.length > 0 && { msteams: entitiesOf(called) }),
    body: [...lines.map((line) => richText([run(line)], { spacing: 'Small' })), ...mentionBlock(called)],
  };
}

function titleBlock(title: string): ChatBody {
  return richText([run(title, { weight: 'Bolder' })], { spacing: 'Medium' });
}

function richText(inlines: readonly ChatBody[], look: ChatBody = {}): ChatBody {
  return { type: 'RichTextBlock', ...look, inlines };
}

function run(text: string, look: ChatBody = {}): ChatBody {
  // `{{DATE(…)}}` and `{{TIME(…)}}` are read everywhere.
  return { type: 'TextRun', ...look, text: text.replaceAll('{{', '{ {') };
}

function runs(line: Line): readonly ChatBody[] {
  return line.flatMap((span) => runOf(span));
}

function runOf(span: Span): readonly ChatBody[] {
  switch (span.kind) {
    case 'mention':
      return [];
    case 'bold':
      return [run(span.text, { weight: 'Bolder' })];
    case 'code':
      return [run(span.text, { fontType: 'Monospace' })];
    case 'plain':
      return span.text === '' ? [] : [run(span.text)];
    default:
      return span satisfies never;
  }
}

/** `<at>` counts in a text block only, and only together with its entity. */
function mentionBlock(called: readonly string[]): readonly ChatBody[] {
  if (called.length === 0) return [];
  return [{ type: 'TextBlock', spacing: 'Small', wrap: true, text: called.map(tagOf).join(' ') }];
}

function entitiesOf(called: readonly string[]): ChatBody {
  if (called.length === 0) return {};
  return {
    entities: called.map((id) => ({ type: 'mention', text: tagOf(id), mentioned: { id, name: id } })),
  };
}

function tagOf(id: string): string {
  return `<at>${id}</at>`;
}
