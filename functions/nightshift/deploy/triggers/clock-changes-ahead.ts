import { dayMs, hourMs, minuteMs } from '../../../maintenance/foundation/time/duration.ts';
import {
  type ClockChange,
  readZoneClock,
  type ZoneOffset,
} from '../../../maintenance/foundation/time/zone.ts';
import { type CronFields, inMask } from '../../../maintenance/schedule/cron/cron-fields.ts';

/** For so long the clocks of a zone are looked at; beyond it nobody knows them. */
const aheadMs = 10 * 366 * dayMs;

/** A time of day that a clock leaves out or shows twice, and the change that does it. */
type DoubtfulTime = { readonly clock: number; readonly change: ClockChange };

/** The changes of a zone's clock in the ten years from an instant on. */
export function clockChangesAhead(
  zone: string,
  from: number,
  zoneOffset: ZoneOffset,
): readonly ClockChange[] {
  return readZoneClock(zone, from, from + aheadMs, zoneOffset).changes;
}

/**
 * The first time of an expression that a change leaves out or repeats, on whatever day: the days of changes differ
 * from year to year, and the times hardly do.
 */
export function doubtfulTime(cron: CronFields, changes: readonly ClockChange[]): DoubtfulTime | undefined {
  for (const change of changes) {
    const { at, before, after } = change;
    const [start, end] = [at + Math.min(before, after), at + Math.max(before, after)];
    for (let wall = start; wall < end; wall += minuteMs) {
      const clock = wall - Math.floor(wall / dayMs) * dayMs;
      const [hour, minute] = [Math.floor(clock / hourMs), (clock % hourMs) / minuteMs];
      if (inMask(cron.hourMask, hour) && cron.minutes.includes(minute)) return { clock, change };
    }
  }
  return undefined;
}
