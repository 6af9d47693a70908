/** Milliseconds in a minute. */
export const minuteMs = 60_000;

/** Milliseconds in an hour. */
export const hourMs = 3_600_000;

/** Milliseconds in a day of 24 hours. */
export const dayMs = 86_400_000;

/** Milliseconds in each unit a duration may be written in. */
const unitMs = { s: 1_000, m: minuteMs, h: hourMs, d: dayMs } as const;

/** What a duration looks like in the schedule: `90s`, `30m`, `2h`, `7d`; five digits, so that none overflows. */
export const durationPattern = /^([1-9]\d{0,4})(s|m|h|d)$/;

/** Reads `90s`, `30m`, `2h` or `7d` into milliseconds; `undefined` when the text is no duration. */
export function parseDuration(text: string): number | undefined {
  const match = durationPattern.exec(text);
  if (!match) return undefined;
  const [, count, unit] = match;
  return Number(count) * unitMs[unit as keyof typeof unitMs];
}

/** Writes milliseconds the way people say them: `45s`, `3m 20s`, `2h 5m`, `7d`. */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m ${seconds % 60}s`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48 && minutes % (24 * 60) === 0) return `${hours / 24}d`;
  return minutes % 60 === 0 ? `${hours}h` : `${hours}h ${minutes % 60}m`;
}
