import { type EpochDay, type WallDay, wallDay } from '../../foundation/time/day.ts';
import { dayMs } from '../../foundation/time/duration.ts';
import type { WallTime } from '../../foundation/time/wall-time.ts';
import { type CompletedRule, completed, type RecurrenceRule, type RuleWeekday } from './recurrence-rule.ts';

/** Days that a rule looks at together: a day, week, month or year; from the first to the last, both included. */
type Period = { readonly first: EpochDay; readonly last: EpochDay };

/**
 * The times of a rule from its DTSTART up to a wall time (both included), which must be given on the clock of
 * DTSTART. Every period up to there is looked at once, so that also a rule that never comes is done with.
 */
export function recur(rule: RecurrenceRule, start: WallTime, upTo: WallTime): WallTime[] {
  const startDay = Math.floor(start / dayMs);
  const whole = completed(rule, wallDay(startDay));
  const times: WallTime[] = [];
  for (let index = 0; ; index += 1) {
    const period = periodOf(rule, startDay, index * rule.interval);
    if (period.first * dayMs > upTo) return times;
    for (const day of chosenDays(whole, period)) {
      const time = start + (day - startDay) * dayMs;
      if (time < start) continue;
      if (time > upTo || times.length === rule.count) return times;
      times.push(time);
    }
  }
}

/** The period that comes `ahead` days, weeks, months or years after that of the start. */
function periodOf({ freq, weekStart }: RecurrenceRule, startDay: EpochDay, ahead: number): Period {
  const { year, month, weekday } = wallDay(startDay);
  switch (freq) {
    case 'DAILY':
      return { first: startDay + ahead, last: startDay + ahead };
    case 'WEEKLY': {
      const first = startDay - ((weekday - weekStart + 7) % 7) + ahead * 7;
      return { first, last: first + 6 };
    }
    case 'MONTHLY':
      return monthsFrom(year, month + ahead, 1);
    case 'YEARLY':
      return monthsFrom(year + ahead, 1, 12);
  }
}

function monthsFrom(year: number, month: number, count: number): Period {
  return {
    first: Date.UTC(year, month - 1, 1) / dayMs,
    last: Date.UTC(year, month - 1 + count, 1) / dayMs - 1,
  };
}

function chosenDays(rule: CompletedRule, period: Period): readonly EpochDay[] {
  const days = possibleDays(rule, period).filter((day) => fits(rule, wallDay(day)));
  const { positions } = rule;
  if (positions.length === 0) return days;
  return days.filter((_, index) => positions.includes(index + 1) || positions.includes(index - days.length));
}

/** The days of a period among which the chosen ones are; of a year seldom all, as files are full of yearly events. */
function possibleDays({ freq, months, monthDays }: CompletedRule, { first, last }: Period): EpochDay[] {
  if (freq !== 'YEARLY' || months.length === 0) return daysFrom(first, last);
  const { year } = wallDay(first);
  return months
    .toSorted((one, other) => one - other)
    .flatMap((month) => {
      const whole = monthsFrom(year, month, 1);
      const [day = 0, ...others] = monthDays;
      if (day === 0 || others.length > 0) return daysFrom(whole.first, whole.last);
      return day > 0 ? [whole.first + day - 1] : [whole.last + day + 1];
    });
}

function daysFrom(first: EpochDay, last: EpochDay): EpochDay[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Whether a day of its period is meant: every part of the rule restricts. */
function fits({ freq, months, monthDays, yearDays, weekdays }: CompletedRule, day: WallDay): boolean {
  if (months.length > 0 && !months.includes(day.month)) return false;
  if (!includes(monthDays, day.day, day.daysInMonth)) return false;
  // The second Monday of a year, or of a month where the rule is about months.
  const countsInYear = freq === 'YEARLY' && months.length === 0;
  const inYear = yearDays.length > 0 || countsInYear ? placeInYear(day) : undefined;
  if (inYear && !includes(yearDays, inYear.place, inYear.total)) return false;
  if (weekdays.length === 0) return true;
  const counted = countsInYear && inYear ? inYear : { place: day.day, total: day.daysInMonth };
  return weekdays.some((each) => isWeekday(each, day.weekday, counted));
}

type Rank = { readonly place: number; readonly total: number };

/** Whether a list has a place counted from the beginning, or from the end as a negative number; an empty one has all. */
function includes(list: readonly number[], place: number, total: number): boolean {
  return list.length === 0 || list.includes(place) || list.includes(place - total - 1);
}

function isWeekday({ weekday, ordinal }: RuleWeekday, actual: number, { place, total }: Rank): boolean {
  if (weekday !== actual) return false;
  if (ordinal === 0) return true;
  return ordinal > 0 ? Math.ceil(place / 7) === ordinal : Math.ceil((total - place + 1) / 7) === -ordinal;
}

function placeInYear({ year, month, day }: WallDay): Rank {
  const begin = Date.UTC(year, 0, 1);
  return {
    place: (Date.UTC(year, month - 1, day) - begin) / dayMs + 1,
    total: (Date.UTC(year + 1, 0, 1) - begin) / dayMs,
  };
}
