import type { Span } from '../report/card.ts';
import type { Pen } from '../report/write-card.ts';
import { boldMarkdown, withLookalikes } from './lookalike-signs.ts';

/**
 * Writes DingTalk's markdown, of which headings, bold text, quotes and lists are documented, and neither code nor
 * colours nor an escape. Lines stay apart as entries of lists, or with an empty one between them.
 */
export function dingtalkPen(mention: readonly string[]): Pen {
  return {
    span: (span) => writeSpan(span, mention),
    headline: (mark, text) => `### ${mark} ${withoutCalls(text)}\n`,
    fact: (label, value) => `- **${label}** ${value}`,
    title: (title) => `**${title}**\n`,
    item: (item) => `- ${item}`,
    payload: (json) => `> ${withoutCalls(json)}`,
  };
}

function writeSpan(span: Span, mention: readonly string[]): string {
  switch (span.kind) {
    case 'mention': {
      const called = calls(mention);
      return called && ` ${called}`;
    }
    case 'bold':
      return withoutAt(boldMarkdown(span.text));
    case 'code':
    case 'plain':
      return withoutCalls(span.text);
    default:
      return span satisfies never;
  }
}

/** Where those who are called stand in a text; `all` is shown by DingTalk itself. */
export function calls(mention: readonly string[]): string {
  return mention
    .filter((id) => id !== 'all')
    .map((id) => `@${id}`)
    .join(' ');
}

/** Text without a format that calls nobody. */
export function withoutCalls(text: string): string {
  return withoutAt(withLookalikes(text));
}

/** Nobody is called who is not in `at`, but it would look so. Ids of runs are kept to be copied. */
function withoutAt(text: string): string {
  return text.replace(/@(?!\d{4}-\d\d-\d\dT)/g, '＠');
}
