import * as z from 'zod/mini';
import type { InboxChat } from './inbox-chat.ts';
import { type HttpAnswer, textAnswer } from './inbox-reply.ts';

const section = z.strictObject({
  type: z.literal('section'),
  text: z.strictObject({
    type: z.enum(['mrkdwn', 'plain_text']),
    text: z.string().check(z.minLength(1), z.maxLength(3_000)),
    verbatim: z.optional(z.boolean()),
  }),
});
const message = z.object({
  text: z.string().check(z.minLength(1)),
  attachments: z.optional(
    z.array(
      z.strictObject({
        color: z.string(),
        fallback: z.string(),
        blocks: z.array(section).check(z.maxLength(50)),
      }),
    ),
  ),
});

/** Answers of an incoming webhook, all of them a word of plain text. */
export const slackAnswers = {
  taken: textAnswer(200, 'ok'),
  invalidPayload: textAnswer(400, 'invalid_payload'),
  invalidBlocks: textAnswer(400, 'invalid_blocks'),
  userNotFound: textAnswer(400, 'user_not_found'),
  prohibited: textAnswer(403, 'action_prohibited'),
  invalidToken: textAnswer(403, 'invalid_token'),
  noService: textAnswer(404, 'no_service'),
  noTeam: textAnswer(404, 'no_team'),
  archived: textAnswer(410, 'channel_is_archived'),
  rateLimited: textAnswer(429, 'rate_limited', { 'Retry-After': '2' }),
  rollupError: textAnswer(500, 'rollup_error'),
} satisfies Record<string, HttpAnswer>;

/** An incoming webhook; there is nothing to verify but its URL. */
export function slackInbox(): InboxChat {
  return ({ json }) => {
    const answer = answerTo(json);
    return { taken: answer === slackAnswers.taken, answer };
  };
}

function answerTo(json: unknown): HttpAnswer {
  if (json === undefined) return slackAnswers.invalidPayload;
  return message.safeParse(json).success ? slackAnswers.taken : slackAnswers.invalidBlocks;
}
