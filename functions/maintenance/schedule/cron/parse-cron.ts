import { type CronFields, maskOf } from './cron-fields.ts';
import type { CronRefusal } from './cron-refusal.ts';
import { readDay, readWeekday } from './day-fields.ts';
import { grammars, readList } from './field-grammar.ts';
import { refuseImpossibleDate } from './impossible-date.ts';
import { refuseOtherDialect } from './other-dialects.ts';

/** An expression read, or why it is none; people read `<found> - expected <expected>`. */
export type ParsedCron = { readonly ok: true; readonly fields: CronFields } | CronRefusal;

/**
 * Reads five fields (minute hour day month weekday): numbers, names, ranges, lists, steps, `L`, `5L`, `1#2`,
 * and `?` for `*` in the day fields. Everything else is refused in words that say what to write instead.
 * Not cron-parser's job, because it lets too much through (an empty text, four fields, six) and loading
 * it takes a third of the time of a cold start.
 */
export function parseCron(text: string): ParsedCron {
  const foreign = refuseOtherDialect(text, (candidate) => parseCron(candidate).ok);
  if (foreign) return foreign;
  const [minuteText = '', hourText = '', dayText = '', monthText = '', weekdayText = ''] = text
    .trim()
    .split(/\s+/);

  const minute = readList(minuteText, grammars.minute);
  if (!minute.ok) return minute;
  const hour = readList(hourText, grammars.hour);
  if (!hour.ok) return hour;
  const day = readDay(dayText);
  if (!day.ok) return day;
  const month = readList(monthText, grammars.month);
  if (!month.ok) return month;
  const weekday = readWeekday(weekdayText);
  if (!weekday.ok) return weekday;

  const hourMask = maskOf(hour.values);
  const fields: CronFields = {
    text,
    minutes: [...new Set(minute.values)].sort((one, other) => one - other),
    hourMask,
    everyHour: hourMask === 2 ** 24 - 1,
    dayMask: day.mask,
    lastDay: day.last,
    monthMask: maskOf(month.values),
    weekdayMask: weekday.mask,
    nthWeekdays: weekday.nth,
    dayRestricted: day.restricted,
    weekdayRestricted: weekday.restricted,
  };
  return refuseImpossibleDate(fields) ?? { ok: true, fields };
}
