const unitMs: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Milliseconds of a `Retry-After` header, which holds seconds or an HTTP date; `undefined` for anything else.
 * A date is taken against `now`, the sender's own `Date` where there is one, so that clocks need not agree.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const value = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  if (!httpDate.test(value)) return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/**
 * Milliseconds of the window that the gateway's throttling message names (`limit:10,time:1 minute`). The whole
 * window, because where in it we stand is not told; `undefined` when it names none.
 */
export function throttleWindowMs(message: string): number | undefined {
  const [, count, unit] = /limit:\s*\d+,\s*time:\s*(\d{1,4})\s*(second|minute|hour|day)/i.exec(message) ?? [];
  const each = unitMs[unit?.toLowerCase() ?? ''];
  return each === undefined ? undefined : Number(count) * each;
}
