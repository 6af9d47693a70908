/** Longer is a mistake or a joke: no run waits a day to tell its end. */
const longestMs = 24 * 3_600_000;

/**
 * The wait a `Retry-After` header asks for, in milliseconds from `now` (milliseconds since 1970): whole seconds
 * or an HTTP date, and a date gone by is no wait. `undefined` for everything else and for more than a day.
 */
export function parseRetryAfter(value: string, now: number): number | undefined {
  const text = value.trim();
  const wait = /^\d{1,6}$/.test(text) ? Number(text) * 1_000 : untilDate(text, now);
  return wait === undefined || wait > longestMs ? undefined : wait;
}

/** Only `Sun, 22 Nov 2026 19:30:00 GMT`: a form that does not come out as it went in is a guess of `Date`'s. */
function untilDate(text: string, now: number): number | undefined {
  const date = new Date(text);
  if (Number.isNaN(date.getTime()) || date.toUTCString() !== text) return undefined;
  return Math.max(0, date.getTime() - now);
}
