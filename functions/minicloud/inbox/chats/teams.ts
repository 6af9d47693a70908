import * as z from 'zod/mini';
import { drawInline, drawMention, type Notation } from '../page/chat-markup.ts';
import { type Drawing, drawText, type ToDraw } from '../page/drawing.ts';
import { type Html, html } from '../page/html.ts';
import { type HttpAnswer, textAnswer } from '../scripted-reply.ts';
import { type ChatRequest, type InboxChat, jsonAnswer } from './chat.ts';

const spacing = z.optional(z.enum(['None', 'Small', 'Default', 'Medium', 'Large', 'ExtraLarge']));
const size = z.optional(z.enum(['Small', 'Default', 'Medium', 'Large', 'ExtraLarge']));
const weight = z.optional(z.enum(['Lighter', 'Default', 'Bolder']));
const run = z.strictObject({
  type: z.literal('TextRun'),
  text: z.string(),
  size,
  weight,
  fontType: z.optional(z.enum(['Default', 'Monospace'])),
  isSubtle: z.optional(z.boolean()),
});
const block = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('RichTextBlock'),
    spacing,
    inlines: z.array(run).check(z.minLength(1)),
  }),
  z.strictObject({ type: z.literal('TextBlock'), spacing, wrap: z.optional(z.boolean()), text: z.string() }),
]);
const container = z.strictObject({
  type: z.literal('Container'),
  style: z.enum(['default', 'emphasis', 'good', 'attention', 'warning', 'accent']),
  bleed: z.optional(z.boolean()),
  items: z.array(block).check(z.minLength(1)),
});
const mention = z.strictObject({
  type: z.literal('mention'),
  text: z.string().check(z.regex(/^<at>[^<>]+<\/at>$/)),
  mentioned: z.strictObject({ id: z.string(), name: z.string() }),
});

/** Of Adaptive Cards up to 1.5 the part that a summary can be made of. */
const messageBody = z.strictObject({
  type: z.literal('message'),
  attachments: z
    .array(
      z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        contentUrl: z.null(),
        content: z.strictObject({
          $schema: z.optional(z.literal('http://adaptivecards.io/schemas/adaptive-card.json')),
          type: z.literal('AdaptiveCard'),
          version: z.string().check(z.regex(/^1\.[0-5]$/)),
          msteams: z.optional(
            z.strictObject({
              width: z.optional(z.literal('Full')),
              entities: z.optional(z.array(mention).check(z.minLength(1))),
            }),
          ),
          fallbackText: z.optional(z.string()),
          body: z.array(z.union([container, block])).check(z.minLength(1)),
        }),
      }),
    )
    .check(z.minLength(1)),
});

/** What Teams takes, about. */
const mostBytes = 28 * 1_024;

const suspended = "Could not execute workflow trigger 'manual': the workflow is in state 'Suspended'.";
const hidden =
  'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId 0.';

/** Answers of the trigger of a workflow. */
export const teamsAnswers = {
  taken: { status: 202, headers: {}, body: '' },
  invalid: refusal(400, 'TriggerInputSchemaMismatch', 'The input body for trigger did not match its schema.'),
  off: refusal(400, 'WorkflowTriggerIsNotEnabled', suspended),
  removed: refusal(404, 'WorkflowNotFound', 'The workflow could not be found.'),
  notForAnyone: refusal(
    401,
    'DirectApiAuthorizationRequired',
    'The request must be authenticated only by Shared Access scheme.',
  ),
  tooLarge: textAnswer(413, 'Request Entity too large'),
  tooMany: jsonAnswer(
    429,
    { error: { code: 'TooManyRequests', message: 'Rate limit is exceeded.' } },
    { 'Retry-After': '3' },
  ),
  /** 200 over a refusal of Teams, as connectors answered. */
  hiddenError: textAnswer(200, hidden),
} satisfies Record<string, HttpAnswer>;

/**
 * A workflow that anyone can trigger; `sig` is asked for, any will do. A card that Teams would not take fails unseen in
 * a real workflow, and here at once.
 */
export function teamsInbox(): InboxChat {
  return (request) => {
    const answer = answerTo(request);
    return { taken: answer === teamsAnswers.taken, answer };
  };
}

function answerTo({ query, json, body }: ChatRequest): HttpAnswer {
  if (!new URLSearchParams(query).get('sig')) return teamsAnswers.notForAnyone;
  if (body.length > mostBytes) return teamsAnswers.tooLarge;
  return messageBody.safeParse(json).success ? teamsAnswers.taken : teamsAnswers.invalid;
}

function refusal(status: number, code: string, message: string): HttpAnswer {
  return jsonAnswer(status, { error: { code, message } });
}

const drawnRun = z.object({
  text: z.string(),
  weight: z.optional(z.string()),
  size: z.optional(z.string()),
  fontType: z.optional(z.string()),
  isSubtle: z.optional(z.boolean()),
});
const drawnSpacing = z.optional(z.string());
const text = z.discriminatedUnion('type', [
  z.object({ type: z.literal('RichTextBlock'), spacing: drawnSpacing, inlines: z.array(drawnRun) }),
  z.object({ type: z.literal('TextBlock'), spacing: drawnSpacing, text: z.string() }),
]);
const element = z.union([
  z.object({ type: z.literal('Container'), style: z.optional(z.string()), items: z.array(text) }),
  text,
]);
/** What is drawn of a message, be it one that was refused. */
const drawn = z.object({
  attachments: z
    .array(z.object({ content: z.object({ version: z.string(), body: z.array(element) }) }))
    .check(z.minLength(1)),
});

const styles = ['good', 'warning', 'attention', 'emphasis'];
const called: Notation = {
  inlines: [{ pattern: /<at>([^<]+)<\/at>/, draw: ([name = '']) => drawMention(name) }],
};

/** Draws the Adaptive Card that a workflow of Teams posts; one without a container stands for plain text. */
export function drawTeams({ json }: ToDraw): Drawing | undefined {
  const { data } = drawn.safeParse(json);
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

function drawRun({ text: words, weight, size, fontType, isSubtle }: z.output<typeof drawnRun>): Html {
  const shown = drawText(words);
  if (fontType === 'Monospace') return html`<code>${shown}</code>`;
  if (weight === 'Bolder')
    return size === 'Medium'
      ? html`<strong class="headline">${shown}</strong>`
      : html`<strong>${shown}</strong>`;
  return isSubtle ? html`<span class="subtle">${shown}</span>` : shown;
}
