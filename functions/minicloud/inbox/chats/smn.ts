import * as z from 'zod/mini';
import { drawLines, type LineNotation } from '../page/chat-markup.ts';
import type { Drawing, ToDraw } from '../page/drawing.ts';
import { html } from '../page/html.ts';

const published = z.object({
  subject: z.optional(z.string()),
  texts: z.object({ default: z.string(), email: z.optional(z.string()), sms: z.optional(z.string()) }),
});

/** Nothing in a mail or an SMS means anything; entries of lists are drawn with their sign. */
const bare: LineNotation = { inlines: [] };

/** Draws what a topic of SMN sends out: a mail, and an SMS where there is a text for it. */
export function drawSmn({ json }: ToDraw): Drawing | undefined {
  const { data } = published.safeParse(json);
  if (!data) return undefined;
  const { subject, texts } = data;
  const sms =
    texts.sms === undefined
      ? undefined
      : html`<div class="sms" role="group" aria-label="SMS">${drawLines(texts.sms, bare)}</div>`;
  const head = html`<p class="mail-head"><span>Subject</span> <strong class="headline">${subject ?? '(none)'}</strong></p>`;
  return {
    plain: subject === undefined,
    body: html`<div class="mail">${head}<div class="mail-body">${drawLines(texts.email ?? texts.default, bare)}</div></div>${sms}`,
  };
}
