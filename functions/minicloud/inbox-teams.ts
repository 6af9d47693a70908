import * as z from 'zod/mini';
import type { ReceivedMessage } from './inbox.ts';
import { type HttpAnswer, textAnswer } from './inbox-reply.ts';
import { jsonAnswer } from './json-answer.ts';

/** How a workflow of Teams can answer other than well. */
export type TeamsTrouble =
  | 'off'
  | 'removed'
  | 'not-for-anyone'
  | 'too-many'
  /** 200 over a refusal of Teams, as connectors answered. */
  | 'hidden-error'
  /** Refuses every card with a container in it. */
  | 'plain-cards-only';

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

/**
 * What the trigger of a workflow answers; `sig` is asked for, any will do. What Teams would not take fails unseen
 * in the workflow, but for size.
 */
export function answerAsTeams(
  { query, json, body }: Pick<ReceivedMessage, 'query' | 'json' | 'body'>,
  trouble?: TeamsTrouble,
): HttpAnswer {
  if (!new URLSearchParams(query).get('sig')) return troubles['not-for-anyone'];
  if (trouble !== undefined && trouble !== 'plain-cards-only') return troubles[trouble];
  if (Buffer.byteLength(body) > mostBytes) return textAnswer(413, 'Request Entity too large');
  const { data } = messageBody.safeParse(json);
  const hasContainer = data?.attachments.some(({ content }) =>
    content.body.some(({ type }) => type === 'Container'),
  );
  if (!data || (trouble === 'plain-cards-only' && hasContainer))
    return refusal(400, 'TriggerInputSchemaMismatch', 'The input body for trigger did not match its schema.');
  return { status: 202, headers: {}, body: '' };
}

function refusal(status: number, code: string, message: string): HttpAnswer {
  return jsonAnswer(status, { error: { code, message } });
}

const hidden =
  'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId 0.';

const troubles: Readonly<Record<Exclude<TeamsTrouble, 'plain-cards-only'>, HttpAnswer>> = {
  off: refusal(
    400,
    'WorkflowTriggerIsNotEnabled',
    "Could not execute workflow trigger 'manual': the workflow is in state 'Suspended'.",
  ),
  removed: refusal(404, 'WorkflowNotFound', 'The workflow could not be found.'),
  'not-for-anyone': refusal(
    401,
    'DirectApiAuthorizationRequired',
    'The request must be authenticated only by Shared Access scheme.',
  ),
  'too-many': jsonAnswer(
    429,
    { error: { code: 'TooManyRequests', message: 'Rate limit is exceeded.' } },
    { 'Retry-After': '3' },
  ),
  'hidden-error': textAnswer(200, hidden),
};
