import { dayMs } from './time-units.ts';

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
