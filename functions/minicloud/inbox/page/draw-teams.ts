import * as z from 'zod/mini';
import { drawInline, drawMention, type Notation } from './draw-inline.ts';
import { drawText } from './draw-text.ts';
import type { Drawing } from './drawing.ts';
import { type Html, html } from './html.ts';

const run = z.object({
  text: z.string(),
  weight: z.optional(z.string()),
  size: z.optional(z.string()),
  fontType: z.optional(z.string()),
  isSubtle: z.optional(z.boolean()),
});
const spacing = z.optional(z.string());
const text = z.discriminatedUnion('type', [
  z.object({ type: z.literal('RichTextBlock'), spacing, inlines: z.array(run) }),
  z.object({ type: z.literal('TextBlock'), spacing, text: z.string() }),
]);
const element = z.union([
  z.object({ type: z.literal('Container'), style: z.optional(z.string()), items: z.array(text) }),
  text,
]);
const message = z.object({
  attachments: z
    .array(z.object({ content: z.object({ version: z.string(), body: z.array(element) }) }))
    .check(z.minLength(1)),
});

const styles = ['good', 'warning', 'attention', 'emphasis'];
const called: Notation = {
  inlines: [{ pattern: /<at>([^<]+)<\/at>/, draw: ([name = '']) => drawMention(name) }],
};

/** Draws the Adaptive Card that a workflow of Teams posts; one without a container stands for plain text. */
export function drawTeams(json: unknown): Drawing | undefined {
  const { data } = message.safeParse(json);
  if (!data) return undefined;
  const cards = data.attachments.map(({ content }) => content);
  return {
    plain: cards.every(({ body }) => body.every(({ type }) => type !== 'Container')),
    body: html`${cards.map(({ body }) => html`<div class="teams-card">${body.map(drawElement)}</div>`)}`,
  };
}

function drawElement(each: z.output<typeof element>): Html {
  if (each.type !== 'Container') return drawBlock(each);
  const style = styles.find((known) => known === each.style) ?? 'emphasis';
  return html`<div class="teams-container teams-${style}">${each.items.map(drawBlock)}</div>`;
}

function drawBlock(block: z.output<typeof text>): Html {
  const space = block.spacing === 'Small' ? 'teams-small' : 'teams-medium';
  const inner =
    block.type === 'TextBlock' ? drawInline(block.text, called) : html`${block.inlines.map(drawRun)}`;
  return html`<p class="${space}">${inner}</p>`;
}

function drawRun({ text: words, weight, size, fontType, isSubtle }: z.output<typeof run>): Html {
  const shown = drawText(words);
  if (fontType === 'Monospace') return html`<code>${shown}</code>`;
  if (weight === 'Bolder')
    return size === 'Medium'
      ? html`<strong class="headline">${shown}</strong>`
      : html`<strong>${shown}</strong>`;
  return isSubtle ? html`<span class="subtle">${shown}</span>` : shown;
}
