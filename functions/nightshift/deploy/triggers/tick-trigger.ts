import { hourMs, minuteMs } from '../../../maintenance/foundation/time/duration.ts';
import type { Schedule } from '../../../maintenance/schedule/schedule.ts';
import { clockChangesAhead } from './clock-changes-ahead.ts';
import type { PlanningTime, WantedTrigger } from './wanted-trigger.ts';

/** The one trigger that names no job and comes once per tick of the schedule. */
export function tickTrigger(
  { timezone, tickMs }: Pick<Schedule, 'timezone' | 'tickMs'>,
  time: PlanningTime,
): Omit<WantedTrigger, 'jobs'> {
  const zone = standsOnGrid(timezone, tickMs, time) ? timezone : 'UTC';
  return { name: 'tick', schedule: `CRON_TZ=${zone} ${tickFields(tickMs)}`, userEvent: '' };
}

/** The six fields of a period of whole minutes that divides an hour. */
export function tickFields(tickMs: number): string {
  if (tickMs === minuteMs) return '0 * * * * ?';
  return tickMs === hourMs ? '0 0 * * * ?' : `0 */${tickMs / minuteMs} * * * ?`;
}

/**
 * Ticks are counted in UTC, see `schedule/tick-span.ts`. A zone that is not a whole number of ticks from it would
 * be off that grid, and what FunctionGraph does when a clock is set is not documented.
 */
function standsOnGrid(zone: string, tickMs: number, { now, zoneOffset }: PlanningTime): boolean {
  return (zoneOffset(zone, now) ?? 1) % tickMs === 0 && clockChangesAhead(zone, now, zoneOffset).length === 0;
}
