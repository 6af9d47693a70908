/**
 * An instant (milliseconds since 1970) in the time of a zone that is `offsetMs` ahead of UTC, to the second:
 * `2026-11-23T03:30:00+08:00`. Offsets are written to the minute, as all are since 1972.
 */
export function isoInZone(instant: number, offsetMs: number): string {
  const minutes = Math.round(offsetMs / 60_000);
  const wall = new Date(instant + minutes * 60_000).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
  const ahead = Math.abs(minutes);
  return `${wall}${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(ahead / 60))}:${twoDigits(ahead % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
