import type { HttpAnswer } from '../scripted-reply.ts';

/** A message as a chat gets it. */
export type ChatRequest = {
  /** What follows the path's `?`. */
  readonly query: string;
  readonly body: Buffer;
  /** `undefined` when the body is not JSON. */
  readonly json: unknown;
  /** By the inbox's clock, in milliseconds since 1970. */
  readonly now: number;
};

/** What a chat makes of a message. */
type ChatReception = { readonly taken: boolean; readonly answer: HttpAnswer };

/** Stands in for a chat behind a path of the inbox; written from the chat's documentation and not from our sender. */
export type InboxChat = (request: ChatRequest) => ChatReception;

/** An answer of JSON. */
export function jsonAnswer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** The answers of WeCom and DingTalk: always HTTP 200, and how it went in `errcode`. */
export function robotAnswer(errcode: number, errmsg: string): HttpAnswer {
  return {
    status: 200,
    headers: { 'Content-Type': 'application/json; charset=UTF-8' },
    body: JSON.stringify({ errcode, errmsg }),
  };
}

/** Robots take 20 messages in a minute. Gives whether one at `now` is too many; `lockedMs` is for how long none is taken then. */
export function twentyInAMinute(lockedMs: number): (now: number) => boolean {
  let taken: readonly number[] = [];
  let lockedUntil = Number.NEGATIVE_INFINITY;
  return (now) => {
    if (now < lockedUntil) return true;
    taken = [...taken.filter((at) => at > now - 60_000), now];
    if (taken.length <= 20) return false;
    taken = taken.slice(0, -1);
    lockedUntil = now + lockedMs;
    return true;
  };
}
