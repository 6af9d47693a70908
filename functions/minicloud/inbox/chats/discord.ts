import * as z from 'zod/mini';
import { boldStars, codeTicks, drawLines, drawMention, type LineNotation } from '../page/chat-markup.ts';
import { type Drawing, drawText, edgeColour, type ToDraw } from '../page/drawing.ts';
import { html } from '../page/html.ts';
import type { HttpAnswer } from '../scripted-reply.ts';
import { type InboxChat, jsonAnswer } from './chat.ts';

/** In characters, as Discord counts them. */
function atMost(limit: number) {
  return z.string().check(z.refine((text) => [...text].length <= limit));
}

/** Of what is documented, the part that a summary can be made of. */
const messageBody = z.strictObject({
  content: z.optional(atMost(2_000)),
  embeds: z.optional(
    z
      .array(
        z.strictObject({
          title: z.optional(atMost(256)),
          description: z.optional(atMost(4_096)),
          color: z.optional(z.number().check(z.int(), z.gte(0), z.lte(0xffffff))),
        }),
      )
      .check(
        z.maxLength(10),
        z.refine(
          (embeds) =>
            embeds.reduce(
              (sum, { title = '', description = '' }) => sum + [...title, ...description].length,
              0,
            ) <= 6_000,
        ),
      ),
  ),
  flags: z.optional(z.number()),
  allowed_mentions: z.optional(
    z.strictObject({
      parse: z._default(z.array(z.enum(['everyone', 'users', 'roles'])), []),
      users: z._default(z.array(z.string()), []),
      roles: z._default(z.array(z.string()), []),
    }),
  ),
});

/** Answers of a webhook other than the message itself, which comes with `wait=true`. */
export const discordAnswers = {
  taken: { status: 204, headers: {}, body: '' },
  noJson: refusal(400, 50109, 'The request body contains invalid JSON.'),
  invalidForm: refusal(400, 50035, 'Invalid Form Body'),
  empty: refusal(400, 50006, 'Cannot send an empty message'),
  removed: refusal(404, 10015, 'Unknown Webhook'),
  wrongToken: refusal(401, 50027, 'Invalid Webhook Token'),
  forum: refusal(400, 220001, 'Webhooks posted to forum channels must have a thread_name or thread_id'),
  blockedByARule: refusal(400, 200000, 'Message was blocked by automatic moderation'),
  tooMany: tooMany(false),
  tooManyEverywhere: tooMany(true),
} satisfies Record<string, HttpAnswer>;

/** A webhook of a channel; there is nothing to verify but its URL. */
export function discordInbox(): InboxChat {
  return ({ query, json }) => {
    const answer = answerTo(query, json);
    return { taken: answer.status < 300, answer };
  };
}

function answerTo(query: string, json: unknown): HttpAnswer {
  if (json === undefined) return discordAnswers.noJson;
  const { data } = messageBody.safeParse(json);
  if (!data) return discordAnswers.invalidForm;
  if (!data.content && !data.embeds?.length) return discordAnswers.empty;
  return new URLSearchParams(query).get('wait') === 'true'
    ? jsonAnswer(200, shownMessage(data))
    : discordAnswers.taken;
}

/** What became of a message: who was called, for one. */
function shownMessage({
  content = '',
  embeds = [],
  allowed_mentions: allowed,
}: z.output<typeof messageBody>) {
  const found = (pattern: RegExp) => [...content.matchAll(pattern)].map(([, id = '']) => id);
  const called = (kind: 'users' | 'roles', pattern: RegExp) =>
    found(pattern).filter((id) => !allowed || allowed.parse.includes(kind) || allowed[kind].includes(id));
  return {
    id: '1310000000000000000',
    type: 0,
    content,
    embeds,
    mention_everyone: (!allowed || allowed.parse.includes('everyone')) && /@(everyone|here)/.test(content),
    mentions: called('users', /<@!?(\d+)>/g).map((id) => ({ id })),
    mention_roles: called('roles', /<@&(\d+)>/g),
  };
}

function refusal(status: number, code: number, message: string): HttpAnswer {
  return jsonAnswer(status, { message, code });
}

function tooMany(global: boolean): HttpAnswer {
  const answer = { message: 'You are being rate limited.', retry_after: 1.337, global };
  return jsonAnswer(429, answer, { 'Retry-After': '2', 'X-RateLimit-Scope': global ? 'global' : 'shared' });
}

/** What is drawn of a message, be it one that was refused. */
const drawn = z.object({
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
export function drawDiscord({ json }: ToDraw): Drawing | undefined {
  const { data } = drawn.safeParse(json);
  if (!data) return undefined;
  const { content = '', embeds = [] } = data;
  const shown = embeds.map(({ title, description = '', color = 0x8d8d8d }) => {
    const edge = edgeColour(`#${color.toString(16).padStart(6, '0')}`);
    const head =
      title === undefined ? undefined : html`<div class="headline">${drawLines(title, notation)}</div>`;
    return html`<div class="discord-embed" style="${edge}">${head}${drawLines(description, notation)}</div>`;
  });
  const text = content === '' ? undefined : html`<div>${drawLines(content, contentNotation)}</div>`;
  return { plain: shown.length === 0, body: html`${text}${shown}` };
}
