import type { EpochDay } from '../epoch-day.ts';
import { dayMs } from '../time-units.ts';
import { type WallDay, wallDay } from '../wall-day.ts';
import type { WallTime } from '../wall-time.ts';
import type { RecurrenceRule, RuleWeekday } from './recurrence-rule.ts';

/** Days that a rule looks at together: a day, week, month or year; from the first to the last, both included. */
type Period = { readonly first: EpochDay; readonly last: EpochDay };

/**
 * The times of a rule from its DTSTART up to a wall time (both included), which must be given on the clock of
 * DTSTART, as must `until`. Every period up to there is looked at once, so that also a rule without any time ends.
 */
export function recur(rule: RecurrenceRule, start: WallTime, upTo: WallTime): WallTime[] {
  const timeOfDay = ((start % dayMs) + dayMs) % dayMs;
  const startDay = wallDay((start - timeOfDay) / dayMs);
  const fits = dayFilter(rule, startDay);
  const times: WallTime[] = [];
  for (let index = 0; ; index += 1) {
    const period = periodOf(rule, start, index * rule.interval);
    if (period.first * dayMs > upTo) return times;
    for (const day of chosenDays(rule, period, fits)) {
      const time = day * dayMs + timeOfDay;
      if (time < start) continue;
      if (time > upTo || times.length === rule.count) return times;
      times.push(time);
    }
  }
}

/** The period that comes `ahead` days, weeks, months or years after that of the start. */
function periodOf({ freq, weekStart }: RecurrenceRule, start: WallTime, ahead: number): Period {
  const startDay = Math.floor(start / dayMs);
  const date = new Date(start);
  const monthDay = (year: number, month: number) => Date.UTC(year, month, 1) / dayMs;
  switch (freq) {
    case 'DAILY':
      return { first: startDay + ahead, last: startDay + ahead };
    case 'WEEKLY': {
      const first = startDay - ((date.getUTCDay() - weekStart + 7) % 7) + ahead * 7;
      return { first, last: first + 6 };
    }
    case 'MONTHLY': {
      const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + ahead];
      return { first: monthDay(year, month), last: monthDay(year, month + 1) - 1 };
    }
    case 'YEARLY': {
      const year = date.getUTCFullYear() + ahead;
      return { first: monthDay(year, 0), last: monthDay(year + 1, 0) - 1 };
    }
  }
}

function chosenDays(
  { positions }: RecurrenceRule,
  { first, last }: Period,
  fits: (day: WallDay) => boolean,
): readonly EpochDay[] {
  const days: EpochDay[] = [];
  for (let day = first; day <= last; day += 1) if (fits(wallDay(day))) days.push(day);
  if (positions.length === 0) return days;
  return days.filter((_, index) => positions.includes(index + 1) || positions.includes(index - days.length));
}

/** Whether a day of its period is meant: every part of the rule restricts, and DTSTART stands for those that are missing. */
function dayFilter(rule: RecurrenceRule, start: WallDay): (day: WallDay) => boolean {
  const { freq, months, monthDays, yearDays, weekdays } = rule;
  const namesDays = monthDays.length + yearDays.length + weekdays.length > 0;
  const byMonth = months.length > 0 ? months : freq === 'YEARLY' && !namesDays ? [start.month] : [];
  const byMonthDay =
    monthDays.length > 0 ? monthDays : !namesDays && /^(MONTHLY|YEARLY)$/.test(freq) ? [start.day] : [];
  const byWeekday =
    weekdays.length > 0 || freq !== 'WEEKLY' ? weekdays : [{ weekday: start.weekday, ordinal: 0 }];
  // The second Monday of a year, or of a month where the rule is about months.
  const ofYear = freq === 'YEARLY' && months.length === 0;
  return (day) => {
    if (byMonth.length > 0 && !byMonth.includes(day.month)) return false;
    if (!includes(byMonthDay, day.day, day.daysInMonth)) return false;
    const { dayOfYear, daysInYear } = placeInYear(day);
    if (!includes(yearDays, dayOfYear, daysInYear)) return false;
    if (byWeekday.length === 0) return true;
    const [place, total] = ofYear ? [dayOfYear, daysInYear] : [day.day, day.daysInMonth];
    return byWeekday.some((each) => isWeekday(each, day.weekday, place, total));
  };
}

/** Whether a list has a place counted from the beginning, or from the end as a negative number; an empty one has all. */
function includes(list: readonly number[], place: number, total: number): boolean {
  return list.length === 0 || list.includes(place) || list.includes(place - total - 1);
}

function isWeekday({ weekday, ordinal }: RuleWeekday, actual: number, place: number, total: number): boolean {
  if (weekday !== actual) return false;
  if (ordinal === 0) return true;
  return ordinal > 0 ? Math.ceil(place / 7) === ordinal : Math.ceil((total - place + 1) / 7) === -ordinal;
}

function placeInYear({ year, month, day }: WallDay): { dayOfYear: number; daysInYear: number } {
  const begin = Date.UTC(year, 0, 1);
  return {
    dayOfYear: (Date.UTC(year, month - 1, day) - begin) / dayMs + 1,
    daysInYear: (Date.UTC(year + 1, 0, 1) - begin) / dayMs,
  };
}
