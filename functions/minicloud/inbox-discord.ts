import * as z from 'zod/mini';
import type { ReceivedMessage } from './inbox.ts';
import type { HttpAnswer } from './inbox-reply.ts';
import { jsonAnswer } from './json-answer.ts';

/** How Discord can answer other than well. */
export type DiscordTrouble =
  | 'removed'
  | 'wrong-token'
  | 'too-many'
  | 'too-many-everywhere'
  | 'forum'
  | 'blocked-by-a-rule'
  /** Refuses every message with an embed. */
  | 'no-embeds';

/** In characters, as Discord counts them. */
function atMost(limit: number) {
  return z.string().check(z.refine((text) => [...text].length <= limit));
}

const messageBody = z.object({
  content: z.optional(atMost(2_000)),
  embeds: z.optional(
    z
      .array(
        z.object({
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
  allowed_mentions: z.optional(
    z.object({
      parse: z._default(z.array(z.enum(['everyone', 'users', 'roles'])), []),
      users: z._default(z.array(z.string()), []),
      roles: z._default(z.array(z.string()), []),
    }),
  ),
});

/** What a message of a webhook is answered, and with `wait=true` what became of it: who was called, for one. */
export function answerAsDiscord(
  { query, json }: Pick<ReceivedMessage, 'query' | 'json'>,
  trouble?: DiscordTrouble,
): HttpAnswer {
  if (trouble !== undefined && trouble !== 'no-embeds') return troubles[trouble];
  if (json === undefined) return refusal(400, 50109, 'The request body contains invalid JSON.');
  const { data } = messageBody.safeParse(json);
  if (!data || (trouble === 'no-embeds' && data.embeds)) return refusal(400, 50035, 'Invalid Form Body');
  const { content = '', embeds = [], allowed_mentions: allowed } = data;
  if (content === '' && embeds.length === 0) return refusal(400, 50006, 'Cannot send an empty message');
  if (new URLSearchParams(query).get('wait') !== 'true') return { status: 204, headers: {}, body: '' };
  const found = (pattern: RegExp) => [...content.matchAll(pattern)].map(([, id = '']) => id);
  const called = (kind: 'users' | 'roles', pattern: RegExp) =>
    found(pattern).filter((id) => !allowed || allowed.parse.includes(kind) || allowed[kind].includes(id));
  return jsonAnswer(200, {
    id: '1310000000000000000',
    type: 0,
    content,
    embeds,
    mention_everyone: (!allowed || allowed.parse.includes('everyone')) && /@(everyone|here)/.test(content),
    mentions: called('users', /<@!?(\d+)>/g).map((id) => ({ id })),
    mention_roles: called('roles', /<@&(\d+)>/g),
  });
}

function refusal(status: number, code: number, message: string): HttpAnswer {
  return jsonAnswer(status, { message, code });
}

function tooMany(global: boolean): HttpAnswer {
  const answer = { message: 'You are being rate limited.', retry_after: 1.337, global };
  return jsonAnswer(429, answer, { 'Retry-After': '2', 'X-RateLimit-Scope': global ? 'global' : 'shared' });
}

const blocked = 'Message was blocked by automatic moderation';
const forum = 'Webhooks posted to forum channels must have a thread_name or thread_id';

const troubles: Readonly<Record<Exclude<DiscordTrouble, 'no-embeds'>, HttpAnswer>> = {
  removed: refusal(404, 10015, 'Unknown Webhook'),
  'wrong-token': refusal(401, 50027, 'Invalid Webhook Token'),
  'too-many': tooMany(false),
  'too-many-everywhere': tooMany(true),
  forum: refusal(400, 220001, forum),
  'blocked-by-a-rule': refusal(400, 200000, blocked),
};
