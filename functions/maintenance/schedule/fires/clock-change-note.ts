import { hourMs } from '../../foundation/time/duration.ts';
import { writeClock } from '../../foundation/time/wall-time.ts';
import { readZoneClock, type ZoneOffset } from '../../foundation/time/zone.ts';

/** So near, a change of the clock is of the same night. */
const sameNight = 6 * hourMs;

/** What people should know of a start in a night in which its clock is set forward or back. */
export function clockChangeNote(zone: string, startsAt: number, zoneOffset: ZoneOffset): string | undefined {
  const [from, to] = [startsAt - sameNight, startsAt + sameNight];
  if (zoneOffset(zone, from) === zoneOffset(zone, to)) return undefined;
  const [change] = readZoneClock(zone, from, to + 1, zoneOffset).changes;
  if (!change) return undefined;
  const { at, before, after } = change;
  const direction = after > before ? 'forward' : 'back';
  return `clocks go ${direction} this night, from ${writeClock(at + before)} to ${writeClock(at + after)}`;
}
