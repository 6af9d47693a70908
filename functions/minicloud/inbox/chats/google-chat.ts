import * as z from 'zod/mini';
import { drawInline, drawLines, drawMention, type Notation, withoutEntities } from '../page/chat-markup.ts';
import { type Drawing, drawText, type ToDraw } from '../page/drawing.ts';
import { type Html, html } from '../page/html.ts';
import type { HttpAnswer } from '../scripted-reply.ts';
import { type ChatRequest, type InboxChat, jsonAnswer } from './chat.ts';

const bodyLimit = 32_000;

const paragraph = z.strictObject({ textParagraph: z.strictObject({ text: z.string() }) });

/** Of what is documented, the part that a summary can be made of; a field that is not there is refused, as by Google. */
const messageBody = z.strictObject({
  text: z.optional(z.string()),
  fallbackText: z.optional(z.string()),
  cardsV2: z.optional(
    z.array(
      z.strictObject({
        cardId: z.string(),
        card: z.strictObject({
          header: z.strictObject({ title: z.string(), subtitle: z.optional(z.string()) }),
          sections: z.array(
            z.strictObject({
              header: z.optional(z.string()),
              widgets: z.array(paragraph).check(z.minLength(1)),
            }),
          ),
        }),
      }),
    ),
  ),
});

const invalidKey = {
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason: 'API_KEY_INVALID',
  domain: 'googleapis.com',
  metadata: { service: 'chat.googleapis.com' },
};

/** Answers to messages other than the message itself. */
export const googleChatAnswers = {
  noKey: refusal(403, 'PERMISSION_DENIED', "Method doesn't allow unregistered callers."),
  wrongKey: refusal(400, 'INVALID_ARGUMENT', 'API key not valid.', [invalidKey]),
  wrongToken: refusal(403, 'PERMISSION_DENIED', 'The API is called without a valid token.'),
  notAllowed: refusal(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.'),
  invalid: refusal(400, 'INVALID_ARGUMENT', 'Invalid JSON payload received.'),
  empty: refusal(400, 'INVALID_ARGUMENT', 'Message cannot be empty.'),
  tooLong: refusal(400, 'INVALID_ARGUMENT', 'Message is too long: at most 32000 bytes.'),
  gone: refusal(404, 'NOT_FOUND', 'Requested entity was not found.'),
  tooMany: refusal(429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).'),
  unavailable: refusal(503, 'UNAVAILABLE', 'The service is currently unavailable.'),
} satisfies Record<string, HttpAnswer>;

/** A webhook of a space; key and token are asked for, any will do. */
export function googleChatInbox(): InboxChat {
  return (request) => {
    const answer = answerTo(request);
    return { taken: answer.status === 200, answer };
  };
}

function answerTo({ query, json, body }: ChatRequest): HttpAnswer {
  const asked = new URLSearchParams(query);
  if (!asked.get('key')) return googleChatAnswers.noKey;
  if (!asked.get('token')) return googleChatAnswers.wrongToken;
  const { data } = messageBody.safeParse(json);
  if (!data) return googleChatAnswers.invalid;
  const { text = '', cardsV2 = [] } = data;
  if (text === '' && cardsV2.length === 0) return googleChatAnswers.empty;
  if (body.length > bodyLimit) return googleChatAnswers.tooLong;
  return jsonAnswer(200, {
    name: 'spaces/AAAA/messages/BBBB.BBBB',
    ...data,
    annotations: [...text.matchAll(/<(users\/[^>|]+)>/g)].map(([, name]) => ({
      type: 'USER_MENTION',
      userMention: { user: { name } },
    })),
  });
}

function refusal(
  status: number,
  name: string,
  message: string,
  details: readonly unknown[] = [],
): HttpAnswer {
  const error = { code: status, message, status: name, ...(details.length > 0 && { details }) };
  return jsonAnswer(status, { error });
}

const card = z.object({
  header: z.object({ title: z.string() }),
  sections: z.array(
    z.object({
      header: z.optional(z.string()),
      widgets: z.array(z.object({ textParagraph: z.object({ text: z.string() }) })),
    }),
  ),
});
/** What is drawn of a message, be it one that was refused. */
const drawn = z.object({
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
export function drawGoogleChat({ json }: ToDraw): Drawing | undefined {
  const { data } = drawn.safeParse(json);
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
