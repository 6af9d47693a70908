import type { CalendarDay } from './calendar.ts';

/** The day an instant falls on where the clock is `offsetMs` ahead of UTC. */
export function localDayOf(instant: number, offsetMs: number): CalendarDay {
  const wall = new Date(instant + offsetMs);
  return { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() };
}
