import type { HttpAnswer } from './inbox-reply.ts';

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
export type ChatReception = { readonly taken: boolean; readonly answer: HttpAnswer };

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
