import type { HttpAnswer } from './inbox-reply.ts';

/** A message as it reaches a robot. */
export type RobotMessage = {
  /** What follows the `?` of the URL. */
  readonly query: string;
  readonly body: string;
};

/** A robot of a chat that answers as the chat does and remembers what the group was shown. */
export type Robot<Fault> = {
  /** What the group was shown, in order. */
  readonly shown: readonly unknown[];
  /** Lets the next message fail, however good it is; those scripted first come first. */
  script(fault: Fault): void;
  /** `now` in milliseconds since 1970. */
  answer(message: RobotMessage, now: number): HttpAnswer;
};

/** The answers of WeCom and DingTalk: always HTTP 200, and how it went in `errcode`. */
export function robotAnswer(errcode: number, errmsg: string): HttpAnswer {
  return {
    status: 200,
    headers: { 'Content-Type': 'application/json; charset=UTF-8' },
    body: JSON.stringify({ errcode, errmsg }),
  };
}

/** A body as JSON, without its types; empty when it is none. */
export function messageOf(body: string): Readonly<Record<string, unknown>> {
  try {
    return entriesOf(JSON.parse(body));
  } catch {
    return {};
  }
}

/** What is under a key of a message, as a mapping; empty when it is none. */
export function entriesOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
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
