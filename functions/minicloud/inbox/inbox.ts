import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { parseJson } from '../../maintenance/foundation/parse-json.ts';
import { type ClockBeside, timeMeant, timeSaid } from '../wire/clock-beside.ts';
import type { InboxChat } from './chats/chat.ts';
import { webhookFlaw } from './chats/webhook.ts';
import { type HttpAnswer, type InboxReply, playReply, textAnswer } from './scripted-reply.ts';

/** A message as it came in. */
export type ReceivedMessage = {
  readonly method: string;
  /** Without the prefix under which the inbox is mounted, and without the query. */
  readonly path: string;
  /** What follows the path's `?`; empty when nothing does. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  /** As text, unchanged. */
  readonly body: string;
  /** `undefined` when the body is not JSON. */
  readonly json: unknown;
  /** By the inbox's clock, in milliseconds since 1970. */
  readonly receivedAt: number;
  /** What it was answered: taken, refused for its signature, or as scripted. */
  readonly answered: 'accepted' | 'refused' | InboxReply['kind'];
  /** What the sender got; `undefined` for an answer that does not come or does not end. */
  readonly answer: HttpAnswer | undefined;
};

/** A receiver of webhooks that remembers what came. */
export interface Inbox {
  /** Everything that came, in order, whatever it was answered. */
  readonly messages: readonly ReceivedMessage[];
  /** What was not refused, without repetitions: of several messages with one `webhook-id` the first. */
  distinct(): readonly ReceivedMessage[];
  /** Answers the next `times` messages (default: one) so, of one path or of all; those scripted first come first. */
  script(reply: InboxReply, options?: { readonly times?: number; readonly path?: string }): void;
  /** Takes a request whose body was read. Never resolves when the reply is one that does not end. */
  handle(request: IncomingMessage, body: Buffer): Promise<HttpAnswer>;
}

/** How an inbox is set up. */
export type InboxOptions = ClockBeside & {
  /** Default: real time. */
  readonly clock?: { now(): number; readonly scale: number };
  /** Standard Webhooks secrets (`whsec_…`) by path. Messages to other paths are not asked for a signature. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Chats by path, which take and answer messages in their own way. */
  readonly chats?: Readonly<Record<string, InboxChat>>;
  /** Where the inbox is mounted in a larger server, as in `/inbox`. */
  readonly prefix?: string;
};

/** How much real time a message may spend on its way before it counts as late on a clock that runs faster. */
const transitMs = 1000;

const taken = textAnswer(200, 'ok');

const realTime = { now: () => Date.now(), scale: 1 };

/** An empty inbox. */
export function createInbox({
  clock = realTime,
  secrets = {},
  chats = {},
  prefix = '',
  beside,
}: InboxOptions = {}): Inbox {
  const messages: ReceivedMessage[] = [];
  const scripts: { readonly reply: InboxReply; readonly path: string | undefined; left: number }[] = [];
  // A clock moved by hand (of infinite scale) stands still meanwhile.
  const extraToleranceMs = Number.isFinite(clock.scale) ? transitMs * (clock.scale - 1) : 0;

  function nextScripted(path: string): InboxReply | undefined {
    const script = scripts.find((one) => one.left > 0 && (one.path === undefined || one.path === path));
    if (script) script.left -= 1;
    return script?.reply;
  }

  return {
    messages,
    distinct() {
      const seen = new Set<unknown>();
      return messages.filter(({ headers, answered }) => {
        const id = headers['webhook-id'];
        if (answered === 'refused' || seen.has(id)) return false;
        if (id !== undefined) seen.add(id);
        return true;
      });
    },
    script: (reply, { times = 1, path } = {}) => {
      scripts.push({ reply, path, left: times });
    },
    async handle(request, body) {
      const { headers, method = '', url = '/' } = request;
      const receivedAt = clock.now();
      const { path, query } = splitUrl(url.startsWith(prefix) ? url.slice(prefix.length) : url);
      const json = parseJson(body.toString());
      const now = timeMeant(timeSaid(headers, new URLSearchParams(query), json), receivedAt, { beside });
      const secret = secrets[path];
      const flaw =
        secret === undefined ? undefined : webhookFlaw(headers, body, { secret, now, extraToleranceMs });
      const reply = flaw === undefined ? nextScripted(path) : undefined;
      const reception = reply === undefined ? chats[path]?.({ query, body, json, now }) : undefined;
      const isTaken = flaw === undefined && reception?.taken !== false;
      const answered = isTaken ? (reply?.kind ?? 'accepted') : 'refused';
      const given =
        flaw !== undefined
          ? textAnswer(401, flaw)
          : (reception?.answer ?? (reply === undefined ? taken : playReply(reply, request, body)));
      const answer = given === 'no answer' ? undefined : given;
      messages.push({
        method,
        path,
        query,
        headers,
        body: `${body}`,
        json,
        receivedAt,
        answered,
        answer,
      });
      return answer ?? new Promise(() => {});
    },
  };
}

function splitUrl(url: string) {
  const at = url.indexOf('?');
  return at < 0 ? { path: url, query: '' } : { path: url.slice(0, at), query: url.slice(at + 1) };
}
