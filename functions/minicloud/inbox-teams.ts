import * as z from 'zod/mini';
import { type ChatRequest, type InboxChat, jsonAnswer } from './inbox-chat.ts';
import { type HttpAnswer, textAnswer } from './inbox-reply.ts';

const messageBody = z.object({
  type: z.literal('message'),
  attachments: z
    .array(
      z.object({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        content: z.object({
          type: z.literal('AdaptiveCard'),
          version: z.string().check(z.regex(/^1\.[0-5]$/)),
          body: z.array(z.looseObject({ type: z.string() })).check(z.minLength(1)),
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
 * A workflow that anyone can trigger; `sig` is asked for, any will do. What Teams would not take fails unseen in the
 * workflow, but for size.
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
