import type { HttpAnswer } from './inbox-reply.ts';

/** Builds an answer of JSON. */
export function jsonAnswer(
  status: number,
  json: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(json) };
}
