import { maskOf, type NthWeekday } from './cron-fields.ts';
import { type CronRefusal, refuse } from './cron-refusal.ts';
import { grammars, readItem, readValue } from './field-grammar.ts';

/** The day field read: days of the month, and whether its last day is one of them. */
type DayField = {
  readonly ok: true;
  readonly mask: number;
  readonly last: boolean;
  readonly restricted: boolean;
};

/** The weekday field read: days of every week (0-6), and days that come once a month. */
type WeekdayField = {
  readonly ok: true;
  readonly mask: number;
  readonly nth: readonly NthWeekday[];
  readonly restricted: boolean;
};

/** As in cron-parser a field leaves the day open only when it is `*` or `?` and nothing else: `1-31` restricts. */
function isOpen(text: string): boolean {
  return text === '*' || text === '?';
}

/** Reads the day of the month: a list of days, with `L` for the last. */
export function readDay(text: string): DayField | CronRefusal {
  const days: number[] = [];
  let last = false;
  for (const item of isOpen(text) ? ['*'] : text.split(',')) {
    if (item.toUpperCase() === 'L') {
      last = true;
      continue;
    }
    if (/^L-\d+$/i.test(item)) {
      const expected = 'a day 1-31 or L (days before the last are not supported)';
      return refuse('unsupported', `day "${item}"`, expected);
    }
    const read = readItem(item, grammars.day);
    if (!read.ok) return read;
    days.push(...read.values);
  }
  return { ok: true, mask: maskOf(days), last, restricted: !isOpen(text) };
}

/** Reads the day of the week: a list of days, with `FRIL` for the month's last Friday, `MON#2` for its second Monday. */
export function readWeekday(text: string): WeekdayField | CronRefusal {
  const weekdays: number[] = [];
  const nth: NthWeekday[] = [];
  for (const item of isOpen(text) ? ['*'] : text.split(',')) {
    const oncePerMonth = readNthWeekday(item);
    if (oncePerMonth && 'ok' in oncePerMonth) return oncePerMonth;
    if (oncePerMonth) {
      nth.push(oncePerMonth);
      continue;
    }
    const read = readItem(item, grammars.weekday);
    if (!read.ok) return read;
    weekdays.push(...read.values.map((weekday) => weekday % 7));
  }
  return { ok: true, mask: maskOf(weekdays), nth, restricted: !isOpen(text) };
}

/** `undefined` when the item is of another kind. */
function readNthWeekday(item: string): NthWeekday | CronRefusal | undefined {
  const [, day, mark, ordinal = ''] = /^([^-/#]*?)(#|L$)([^#]*)$/i.exec(item) ?? [];
  if (day === undefined) return undefined;
  if (day === '') {
    // Saturday for Quartz, an error for most; people also mean the last day of the month by it.
    return refuse(
      'syntax',
      `weekday "${item}"`,
      'a weekday before it, such as FRIL or MON#2 (L alone belongs in the day field)',
    );
  }
  // The other way round.
  if (
    nthOf(day) !== undefined &&
    /^[a-z]{3}$/i.test(ordinal) &&
    typeof readValue(ordinal, grammars.weekday) === 'number'
  )
    return refuse('syntax', `weekday "${item}"`, `${ordinal.toUpperCase()}#${day}`);
  const weekday = readValue(day, grammars.weekday);
  if (typeof weekday === 'object') return weekday;
  const nth = mark === '#' ? nthOf(ordinal) : 'last';
  if (nth === undefined)
    return refuse('range', `weekday "${item}"`, '#1 to #5, or L for the last: MON#2, FRIL');
  return { weekday: weekday % 7, nth };
}

function nthOf(ordinal: string): NthWeekday['nth'] | undefined {
  const all = [1, 2, 3, 4, 5] as const;
  return all.find((nth) => String(nth) === ordinal);
}
