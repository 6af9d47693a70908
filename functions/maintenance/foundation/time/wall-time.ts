import { dayMs } from './duration.ts';
import { offsetAt, type ZoneOffset } from './zone.ts';

/**
 * A time as a wall shows it, without a zone: the milliseconds from 1970-01-01 00:00 on the same wall. Midnight of
 * a day is its `EpochDay` times a day.
 */
export type WallTime = number;

/** Which of the two instants is meant when a clock that is set back shows the same time twice. */
type Repeated = 'first' | 'last';

/**
 * The instant at which a zone's clock shows a time. A time that is left out, because the clock is set forward, is
 * taken as on the old clock: 02:30 half an hour after the change. Throws a RangeError for an unknown zone.
 */
export function instantOfWall(
  zone: string,
  wall: WallTime,
  zoneOffset: ZoneOffset,
  repeated: Repeated = 'first',
): number {
  // No zone is more than a day from UTC, and none changes twice in the two days between.
  const before = wall - offsetAt(zone, wall - dayMs, zoneOffset);
  const after = wall - offsetAt(zone, wall + dayMs, zoneOffset);
  const shows = (instant: number) => instant + offsetAt(zone, instant, zoneOffset) === wall;
  if (!shows(before)) return shows(after) ? after : before;
  return shows(after) && repeated === 'last' ? after : before;
}

/** What the clock of a zone shows at an instant. Throws a RangeError for an unknown zone. */
export function wallAt(zone: string, instant: number, zoneOffset: ZoneOffset): WallTime {
  return instant + offsetAt(zone, instant, zoneOffset);
}

/** `03:30`. */
export function writeClock(wall: WallTime): string {
  return new Date(wall).toISOString().slice(11, 16);
}

/** `2026-11-10 03:30`. */
export function writeWall(wall: WallTime): string {
  return `${new Date(wall).toISOString().slice(0, 10)} ${writeClock(wall)}`;
}
