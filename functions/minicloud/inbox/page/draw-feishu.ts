import * as z from 'zod/mini';
import { boldStars, codeTicks, drawMention, withoutEntities } from './draw-inline.ts';
import { drawLines, type LineNotation } from './draw-lines.ts';
import type { Drawing } from './drawing.ts';
import { type Html, html } from './html.ts';

const message = z.union([
  z.object({
    card: z.object({
      header: z.object({ template: z.string(), title: z.object({ content: z.string() }) }),
      body: z.object({ elements: z.array(z.object({ content: z.string() })) }),
    }),
  }),
  z.object({ content: z.object({ text: z.string() }) }),
]);

const notation: LineNotation = {
  lists: true,
  plain: withoutEntities,
  inlines: [
    { pattern: /<at id=([\w-]+)><\/at>/, draw: ([id = '']) => drawMention(id) },
    boldStars,
    codeTicks,
  ],
};
/** A text knows of those who are called and of nothing else. */
const textNotation: LineNotation = {
  inlines: [{ pattern: /<at user_id="([\w-]+)"><\/at>/, draw: ([id = '']) => drawMention(id) }],
};

/** The colours that a header may have. */
const templates = ['blue', 'green', 'yellow', 'orange', 'red', 'purple', 'grey'];

/** Draws what a bot of Feishu or Lark posts: a card under a header of a colour, or a text. */
export function drawFeishu(json: unknown): Drawing | undefined {
  const { data } = message.safeParse(json);
  if (!data) return undefined;
  if ('content' in data) {
    return {
      plain: true,
      body: html`<div class="bubble">${drawLines(data.content.text, textNotation)}</div>`,
    };
  }
  return { plain: false, body: drawCard(data.card) };
}

function drawCard({ header, body }: Extract<z.output<typeof message>, { card: unknown }>['card']): Html {
  const colour = templates.includes(header.template) ? header.template : 'blue';
  return html`<div class="feishu-card">
<p class="feishu-head feishu-${colour} headline">${header.title.content}</p>
<div class="feishu-body">${body.elements.map(({ content }) => html`<div class="part">${drawLines(content, notation)}</div>`)}</div>
</div>`;
}
