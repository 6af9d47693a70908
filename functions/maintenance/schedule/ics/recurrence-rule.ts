import type { WallDay } from '../../foundation/time/day.ts';
import type { WallTime } from '../../foundation/time/wall-time.ts';
import { IcsFlaw } from './ics-component.ts';
import { readTime } from './ics-time.ts';

/** A weekday (0 = Sunday), and which one of its month or year; 0 for all, negative from the end. */
export type RuleWeekday = { readonly weekday: number; readonly ordinal: number };

/** An RRULE that recurs daily or less often, at the time of day of its DTSTART. Empty lists restrict nothing. */
export type RecurrenceRule = {
  readonly freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  readonly interval: number;
  readonly count: number | undefined;
  readonly until: { readonly wall: WallTime; readonly allDay: boolean; readonly utc: boolean } | undefined;
  /** The day a week begins with, 0 = Sunday. */
  readonly weekStart: number;
  readonly months: readonly number[];
  /** Negative from the end. */
  readonly monthDays: readonly number[];
  /** Negative from the end. */
  readonly yearDays: readonly number[];
  readonly weekdays: readonly RuleWeekday[];
  /** Which of a period's days are meant; negative from the end. */
  readonly positions: readonly number[];
};

const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
/** Parts that place days, and those for times of the day: some programs repeat in them what DTSTART says. */
const dayParts = ['bymonth', 'bymonthday', 'byyearday', 'byday', 'bysetpos'];
const timeParts = ['byhour', 'byminute', 'bysecond'];
const known = new Set(['freq', 'interval', 'count', 'until', 'wkst', ...dayParts, ...timeParts]);

/** Reads a rule as ical.js has it; `start` is its DTSTART. Throws `IcsFlaw` for what is not supported. */
export function readRule(value: unknown, start: WallTime): RecurrenceRule {
  const parts = value as Readonly<Record<string, unknown>>;
  const refuse = (what: string) => new IcsFlaw(`RRULE with ${what}, which is not supported`);
  for (const key of Object.keys(parts)) if (!known.has(key)) throw refuse(key.toUpperCase());
  const freq = frequencies.find((each) => each === parts['freq']);
  if (!freq) throw refuse(`FREQ=${parts['freq']}`);
  const time = new Date(start);
  const ownTime = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()];
  for (const [index, key] of timeParts.entries()) {
    const others = numbers(parts[key]).filter((each) => each !== ownTime[index]);
    if (others.length > 0) throw refuse(`${key.toUpperCase()} beside DTSTART's`);
  }
  const weekdays = list(parts['byday']).map((text) => readWeekday(String(text)));
  if (weekdays.some(({ ordinal }) => ordinal !== 0) && (freq === 'DAILY' || freq === 'WEEKLY')) {
    throw refuse(`BYDAY=${list(parts['byday'])} and FREQ=${freq}`);
  }
  const until = parts['until'] === undefined ? undefined : readTime(String(parts['until']));
  if (parts['until'] !== undefined && !until) throw refuse(`UNTIL ${JSON.stringify(parts['until'])}`);
  return {
    freq,
    interval: Math.max(1, numbers(parts['interval'])[0] ?? 1),
    count: numbers(parts['count'])[0],
    until,
    // ical.js counts weekdays from Sunday = 1.
    weekStart: (numbers(parts['wkst'])[0] ?? 2) - 1,
    months: numbers(parts['bymonth']),
    monthDays: numbers(parts['bymonthday']),
    yearDays: numbers(parts['byyearday']),
    weekdays,
    positions: numbers(parts['bysetpos']),
  };
}

/** A rule that names the days of its periods, be it by what DTSTART says. */
export type CompletedRule = Pick<
  RecurrenceRule,
  'freq' | 'months' | 'monthDays' | 'yearDays' | 'weekdays' | 'positions'
>;

/** Takes from DTSTART what a rule does not say: the weekday of a weekly one, the day of a monthly or yearly one. */
export function completed(rule: RecurrenceRule, start: WallDay): CompletedRule {
  const { freq, monthDays, yearDays, weekdays } = rule;
  if (monthDays.length + yearDays.length + weekdays.length > 0) return rule;
  switch (freq) {
    case 'DAILY':
      return rule;
    case 'WEEKLY':
      return { ...rule, weekdays: [{ weekday: start.weekday, ordinal: 0 }] };
    case 'MONTHLY':
      return { ...rule, monthDays: [start.day] };
    case 'YEARLY':
      return {
        ...rule,
        months: rule.months.length > 0 ? rule.months : [start.month],
        monthDays: [start.day],
      };
  }
}

function readWeekday(text: string): RuleWeekday {
  const [, ordinal = '', day = ''] = /^([+-]?\d*)(SU|MO|TU|WE|TH|FR|SA)$/.exec(text) ?? [];
  const weekday = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'].indexOf(day);
  if (weekday < 0) throw new IcsFlaw(`RRULE with BYDAY ${JSON.stringify(text)}, which is no day`);
  return { weekday, ordinal: Number(ordinal) || 0 };
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function numbers(value: unknown): readonly number[] {
  return list(value).map(Number).filter(Number.isInteger);
}
