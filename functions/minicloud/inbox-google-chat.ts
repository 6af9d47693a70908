import * as z from 'zod/mini';
import type { ReceivedMessage } from './inbox.ts';
import type { HttpAnswer } from './inbox-reply.ts';
import { jsonAnswer } from './json-answer.ts';

/** How Google Chat can answer other than well. */
export type GoogleChatTrouble =
  | 'wrong-key'
  | 'wrong-token'
  | 'not-allowed'
  | 'gone'
  | 'too-many'
  | 'unavailable'
  /** Refuses every message with a card. */
  | 'no-cards';

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

/** What a message to a space is answered; key and token are asked for, any will do. */
export function answerAsGoogleChat(
  { query, json, body }: Pick<ReceivedMessage, 'query' | 'json' | 'body'>,
  trouble?: GoogleChatTrouble,
): HttpAnswer {
  const asked = new URLSearchParams(query);
  if (!asked.get('key')) {
    return refusal(403, 'PERMISSION_DENIED', "Method doesn't allow unregistered callers.");
  }
  if (!asked.get('token')) return troubles['wrong-token'];
  if (trouble !== undefined && trouble !== 'no-cards') return troubles[trouble];
  const { data } = messageBody.safeParse(json);
  if (!data || (trouble === 'no-cards' && data.cardsV2))
    return refusal(400, 'INVALID_ARGUMENT', 'Invalid JSON payload received.');
  const { text = '', cardsV2 = [] } = data;
  if (text === '' && cardsV2.length === 0)
    return refusal(400, 'INVALID_ARGUMENT', 'Message cannot be empty.');
  if (Buffer.byteLength(body) > 32_000)
    return refusal(400, 'INVALID_ARGUMENT', 'Message is too long: at most 32000 bytes.');
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

const invalidKey = {
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason: 'API_KEY_INVALID',
  domain: 'googleapis.com',
  metadata: { service: 'chat.googleapis.com' },
};

const troubles: Readonly<Record<Exclude<GoogleChatTrouble, 'no-cards'>, HttpAnswer>> = {
  'wrong-key': refusal(400, 'INVALID_ARGUMENT', 'API key not valid.', [invalidKey]),
  'wrong-token': refusal(403, 'PERMISSION_DENIED', 'The API is called without a valid token.'),
  'not-allowed': refusal(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.'),
  gone: refusal(404, 'NOT_FOUND', 'Requested entity was not found.'),
  'too-many': refusal(429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).'),
  unavailable: refusal(503, 'UNAVAILABLE', 'The service is currently unavailable.'),
};
