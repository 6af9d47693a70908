import type { WallDay } from '../../foundation/time/day.ts';
import { type CronFields, inMask, type NthWeekday } from './cron-fields.ts';

/** Whether an expression's month and day fields take a day. */
export function matchesDay(cron: CronFields, day: WallDay): boolean {
  if (!inMask(cron.monthMask, day.month)) return false;
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
