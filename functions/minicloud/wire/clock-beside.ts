import type { IncomingHttpHeaders } from 'node:http';

/**
 * The clock on the wall, beside that of a cloud which runs faster: people and their commands live by it, and what is
 * deployed by the cloud's. Who sends a request says by its date which of the two he means.
 */
export type ClockBeside = { readonly beside?: (() => number) | undefined };

/** Which of the two clocks a sender means, who says that his shows `said`; of one who says nothing, the wall's. */
export function timeMeant(said: number | undefined, now: number, { beside }: ClockBeside): number {
  if (!beside) return now;
  const wall = beside();
  return said !== undefined && Math.abs(said - now) < Math.abs(said - wall) ? now : wall;
}

/** When a request says that it was signed or sent, in whichever writing; milliseconds since 1970. */
export function timeSaid(
  headers: IncomingHttpHeaders,
  query?: URLSearchParams,
  body?: unknown,
): number | undefined {
  const text = ['x-sdk-date', 'x-obs-date', 'x-amz-date', 'date'].map((name) => headers[name]).find(Boolean);
  if (typeof text === 'string')
    return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)/, '$1-$2-$3:$4:'));
  const stamp = headers['webhook-timestamp'] ?? query?.get('timestamp') ?? stampIn(body);
  const number = Number(stamp ?? Number.NaN);
  if (Number.isNaN(number)) return undefined;
  return number < 1e11 ? number * 1_000 : number;
}

function stampIn(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'timestamp' in body ? body.timestamp : undefined;
}
