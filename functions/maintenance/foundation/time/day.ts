import { dayMs } from './duration.ts';

/** A day of the calendar, without a zone. */
type CalendarDay = { readonly year: number; readonly month: number; readonly day: number };

/** Reads `2026-11-10`; `undefined` when there is no such day. */
export function calendarDay(text: string): CalendarDay | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? { year, month, day } : undefined;
}

/** A day of a wall calendar, whatever the zone: how many days it comes after 1970-01-01. */
export type EpochDay = number;

/** The day an instant falls on where the clock is `offset` ahead of UTC, both in milliseconds. */
export function epochDayAt(instant: number, offset: number): EpochDay {
  return Math.floor((instant + offset) / dayMs);
}

/** Reads `2026-11-10`; the text is known to be a day, see `calendarDay`. */
export function readEpochDay(text: string): EpochDay {
  return Date.parse(`${text}T00:00:00Z`) / dayMs;
}

/** Writes `2026-11-10`. */
export function writeEpochDay(day: EpochDay): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

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
