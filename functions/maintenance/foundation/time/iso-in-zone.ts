import { minuteMs } from './duration.ts';
import type { ZoneOffset } from './zone.ts';

/**
 * An instant (milliseconds since 1970) in the time of a zone that is `offsetMs` ahead of UTC, to the second:
 * `2026-11-23T03:30:00+08:00`. Offsets are written to the minute, as all are since 1972.
 */
export function isoInZone(instant: number, offsetMs: number): string {
  const minutes = Math.round(offsetMs / minuteMs);
  const wall = new Date(instant + minutes * minuteMs).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
  const ahead = Math.abs(minutes);
  return `${wall}${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(ahead / 60))}:${twoDigits(ahead % 60)}`;
}

/** Writes instants in the time of a named zone; in UTC where there is no such zone. */
export function isoWriter(zone: string, zoneOffset: ZoneOffset): (instant: number) => string {
  return (instant) => isoInZone(instant, zoneOffset(zone, instant) ?? 0);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
