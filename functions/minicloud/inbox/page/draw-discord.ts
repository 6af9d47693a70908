import * as z from 'zod/mini';
import { boldStars, codeTicks, drawMention } from './draw-inline.ts';
import { drawLines, type LineNotation } from './draw-lines.ts';
import { drawText } from './draw-text.ts';
import type { Drawing } from './drawing.ts';
import { edgeColour } from './edge-colour.ts';
import { html } from './html.ts';

const message = z.object({
  content: z.optional(z.string()),
  embeds: z.optional(
    z.array(
      z.object({
        title: z.optional(z.string()),
        description: z.optional(z.string()),
        color: z.optional(z.number()),
      }),
    ),
  ),
});

const notation: LineNotation = {
  lists: true,
  inlines: [
    { pattern: /\\([^\w\s])/, draw: ([sign = '']) => drawText(sign) },
    { pattern: /<@[!&]?(\d+)>/, draw: ([id = '']) => drawMention(id) },
    boldStars,
    codeTicks,
  ],
};
/** Only outside of embeds is anybody called. */
const contentNotation: LineNotation = {
  ...notation,
  inlines: [...notation.inlines, { pattern: /@(everyone|here)/, draw: ([who = '']) => drawMention(who) }],
};

/** Draws what a webhook of Discord posts: a text, and embeds with an edge of colour. */
export function drawDiscord(json: unknown): Drawing | undefined {
  const { data } = message.safeParse(json);
  if (!data) return undefined;
  const { content = '', embeds = [] } = data;
  const drawn = embeds.map(({ title, description = '', color = 0x8d8d8d }) => {
    const edge = edgeColour(`#${color.toString(16).padStart(6, '0')}`);
    const head =
      title === undefined ? undefined : html`<div class="headline">${drawLines(title, notation)}</div>`;
    return html`<div class="discord-embed" style="${edge}">${head}${drawLines(description, notation)}</div>`;
  });
  const text = content === '' ? undefined : html`<div>${drawLines(content, contentNotation)}</div>`;
  return { plain: drawn.length === 0, body: html`${text}${drawn}` };
}
