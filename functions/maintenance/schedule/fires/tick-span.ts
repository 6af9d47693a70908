import type { Span } from './wall-hours.ts';

/**
 * The time a tick answers for: from the grid point before its own (excluded) to its own (included), which is the
 * one nearest to the event's time. A timer some seconds early or late owns the same span as a punctual one, and
 * the spans of consecutive ticks neither overlap nor leave anything out. The grid counts from 1970 in UTC.
 */
export function tickSpan(eventTime: number, tickMs: number): Span {
  const upTo = Math.round(eventTime / tickMs) * tickMs;
  return { after: upTo - tickMs, upTo };
}
