import { type Card, type Line, type Span, toneMarks } from './card.ts';
import type { Wording } from './wording/wording.ts';

/** How a chat that takes one text writes the parts of a card, each escaped in its own way. */
export type Pen = {
  readonly span: (span: Span) => string;
  /** Takes the sign of the tone and plain text. */
  readonly headline: (mark: string, text: string) => string;
  readonly fact: (label: string, value: string) => string;
  readonly title: (title: string) => string;
  readonly item: (item: string) => string;
  /** JSON to be copied. */
  readonly payload: (json: string) => string;
};

/** A card as lines of one text, an empty one between its parts. */
export function writeCard(card: Card, pen: Pen, { andMore }: Wording): string {
  return [
    pen.headline(toneMarks[card.tone], card.headline),
    writeLine(card.glance, pen),
    ...card.facts.map(({ label, value }) => pen.fact(label, writeLine(value, pen))),
    ...card.sections.flatMap(({ title, items, more }) => [
      '',
      pen.title(title),
      ...items.map((item) => pen.item(writeLine(item, pen))),
      ...(more > 0 ? [pen.item(andMore(more))] : []),
    ]),
    ...(card.payload ? ['', pen.title(card.payload.label), pen.payload(card.payload.json)] : []),
  ].join('\n');
}

/** The spans of a line in a chat's own notation. */
export function writeLine(line: Line, { span }: Pick<Pen, 'span'>): string {
  return line.map(span).join('');
}

/** Writes plain text; `harmless` takes the meaning from what would have one all the same, `mention` for those who are called. */
export function plainPen(mention: string, harmless: (text: string) => string = (text) => text): Pen {
  return {
    span: (span) => (span.kind === 'mention' ? mention && ` ${mention}` : harmless(span.text)),
    headline: (mark, text) => `${mark} ${harmless(text)}`,
    fact: (label, value) => `${label}: ${value}`,
    title: (title) => title,
    item: (item) => `- ${item}`,
    payload: harmless,
  };
}
