import { hourMs, minuteMs } from '../../../maintenance/foundation/time/duration.ts';
import type { ZoneOffset } from '../../../maintenance/foundation/time/zone.ts';
import type { Schedule } from '../../../maintenance/schedule/schedule.ts';
import { clockChangesAhead } from './clock-changes-ahead.ts';

/** A TIMER trigger of the function. */
export type WantedTrigger = {
  readonly name: string;
  /** FunctionGraph's, with its zone: `CRON_TZ=Asia/Shanghai 0 30 3 * * ?`. */
  readonly schedule: string;
  /** The jobs it names as JSON; empty for the tick. */
  readonly userEvent: string;
  /** The jobs it is there for. */
  readonly jobs: readonly string[];
};

/** When it is now, in milliseconds since 1970, and what the clocks of zones show. */
export type PlanningTime = { readonly now: number; readonly zoneOffset: ZoneOffset };

/** The one trigger that names no job and comes once per tick of the schedule. */
export function tickTrigger(
  { timezone, tickMs }: Pick<Schedule, 'timezone' | 'tickMs'>,
  time: PlanningTime,
): Omit<WantedTrigger, 'jobs'> {
  const zone = standsOnGrid(timezone, tickMs, time) ? timezone : 'UTC';
  return { name: 'tick', schedule: `CRON_TZ=${zone} ${tickFields(tickMs)}`, userEvent: '' };
}

/** The six fields of a period of whole minutes that divides an hour. */
function tickFields(tickMs: number): string {
  if (tickMs === minuteMs) return '0 * * * * ?';
  return tickMs === hourMs ? '0 0 * * * ?' : `0 */${tickMs / minuteMs} * * * ?`;
}

/**
 * Ticks are counted in UTC, see `schedule/fires/scheduled-fires.ts`. A zone that is not a whole number of ticks from it would
 * be off that grid, and what FunctionGraph does when a clock is set is not documented.
 */
function standsOnGrid(zone: string, tickMs: number, { now, zoneOffset }: PlanningTime): boolean {
  return (zoneOffset(zone, now) ?? 1) % tickMs === 0 && clockChangesAhead(zone, now, zoneOffset).length === 0;
}
