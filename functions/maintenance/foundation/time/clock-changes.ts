import { dayMs, minuteMs } from './time-units.ts';
import type { ZoneOffset } from './zone.ts';

/** A moment at which a zone's clock is set forward (`after` > `before`) or back. */
export type ClockChange = {
  /** The first instant of the new offset. */
  readonly at: number;
  /** The offset from UTC until then, in milliseconds. */
  readonly before: number;
  /** The offset from then on. */
  readonly after: number;
};

/** A zone's clock over a time: the offset it starts with, and its changes in order. */
export type ZoneClock = { readonly offset: number; readonly changes: readonly ClockChange[] };

/** The offset of a clock at an instant of the time it was read for. */
export function offsetOf({ offset, changes }: ZoneClock, instant: number): number {
  return changes.findLast(({ at }) => at <= instant)?.after ?? offset;
}

/**
 * Reads a zone's clock from one instant (included) to another (excluded). Looks once a day, because no zone
 * has changed and changed back within one; the shortest known stretch is Morocco's month of Ramadan.
 * Throws a RangeError for a zone that does not exist: those are refused when the schedule is read.
 */
export function readZoneClock(zone: string, from: number, to: number, zoneOffset: ZoneOffset): ZoneClock {
  const offsetAt = (instant: number) => {
    const offset = zoneOffset(zone, instant);
    if (offset === undefined) throw new RangeError(`no time zone is called ${JSON.stringify(zone)}`);
    return offset;
  };
  const offset = offsetAt(from);
  const changes: ClockChange[] = [];
  let before = offset;
  for (let probed = from; probed < to; ) {
    const next = Math.min(probed + dayMs, to);
    const after = offsetAt(next);
    if (after !== before) changes.push({ at: firstMinuteOf(after, probed, next, offsetAt), before, after });
    before = after;
    probed = next;
  }
  return { offset, changes };
}

/** The first minute at which the new offset holds, between an instant when it does not and one when it does. */
function firstMinuteOf(
  offset: number,
  old: number,
  known: number,
  offsetAt: (instant: number) => number,
): number {
  let [last, first] = [Math.floor(old / minuteMs), Math.ceil(known / minuteMs)];
  while (first - last > 1) {
    const middle = Math.floor((last + first) / 2);
    if (offsetAt(middle * minuteMs) === offset) first = middle;
    else last = middle;
  }
  return first * minuteMs;
}
