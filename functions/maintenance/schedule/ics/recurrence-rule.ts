import type { WallDay } from '../../foundation/time/day.ts';
import type { WallTime } from '../../foundation/time/wall-time.ts';
import type { ContentLine } from './content-lines.ts';
import { IcsFlaw, shown } from './ics-flaw.ts';
import { type IcsTime, readTime } from './ics-time.ts';

/** A weekday (0 = Sunday), and which one of its month or year; 0 for all, negative from the end. */
export type RuleWeekday = { readonly weekday: number; readonly ordinal: number };

/** An RRULE that recurs daily or less often, at the time of day of its DTSTART. Empty lists restrict nothing. */
export type RecurrenceRule = {
  readonly freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  readonly interval: number;
  readonly count: number | undefined;
  readonly until: IcsTime | undefined;
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
const weekdayNames = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
/** Parts that are lists of numbers, and between which those are; some programs repeat in the last what DTSTART says. */
const numbered: Readonly<Record<string, readonly [least: number, most: number]>> = {
  ...{ BYMONTH: [1, 12], BYMONTHDAY: [-31, 31], BYYEARDAY: [-366, 366], BYSETPOS: [-366, 366] },
  ...{ BYHOUR: [0, 23], BYMINUTE: [0, 59], BYSECOND: [0, 60] },
};
const known = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYDAY', ...Object.keys(numbered)];

/** Reads the rule of a series whose DTSTART its wall shows so. Throws `IcsFlaw`, also for what is not supported. */
export function readRule(property: ContentLine, start: WallTime): RecurrenceRule {
  const refuse = (found: string, expected: string) => new IcsFlaw(property, found, expected);
  const parts = partsOf(property, refuse);
  for (const key of parts.keys()) {
    if (!known.includes(key)) throw refuse(`${key}, which is not supported`, known.join(', '));
  }
  const list = (key: string) => [
    ...new Set(
      parts
        .get(key)
        ?.split(',')
        .map((each) => each.trim()),
    ),
  ];
  const numbers = (key: string) => {
    const [least, most] = numbered[key] ?? [0, 0];
    return list(key).map((text) => {
      const number = /^[+-]?\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
      if (number >= least && number <= most && (number !== 0 || least === 0)) return number;
      throw refuse(`${key}=${shown(text)}`, `a number from ${least} to ${most}${least < 0 ? ', but 0' : ''}`);
    });
  };
  const counted = (key: string) => {
    const text = parts.get(key);
    if (text === undefined || /^0*[1-9]\d{0,8}$/.test(text))
      return text === undefined ? undefined : Number(text);
    throw refuse(`${key}=${shown(text)}`, 'a number from 1');
  };
  const freq = frequencies.find((each) => each === parts.get('FREQ'));
  if (!freq) {
    const found = parts.has('FREQ')
      ? `FREQ=${parts.get('FREQ')?.slice(0, 20)}, which is not supported`
      : `${shown(property.value)} without FREQ`;
    throw refuse(found, frequencies.join(', '));
  }
  const time = new Date(start);
  const ownTime = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()];
  for (const [index, key] of ['BYHOUR', 'BYMINUTE', 'BYSECOND'].entries()) {
    const other = numbers(key).find((each) => each !== ownTime[index]);
    if (other !== undefined)
      throw refuse(`${key}=${other} beside DTSTART's, which is not supported`, `no ${key}`);
  }
  const weekdays = list('BYDAY').map((text) => readWeekday(text, refuse));
  if (weekdays.some(({ ordinal }) => ordinal !== 0) && (freq === 'DAILY' || freq === 'WEEKLY'))
    throw refuse(
      `BYDAY=${shown(parts.get('BYDAY') ?? '')} with FREQ=${freq}, which is not supported`,
      'weekdays without a number',
    );
  const until = parts.get('UNTIL');
  const last = until === undefined ? undefined : readTime(until);
  if (until !== undefined && !last)
    throw refuse(`UNTIL=${shown(until)}`, 'a day such as 20261231, or a time such as 20261231T155959Z');
  return {
    freq,
    interval: counted('INTERVAL') ?? 1,
    count: counted('COUNT'),
    until: last,
    weekStart: readWeekday(parts.get('WKST') ?? 'MO', refuse).weekday,
    months: numbers('BYMONTH'),
    monthDays: numbers('BYMONTHDAY'),
    yearDays: numbers('BYYEARDAY'),
    weekdays,
    positions: numbers('BYSETPOS'),
  };
}

type Refuse = (found: string, expected: string) => IcsFlaw;

function partsOf({ value }: ContentLine, refuse: Refuse): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const part of value.toUpperCase().split(';')) {
    // Some programs end a rule with a semicolon.
    if (part.trim() === '') continue;
    const [, key = '', written] = /^\s*([A-Z-]+)\s*=(.*)$/.exec(part) ?? [];
    if (written === undefined || written.trim() === '')
      throw refuse(shown(part), 'NAME=value, such as FREQ=YEARLY');
    if (parts.has(key)) throw refuse(`${key} twice`, 'it once');
    parts.set(key, written.trim());
  }
  return parts;
}

function readWeekday(text: string, refuse: Refuse): RuleWeekday {
  const [, ordinal = '', day = ''] = /^([+-]?\d{0,2})(SU|MO|TU|WE|TH|FR|SA)$/.exec(text) ?? [];
  const weekday = weekdayNames.indexOf(day);
  const number = Number(ordinal || '0');
  if (weekday >= 0 && Math.abs(number) <= 53 && (number !== 0 || ordinal === ''))
    return { weekday, ordinal: number };
  throw refuse(`the weekday ${shown(text)}`, 'MO to SU, of a month or year also 1MO to -1SU');
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
