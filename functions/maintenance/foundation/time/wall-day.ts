import type { CalendarDay } from './calendar.ts';
import { dayMs } from './time-units.ts';

/** A day as a wall calendar shows it, with what cron asks about days. */
export type WallDay = CalendarDay & {
  /** 0 = Sunday. */
  readonly weekday: number;
  /** 28-31. */
  readonly daysInMonth: number;
};

/** The day whose number, counted from 1970-01-01, is given. */
export function wallDay(epochDay: number): WallDay {
  const date = new Date(epochDay * dayMs);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return {
    year,
    month: month + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    daysInMonth: new Date(Date.UTC(year, month + 1, 0)).getUTCDate(),
  };
}
