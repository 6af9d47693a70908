import * as z from 'zod/mini';
import { boldStars, drawMention } from './draw-inline.ts';
import { drawLines, type LineNotation } from './draw-lines.ts';
import type { Drawing } from './drawing.ts';
import { type Html, html } from './html.ts';

const at = z.optional(
  z.object({
    atMobiles: z.optional(z.array(z.string())),
    atUserIds: z.optional(z.array(z.string())),
    isAtAll: z.optional(z.boolean()),
  }),
);
const message = z.union([
  z.object({ markdown: z.object({ text: z.string() }), at }),
  z.object({ text: z.object({ content: z.string() }), at }),
]);

/** Draws what a custom robot of DingTalk posts. Only those are called who are in `at`, wherever a text says so. */
export function drawDingtalk(json: unknown): Drawing | undefined {
  const { data } = message.safeParse(json);
  if (!data) return undefined;
  const people = [...(data.at?.atMobiles ?? []), ...(data.at?.atUserIds ?? [])];
  const all = data.at?.isAtAll ? html`<p>${drawMention('all')}</p>` : undefined;
  const calling: LineNotation = {
    inlines: [
      {
        // Of which nobody is called who is not in `at`.
        pattern: /@([+\w.-]+)/,
        draw: ([id = '']): Html => (people.includes(id) ? drawMention(id) : html`@${id}`),
      },
    ],
  };
  if ('text' in data) {
    const body = html`<div class="bubble">${drawLines(data.text.content, calling)}${all}</div>`;
    return { plain: true, body };
  }
  const notation: LineNotation = {
    lists: true,
    quotes: true,
    headings: true,
    joins: true,
    inlines: [boldStars, ...calling.inlines],
  };
  return {
    plain: false,
    body: html`<div class="bubble">${drawLines(data.markdown.text, notation)}${all}</div>`,
  };
}
