import type { Card, Span, Tone } from '../report/card.ts';
import type { Pen } from '../report/write-card.ts';
import { boldMarkdown, withLookalikes } from './lookalike-signs.ts';

/** All the colours there are: green, grey and orange-red. */
const colours: Readonly<Record<Tone, string>> = {
  good: 'info',
  warn: 'warning',
  bad: 'warning',
  quiet: 'comment',
};

/**
 * Writes WeCom's `markdown`, which the oldest clients know and which alone has colours and mentions. Lists are no
 * part of it, but read as such.
 */
export function wecomPen({ tone }: Pick<Card, 'tone'>, mention: readonly string[]): Pen {
  return {
    span: (span) => writeSpan(span, mention),
    headline: (mark, text) => `## <font color="${colours[tone]}">${mark} ${withLookalikes(text)}</font>`,
    fact: (label, value) => `>${label}: ${value}`,
    title: (title) => `**${title}**`,
    item: (item) => `- ${item}`,
    payload: inCode,
  };
}

function writeSpan(span: Span, mention: readonly string[]): string {
  switch (span.kind) {
    case 'mention':
      return mention.map((id) => ` <@${id}>`).join('');
    case 'bold':
      return boldMarkdown(span.text);
    case 'code':
      return inCode(span.text);
    case 'plain':
      return withLookalikes(span.text);
    default:
      return span satisfies never;
  }
}

/** Whether tags are read within code is not said. */
function inCode(text: string): string {
  return `\`${withLookalikes(text)}\``;
}
