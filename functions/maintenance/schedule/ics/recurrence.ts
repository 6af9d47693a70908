import { type EpochDay, type WallDay, wallDay } from '../../foundation/time/day.ts';
import { dayMs } from '../../foundation/time/duration.ts';
import type { WallTime } from '../../foundation/time/wall-time.ts';
import { type CompletedRule, completed, type RecurrenceRule, type RuleWeekday } from './recurrence-rule.ts';

/** Days that a rule looks at together: a day, week, month or year; from the first to the last, both included. */
type Period = { readonly first: EpochDay; readonly last: EpochDay };

/** Counts the work that a calendar makes, and throws when it is too much. */
export type Effort = { spend(steps: number): void };

/** From one wall time to another, both included, on the clock of DTSTART. */
export type WallSpan = { readonly from: WallTime; readonly upTo: WallTime };

/**
 * The times of a rule in a span, none before its DTSTART. Every period there is looked at once, so that also a rule that
 * never comes is done with; those before the span only where they are counted.
 */
export function recur(
  rule: RecurrenceRule,
  start: WallTime,
  { from, upTo }: WallSpan,
  effort: Effort,
): WallTime[] {
  const startDay = Math.floor(start / dayMs);
  const whole = completed(rule, wallDay(startDay));
  const times: WallTime[] = [];
  let counted = 0;
  for (let index = firstPeriod(rule, startDay, Math.floor(from / dayMs)); ; index += 1) {
    const period = periodOf(rule, startDay, index * rule.interval);
    // Not `>`: behind the last day that JavaScript has, nothing is a number.
    if (!(period.first * dayMs <= upTo)) return times;
    const days = possibleDays(whole, period);
    effort.spend(days.length + 1);
    for (const day of chosenDays(whole, days)) {
      const time = start + (day - startDay) * dayMs;
      if (time < start) continue;
      if (time > upTo || counted === rule.count) return times;
      counted += 1;
      if (time >= from) times.push(time);
    }
  }
}

/** The number of the period to begin with, which may be some too early. */
function firstPeriod(
  { freq, interval, count }: RecurrenceRule,
  startDay: EpochDay,
  fromDay: EpochDay,
): number {
  if (count !== undefined || fromDay <= startDay) return 0;
  const longest = { DAILY: 1, WEEKLY: 7, MONTHLY: 30.44, YEARLY: 365.25 }[freq];
  return Math.max(0, Math.floor((fromDay - startDay) / (longest * interval)) - 2);
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
  return { first: firstOfMonth(year, month), last: firstOfMonth(year, month + count) - 1 };
}

/** Not `Date.UTC`, which takes the years below 100 for others. */
function firstOfMonth(year: number, month: number): EpochDay {
  return new Date(0).setUTCFullYear(year, month - 1, 1) / dayMs;
}

function chosenDays(rule: CompletedRule, possible: readonly EpochDay[]): readonly EpochDay[] {
  const { positions, weekdays } = rule;
  // The weekday first: it needs no calendar, and leaves few days to look at.
  const named = new Set(weekdays.map(({ weekday }) => weekday));
  const days = possible.filter(
    (day) => (named.size === 0 || named.has(weekdayOf(day))) && fits(rule, wallDay(day)),
  );
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

/** 1970 began with a Thursday. */
function weekdayOf(day: EpochDay): number {
  return (((day + 4) % 7) + 7) % 7;
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
  const begin = firstOfMonth(year, 1);
  return { place: firstOfMonth(year, month) + day - begin, total: firstOfMonth(year + 1, 1) - begin };
}
