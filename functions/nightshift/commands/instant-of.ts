import { calendarDay } from '../../maintenance/foundation/time/day.ts';
import { minuteMs } from '../../maintenance/foundation/time/duration.ts';
import { instantOfWall } from '../../maintenance/foundation/time/wall-time.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';

const written = /^(\d{4}-\d{2}-\d{2})(?:T([01]\d|2[0-3]):([0-5]\d))?(?:(Z)|([+-])(\d{2}):(\d{2}))?$/;

/**
 * Reads `2026-11-23`, `2026-11-23T03:00` or `2026-11-23T03:00+08:00` as an instant, without an offset in the zone.
 * `undefined` for what is no such time.
 */
export function instantOf(text: string, zone: string, zoneOffset: ZoneOffset): number | undefined {
  const [, day = '', hour = '00', minute = '00', zulu, sign, hours, minutes] = written.exec(text) ?? [];
  if (!calendarDay(day)) return undefined;
  const wall = Date.parse(`${day}T${hour}:${minute}:00Z`);
  if (zulu) return wall;
  if (!sign) return instantOfWall(zone, wall, zoneOffset);
  const offset = (Number(hours) * 60 + Number(minutes)) * minuteMs;
  return sign === '-' ? wall + offset : wall - offset;
}
