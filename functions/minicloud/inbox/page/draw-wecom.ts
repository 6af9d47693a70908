import * as z from 'zod/mini';
import { boldStars, codeTicks, drawMention, type Inline } from './draw-inline.ts';
import { drawLines, type LineNotation } from './draw-lines.ts';
import type { Drawing } from './drawing.ts';
import { html } from './html.ts';

const message = z.union([
  z.object({ markdown: z.object({ content: z.string() }) }),
  z.object({
    text: z.object({ content: z.string(), mentioned_list: z.optional(z.array(z.string())) }),
  }),
]);

const called: Inline = { pattern: /<@([^<>\s]+)>/, draw: ([id = '']) => drawMention(id) };
const notation: LineNotation = {
  quotes: true,
  headings: true,
  inlines: [
    {
      pattern: /<font color="(info|comment|warning)">(.*?)<\/font>/,
      draw: ([colour = '', text = ''], inner) => html`<span class="wecom-${colour}">${inner(text)}</span>`,
    },
    called,
    boldStars,
    codeTicks,
  ],
};

/** Draws what a group robot of WeCom posts: a bubble of its markdown, or of text. */
export function drawWecom(json: unknown): Drawing | undefined {
  const { data } = message.safeParse(json);
  if (!data) return undefined;
  if ('markdown' in data) {
    const body = html`<div class="bubble">${drawLines(data.markdown.content, notation)}</div>`;
    return { plain: false, body };
  }
  const { content, mentioned_list: people = [] } = data.text;
  const mentions = people.map((id) => html` ${drawMention(id.replace(/^@/, ''))}`);
  const body = html`<div class="bubble">${drawLines(content, { inlines: [called] })}<p>${mentions}</p></div>`;
  return { plain: true, body };
}
