import { type WallDay, wallDay } from '../../foundation/time/day.ts';
import { dayMs, hourMs, minuteMs } from '../../foundation/time/duration.ts';
import { type ClockChange, offsetOf, readZoneClock, type ZoneOffset } from '../../foundation/time/zone.ts';

/** A half-open stretch of time: instants after the one and up to the other, in milliseconds since 1970. */
export type Span = { readonly after: number; readonly upTo: number };

/**
 * How often a wall time comes: `once`; twice, this being the `first` or the `second` time, where a clock is
 * set back; or `skipped` where it is set forward. Skipped times are placed where they would have been on the
 * old clock: 02:30 half an hour after the change, beside the 03:30 that the new clock shows there.
 */
type Occurrence = 'once' | 'first' | 'second' | 'skipped';

/** An hour of a zone's wall clock, or the part of it that lies in a span. */
export type WallHour = {
  readonly day: WallDay;
  /** 0-23. */
  readonly hour: number;
  readonly occurrence: Occurrence;
  /** The minutes of the hour that lie in the span, both included. */
  readonly firstMinute: number;
  readonly lastMinute: number;
  /** The instant of the hour's minute 0, whether or not that lies in the span. */
  readonly startsAt: number;
  /** The offset of the clock that shows the hour, in milliseconds, which for a skipped hour is the old one. */
  readonly shown: number;
  /** The zone's true offset from UTC, in milliseconds, which for a skipped hour is the new one. */
  readonly offset: number;
};

/** Time during which one clock is to be read, from an instant (included) to another (excluded). */
type Stretch = {
  readonly from: number;
  readonly to: number;
  readonly occurrence: Occurrence;
  /** The offset of the clock to be read. */
  readonly shown: number;
  /** The zone's true offset. */
  readonly offset: number;
};

/**
 * The wall-clock hours of a zone in a span, skipped ones last. Throws a RangeError for an unknown zone.
 * Hours rather than minutes, so that a span of days stays short: a job compares its day and hour with each
 * and then picks its minutes.
 */
export function wallHours(zone: string, { after, upTo }: Span, zoneOffset: ZoneOffset): WallHour[] {
  // Cron knows whole minutes: those after `after` are from the next one on.
  const from = (Math.floor(after / minuteMs) + 1) * minuteMs;
  const to = (Math.floor(upTo / minuteMs) + 1) * minuteMs;
  if (from >= to) return [];
  return stretches(zone, from, to, zoneOffset).flatMap(hoursOf);
}

function stretches(zone: string, from: number, to: number, zoneOffset: ZoneOffset): Stretch[] {
  // A change tells on the time around it, for as long as the clock is set by: never more than a day.
  const clock = readZoneClock(zone, from - dayMs, to + dayMs, zoneOffset);
  const edges = clock.changes.flatMap(({ at, before, after }) => {
    const repeated = Math.max(0, before - after);
    return [at - repeated, at, at + repeated];
  });
  const inside = edges.filter((edge) => edge > from && edge < to).sort((one, other) => one - other);

  const read: Stretch[] = [];
  let start = from;
  for (const end of [...inside, to]) {
    if (end === start) continue;
    const offset = offsetOf(clock, start);
    const occurrence = occurrenceAt(start, clock.changes);
    read.push({ from: start, to: end, occurrence, shown: offset, offset });
    start = end;
  }
  for (const { at, before, after } of clock.changes) {
    const [start, end] = [Math.max(from, at), Math.min(to, at + after - before)];
    if (start < end) read.push({ from: start, to: end, occurrence: 'skipped', shown: before, offset: after });
  }
  return read;
}

function occurrenceAt(instant: number, changes: readonly ClockChange[]): Occurrence {
  for (const { at, before, after } of changes) {
    const repeated = before - after;
    if (instant >= at - repeated && instant < at) return 'first';
    if (instant >= at && instant < at + repeated) return 'second';
  }
  return 'once';
}

function hoursOf({ from, to, occurrence, shown, offset }: Stretch): WallHour[] {
  const hours: WallHour[] = [];
  for (let at = from; at < to; ) {
    const wall = at + shown;
    const hourStart = Math.floor(wall / hourMs) * hourMs;
    const next = Math.min(to, hourStart + hourMs - shown);
    const epochDay = Math.floor(hourStart / dayMs);
    hours.push({
      day: wallDay(epochDay),
      hour: (hourStart - epochDay * dayMs) / hourMs,
      occurrence,
      firstMinute: (wall - hourStart) / minuteMs,
      lastMinute: (next + shown - hourStart) / minuteMs - 1,
      startsAt: hourStart - shown,
      shown,
      offset,
    });
    at = next;
  }
  return hours;
}
