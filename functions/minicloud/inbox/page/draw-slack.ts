import * as z from 'zod/mini';
import { codeTicks, drawMention, withoutEntities } from './draw-inline.ts';
import { drawLines, type LineNotation } from './draw-lines.ts';
import type { Drawing } from './drawing.ts';
import { edgeColour } from './edge-colour.ts';
import { html } from './html.ts';

const message = z.object({
  text: z.string(),
  attachments: z.optional(
    z.array(
      z.object({
        color: z.string(),
        blocks: z.array(z.object({ text: z.object({ text: z.string() }) })),
      }),
    ),
  ),
});

/** Slack's own markup; what is not called or formatted is text in which three signs are entities. */
const notation: LineNotation = {
  plain: withoutEntities,
  inlines: [
    { pattern: /<!(?:subteam\^)?([\w-]+)>/, draw: ([who = '']) => drawMention(who) },
    { pattern: /<@(\w+)>/, draw: ([who = '']) => drawMention(who) },
    { pattern: /\*([^*\n]+)\*/, draw: ([text = ''], inner) => html`<strong>${inner(text)}</strong>` },
    { ...codeTicks, draw: ([text = '']) => html`<code>${withoutEntities(text)}</code>` },
  ],
};

/** Draws what an incoming webhook of Slack posts: a text, and attachments of blocks beside a bar of colour. */
export function drawSlack(json: unknown): Drawing | undefined {
  const { data } = message.safeParse(json);
  if (!data) return undefined;
  const { text, attachments = [] } = data;
  const drawn = attachments.map(
    ({ color, blocks }) =>
      html`<div class="slack-attachment" style="${edgeColour(color)}">${blocks.map(
        (block) => html`<div class="part">${drawLines(block.text.text, notation)}</div>`,
      )}</div>`,
  );
  return {
    plain: drawn.length === 0,
    body: html`<div class="slack-text">${drawLines(text, notation)}</div>${drawn}`,
  };
}
