import * as z from 'zod/mini';
import { drawInline, drawMention, type Notation, withoutEntities } from './draw-inline.ts';
import { drawLines } from './draw-lines.ts';
import { drawText } from './draw-text.ts';
import type { Drawing } from './drawing.ts';
import { type Html, html } from './html.ts';

const card = z.object({
  header: z.object({ title: z.string() }),
  sections: z.array(
    z.object({
      header: z.optional(z.string()),
      widgets: z.array(z.object({ textParagraph: z.object({ text: z.string() }) })),
    }),
  ),
});
const message = z.object({
  text: z.optional(z.string()),
  cardsV2: z.optional(z.array(z.object({ card }))),
});

/** Text in a card is HTML of a few tags, read anew here and never handed on. */
const cardNotation: Notation = {
  plain: withoutEntities,
  inlines: [
    { pattern: /<b>(.*?)<\/b>/, draw: ([text = ''], inner) => html`<strong>${inner(text)}</strong>` },
  ],
};
const textNotation: Notation = {
  inlines: [{ pattern: /<users\/([\w@.-]+)>/, draw: ([who = '']) => drawMention(who) }],
};

/** Draws what an incoming webhook of Google Chat posts: a text, and cards of sections. */
export function drawGoogleChat(json: unknown): Drawing | undefined {
  const { data } = message.safeParse(json);
  if (!data) return undefined;
  const { text = '', cardsV2 = [] } = data;
  const shown =
    text === '' ? undefined : html`<div class="google-text">${drawLines(text, textNotation)}</div>`;
  return {
    plain: cardsV2.length === 0,
    body: html`${shown}${cardsV2.map((each) => drawCard(each.card))}`,
  };
}

function drawCard({ header, sections }: z.output<typeof card>): Html {
  return html`<div class="google-card"><p class="headline">${drawText(header.title)}</p>${sections.map(
    (section) =>
      html`<div class="google-section">${drawSectionHead(section.header)}${section.widgets.map(
        ({ textParagraph }) => html`${linesOf(textParagraph.text)}`,
      )}</div>`,
  )}</div>`;
}

function drawSectionHead(header: string | undefined): Html | undefined {
  return header === undefined ? undefined : html`<p class="google-title">${drawText(header)}</p>`;
}

function linesOf(text: string): readonly Html[] {
  return text.split(/<br>/).map((line) => html`<p>${drawInline(line, cardNotation)}</p>`);
}
