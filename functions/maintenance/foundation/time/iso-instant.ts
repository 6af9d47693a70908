import { dayMs, hourMs, minuteMs } from './duration.ts';

/**
 * An instant in any of the writings that ISO 8601 has for a date, a time and an offset, in milliseconds since 1970;
 * `no-offset` where everything but that is there, as every machine would read it in a zone of its own. `undefined` for
 * everything else.
 */
export function readIsoInstant(text: string): number | 'no-offset' | undefined {
  const [, date = '', time = '', offset] = instantPattern.exec(text.trim().toUpperCase()) ?? [];
  const day = dayOf(date);
  const ofDay = timeOf(time);
  if (day === undefined || ofDay === undefined) return undefined;
  if (offset === undefined) return 'no-offset';
  const from = offsetOf(offset);
  return from === undefined ? undefined : day * dayMs + ofDay - from;
}

/** RFC 3339 lets a blank stand for the `T`, and the minus that ISO 8601 prefers is U+2212. */
const instantPattern = /^([\dW-]+)[T ]([\d:.,]+?) ?(Z|[+\-\u2212][\d:]+)?$/;

/** Days since 1970 of a calendar date, an ordinal date (day of the year) or a week date, with hyphens or without. */
function dayOf(text: string): number | undefined {
  const calendar = /^(\d{4})(-?)(\d\d)\2(\d\d)$/.exec(text);
  if (calendar) {
    const [, year, , month, day] = calendar;
    return existing(Number(year), Number(month), Number(day));
  }
  const ordinal = /^(\d{4})-?(\d{3})$/.exec(text);
  if (ordinal) {
    const [year, day] = [Number(ordinal[1]), Number(ordinal[2])];
    const first = daysOf(year, 1, 1);
    return day >= 1 && first + day - 1 < daysOf(year + 1, 1, 1) ? first + day - 1 : undefined;
  }
  const week = /^(\d{4})(-?)W(\d\d)\2([1-7])$/.exec(text);
  if (!week) return undefined;
  const [year, number, weekday] = [Number(week[1]), Number(week[3]), Number(week[4])];
  const monday = firstMonday(year) + (number - 1) * 7;
  return number >= 1 && monday < firstMonday(year + 1) ? monday + weekday - 1 : undefined;
}

function existing(year: number, month: number, day: number): number | undefined {
  const days = daysOf(year, month, day);
  const real = new Date(days * dayMs);
  return real.getUTCMonth() === month - 1 && real.getUTCDate() === day ? days : undefined;
}

function daysOf(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day) / dayMs;
}

/** Of the week with the year's first Thursday, which is the one with January 4th. */
function firstMonday(year: number): number {
  const fourth = daysOf(year, 1, 4);
  return fourth - ((((fourth + 3) % 7) + 7) % 7);
}

/** Milliseconds into the day; the lowest part that is written may have a fraction. */
function timeOf(text: string): number | undefined {
  const [, hours, , minutes, seconds, fraction = ''] =
    /^(\d\d)(?:(:?)(\d\d)(?:\2(\d\d))?)?(?:[.,](\d+))?$/.exec(text) ?? [];
  const [hour, minute, second] = [Number(hours), Number(minutes ?? 0), Number(seconds ?? 0)];
  // 60 is a leap second, 24:00 the end of the day.
  if (!(hour <= 24) || minute > 59 || second > 60) return undefined;
  const unit = seconds !== undefined ? 1_000 : minutes !== undefined ? minuteMs : hourMs;
  const ms = hour * hourMs + minute * minuteMs + second * 1_000 + Math.round(Number(`0.${fraction}0`) * unit);
  return hour === 24 && ms > dayMs ? undefined : ms;
}

function offsetOf(text: string): number | undefined {
  if (text === 'Z') return 0;
  const [, sign, hours, minutes] = /^(.)(\d\d)(?::?(\d\d))?$/.exec(text) ?? [];
  const [hour, minute] = [Number(hours), Number(minutes ?? 0)];
  if (!(hour <= 23) || minute > 59) return undefined;
  return (sign === '+' ? 1 : -1) * (hour * hourMs + minute * minuteMs);
}
