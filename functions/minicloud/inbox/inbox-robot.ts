import type { HttpAnswer } from './inbox-reply.ts';

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
