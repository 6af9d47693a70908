import { type CronFields, inMask } from '../../../maintenance/schedule/cron/cron-fields.ts';

/** A cron expression in FunctionGraph's six fields, seconds first, without a zone; or what they cannot say. */
type TimerExpression =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: string };

const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * Writes five fields as the six that FunctionGraph documents (user manual functiongraph_01_0908). It has no `L` and no
 * `#`, and what it makes of a day and a weekday that are both given is not documented: one of them is to be `?`.
 */
export function timerExpression(cron: CronFields): TimerExpression {
  const days = dayFields(cron);
  if ('why' in days) return { ok: false, why: days.why };
  const hours = valuesOf(cron.hourMask, 0, 23);
  const months = valuesOf(cron.monthMask, 1, 12);
  const fields = [
    '0',
    stepped(cron.minutes, 59),
    stepped(hours, 23),
    days.day,
    months.length === 12 ? '*' : listed(months),
    days.weekday,
  ];
  return { ok: true, text: fields.join(' ') };
}

/** Names of weekdays, since products differ in whether Sunday is 0 or 1. */
function dayFields(cron: CronFields): { readonly day: string; readonly weekday: string } | { why: string } {
  const days = valuesOf(cron.dayMask, 1, 31);
  const weekday = valuesOf(cron.weekdayMask, 0, 6);
  const byDay = cron.dayRestricted;
  const byWeekday = cron.weekdayRestricted;
  // Either is enough where both are given.
  const everyDay = (!byDay && !byWeekday) || (byDay && days.length === 31);
  if (everyDay || (byWeekday && weekday.length === 7)) return { day: '*', weekday: '?' };
  if (byDay && byWeekday) return { why: 'it gives days of the month and of the week, and a timer takes one' };
  if (byDay && cron.lastDay) return { why: 'a timer has no L, the last day of the month' };
  if (byWeekday && cron.nthWeekdays.length > 0)
    return { why: 'a timer has no weekday of the month, such as MON#2 or FRIL' };
  return byDay
    ? { day: listed(days), weekday: '?' }
    : { day: '?', weekday: listed(weekday, (value) => weekdays[value] ?? '') };
}

function valuesOf(mask: number, least: number, most: number): readonly number[] {
  return Array.from({ length: most - least + 1 }, (_, at) => least + at).filter((value) =>
    inMask(mask, value),
  );
}

/** `*`, or `*` with a step where the values count from 0 to the end of the field, else a list. */
function stepped(values: readonly number[], most: number): string {
  const [first, second = most + 1] = values;
  const step = second - (first ?? 0);
  const counts = first === 0 && values.length === Math.floor(most / step) + 1;
  const even = counts && values.every((value, at) => value === at * step);
  if (!even || values.length < 3) return listed(values);
  return step === 1 ? '*' : `*/${step}`;
}

/** Values as a list, in which three or more that follow each other are a range. */
function listed(values: readonly number[], write: (value: number) => string = String): string {
  const items: string[] = [];
  for (let at = 0; at < values.length; ) {
    let end = at;
    while (values[end + 1] === (values[end] ?? 0) + 1) end += 1;
    const run = values.slice(at, end + 1).map(write);
    if (run.length > 2) items.push(`${run[0]}-${run.at(-1)}`);
    else items.push(...run);
    at = end + 1;
  }
  return items.join(',');
}
