import type { ReplyHeaders } from './exchange.ts';

/** Longer is a mistake or a joke: no run waits a day for anything. */
const longestMs = 24 * 3_600_000;

/**
 * The wait in milliseconds that a `Retry-After` asks for: whole seconds or an HTTP date, and a date gone by is no wait.
 * `undefined` for everything else and for more than a day. `now`, in milliseconds since 1970, is the sender's time,
 * see `timeOf`.
 */
export function readRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  const wait = /^\d{1,6}$/.test(text) ? Number(text) * 1_000 : untilDate(text, now);
  return wait === undefined || wait > longestMs ? undefined : wait;
}

/** Milliseconds since 1970 where an answer comes from, which is told in its `Date`, so that clocks need not agree. */
export function timeOf(headers: ReplyHeaders, now: number): number {
  return instantOf(headers['date']?.trim() ?? '') ?? now;
}

function untilDate(text: string, now: number): number | undefined {
  const at = instantOf(text);
  return at === undefined ? undefined : Math.max(0, at - now);
}

/** Only `Sun, 22 Nov 2026 19:30:00 GMT`: a form that does not come out as it went in is a guess of `Date`'s. */
function instantOf(text: string): number | undefined {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) || date.toUTCString() !== text ? undefined : date.getTime();
}
