import { type CronFields, inMask, maskOf } from './cron-fields.ts';
import { type CronRefusal, refuse } from './cron-refusal.ts';
import { readDay, readWeekday } from './day-fields.ts';
import { grammars, readList } from './field-grammar.ts';
import { adviseOnOrder, type fieldOrder } from './field-order.ts';
import { refuseOtherDialect } from './other-dialects.ts';

/** An expression read, or why it is none; people read `<found> - expected <expected>`. */
type ParsedCron = { readonly ok: true; readonly fields: CronFields } | CronRefusal;

/**
 * Reads five fields (minute hour day month weekday): numbers, names, ranges, lists, steps, `L`, `5L`, `1#2`,
 * and `?` for `*` in the day fields. Everything else is refused in words that say what to write instead.
 * Not cron-parser's job: docs/decisions/cron.md.
 */
export function parseCron(text: string): ParsedCron {
  const isCron = (candidate: string) => readFive(candidate).ok;
  const foreign = refuseOtherDialect(text, isCron);
  if (foreign) return foreign;
  const read = readFive(text);
  if (read.ok || read.field === undefined) return read;
  const { field, ...refusal } = read;
  return adviseOnOrder(refusal, field, text.trim().split(/\s+/), isCron);
}

/** A refusal, with the field that is at fault, where it is one. */
type Refused = CronRefusal & { readonly field?: (typeof fieldOrder)[number] };

function readFive(text: string): { readonly ok: true; readonly fields: CronFields } | Refused {
  const [minuteText = '', hourText = '', dayText = '', monthText = '', weekdayText = ''] = text
    .trim()
    .split(/\s+/);

  const minute = readList(minuteText, grammars.minute);
  if (!minute.ok) return { ...minute, field: 'minute' };
  const hour = readList(hourText, grammars.hour);
  if (!hour.ok) return { ...hour, field: 'hour' };
  const day = readDay(dayText);
  if (!day.ok) return { ...day, field: 'day' };
  const month = readList(monthText, grammars.month);
  if (!month.ok) return { ...month, field: 'month' };
  const weekday = readWeekday(weekdayText);
  if (!weekday.ok) return { ...weekday, field: 'weekday' };

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

const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Refuses an expression none of whose days ever comes, such as 30 February. With the weekday restricted too
 * either of them is enough, and every weekday comes, even the fifth Monday of February (next in 2044).
 */
function refuseImpossibleDate(fields: CronFields): CronRefusal | undefined {
  if (!fields.dayRestricted || fields.weekdayRestricted || fields.lastDay) return undefined;
  const months = daysInMonth.map((_, index) => index + 1).filter((month) => inMask(fields.monthMask, month));
  const longest = Math.max(...months.map((month) => daysInMonth[month - 1] ?? 0));
  for (let day = 1; day <= longest; day += 1) if (inMask(fields.dayMask, day)) return undefined;
  const subject = months.length === 1 ? `month ${months[0]} has` : `months ${months.join(',')} have`;
  const [minute, hour, , month] = fields.text.trim().split(/\s+/);
  return refuse(
    'never',
    `${JSON.stringify(fields.text)} never comes`,
    `a day that ${subject}, 1-${longest}, or for the last one: ${minute} ${hour} L ${month} *`,
  );
}
