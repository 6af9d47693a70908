import type { WallDay } from '../../foundation/time/day.ts';

/** A day of the week that comes once a month: `1#2` is the second Monday, `5L` the last Friday. */
export type NthWeekday = { readonly weekday: number; readonly nth: 1 | 2 | 3 | 4 | 5 | 'last' };

/**
 * A five-field cron expression as sets of numbers, bit n of a mask standing for the value n.
 * When both day fields are restricted a day matches if either does, as in every cron since Vixie's.
 */
export type CronFields = {
  /** The expression as it was written. */
  readonly text: string;
  /** Minutes 0-59, ascending. */
  readonly minutes: readonly number[];
  /** Bits 0-23. */
  readonly hourMask: number;
  /** All 24 hours, however written: such a job follows the clock through a change, instead of once per nominal time. */
  readonly everyHour: boolean;
  /** Bits 1-31. */
  readonly dayMask: number;
  /** `L` in the day field: the last day of the month. */
  readonly lastDay: boolean;
  /** Bits 1-12. */
  readonly monthMask: number;
  /** Bits 0-6, 0 = Sunday. */
  readonly weekdayMask: number;
  readonly nthWeekdays: readonly NthWeekday[];
  /** The day field was not just `*` or `?`. */
  readonly dayRestricted: boolean;
  /** The weekday field was not just `*` or `?`. */
  readonly weekdayRestricted: boolean;
  /** The one year of a time that comes once; a cron expression is for all of them. */
  readonly year?: number;
};

/** The mask whose bits stand for the values, each 0-31. */
export function maskOf(values: readonly number[]): number {
  return values.reduce((mask, value) => mask | (1 << value), 0) >>> 0;
}

/** Whether the mask has the bit of a value. */
export function inMask(mask: number, value: number): boolean {
  return (mask & (1 << value)) !== 0;
}

/** Whether an expression's month and day fields, and its year, take a day. */
export function matchesDay(cron: CronFields, day: WallDay): boolean {
  if (!inMask(cron.monthMask, day.month)) return false;
  if (cron.year !== undefined && cron.year !== day.year) return false;
  // With both fields restricted either is enough: `0 0 13 * FRI` is every 13th and every Friday.
  if (cron.dayRestricted && cron.weekdayRestricted)
    return matchesDayField(cron, day) || matchesWeekdayField(cron, day);
  return cron.weekdayRestricted ? matchesWeekdayField(cron, day) : matchesDayField(cron, day);
}

function matchesDayField(cron: CronFields, { day, daysInMonth }: WallDay): boolean {
  return inMask(cron.dayMask, day) || (cron.lastDay && day === daysInMonth);
}

function matchesWeekdayField(cron: CronFields, day: WallDay): boolean {
  return inMask(cron.weekdayMask, day.weekday) || cron.nthWeekdays.some((nth) => isNthWeekday(nth, day));
}

function isNthWeekday({ weekday, nth }: NthWeekday, { weekday: actual, day, daysInMonth }: WallDay): boolean {
  if (weekday !== actual) return false;
  return nth === 'last' ? day > daysInMonth - 7 : Math.ceil(day / 7) === nth;
}
