import * as z from 'zod/mini';
import { type ChatRequest, type InboxChat, jsonAnswer } from './inbox-chat.ts';
import type { HttpAnswer } from './inbox-reply.ts';

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
