import { dayMs, minuteMs } from './duration.ts';

/**
 * The offset of a zone from UTC at an instant, in milliseconds (Shanghai: 28,800,000); `undefined` when no
 * such zone is known. An argument, because the zones' data live in the runtime: see `runtime/zone-offset.ts`.
 */
export type ZoneOffset = (zone: string, instant: number) => number | undefined;

/** The offset of a zone that must exist. Throws a RangeError for another: those are refused when the schedule is read. */
export function offsetAt(zone: string, instant: number, zoneOffset: ZoneOffset): number {
  const offset = zoneOffset(zone, instant);
  if (offset === undefined) throw new RangeError(`no time zone is called ${JSON.stringify(zone)}`);
  return offset;
}

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
 * Throws a RangeError for a zone that does not exist.
 */
export function readZoneClock(zone: string, from: number, to: number, zoneOffset: ZoneOffset): ZoneClock {
  const offsetThen = (instant: number) => offsetAt(zone, instant, zoneOffset);
  const offset = offsetThen(from);
  const changes: ClockChange[] = [];
  let before = offset;
  for (let probed = from; probed < to; ) {
    const next = Math.min(probed + dayMs, to);
    const after = offsetThen(next);
    if (after !== before) changes.push({ at: firstMinuteOf(after, probed, next, offsetThen), before, after });
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
  offsetThen: (instant: number) => number,
): number {
  let [last, first] = [Math.floor(old / minuteMs), Math.ceil(known / minuteMs)];
  while (first - last > 1) {
    const middle = Math.floor((last + first) / 2);
    if (offsetThen(middle * minuteMs) === offset) first = middle;
    else last = middle;
  }
  return first * minuteMs;
}
