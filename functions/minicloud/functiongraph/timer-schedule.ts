import { type CronExpression, CronExpressionParser } from 'cron-parser';
import { FgsRefusal } from './fgs-error.ts';

/** The instants at which a timer fires, in milliseconds since 1970. */
export interface TimerSchedule {
  /** The first one after an instant. */
  next(after: number): number;
}

const rateUnits: Readonly<Record<string, readonly [ms: number, most: number]>> = {
  m: [60_000, 60],
  h: [3_600_000, 24],
  d: [86_400_000, 30],
};

const everyUnits: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * Reads a timer's schedule: `3m`, or seconds-first cron of 5 or 6 fields with an optional `CRON_TZ=`, or `@every 1h30m`.
 * Throws `FgsRefusal` with FSS.1109 for anything else. What fires by a period does so from `since` on.
 */
export function parseTimerSchedule(
  type: 'Rate' | 'Cron',
  text: string,
  { since, timeZone }: { readonly since: number; readonly timeZone: string },
): TimerSchedule {
  if (type === 'Rate') return everyMs(rateMs(text), since);
  const [, every] = /^@every (\S+)$/.exec(text) ?? [];
  if (every !== undefined) return everyMs(durationMs(every), since);
  const [, zone = timeZone, expression = ''] = /^(?:CRON_TZ=(\S+) )?(.*)$/.exec(text) ?? [];
  return cronSchedule(expression, zone);
}

function rateMs(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,2})([mhd])$/.exec(text) ?? [];
  const [ms, most] = rateUnits[unit] ?? [0, 0];
  const number = Number(count);
  if (number < 1 || number > most) throw new FgsRefusal('FSS.1109');
  return number * ms;
}

/** As Go writes durations. */
function durationMs(text: string): number {
  if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(text)) throw new FgsRefusal('FSS.1109');
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g);
  const sum = [...parts].reduce(
    (ms, [, count, unit = '']) => ms + Number(count) * (everyUnits[unit] ?? 0),
    0,
  );
  // The library whose syntax this is (robfig/cron) knows nothing below a second.
  if (sum < 1000) throw new FgsRefusal('FSS.1109');
  return sum;
}

function everyMs(period: number, since: number): TimerSchedule {
  return { next: (after) => since + (Math.floor(Math.max(0, after - since) / period) + 1) * period };
}

const fieldSigns = /^[\d*,/-]+$/;
const monthSigns = /^([\d*,/-]|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)+$/i;
// 0 is Sunday, and there is no 7.
const weekdaySigns = /^([0-6*,/?-]|SUN|MON|TUE|WED|THU|FRI|SAT)+$/i;
const fieldPatterns = [fieldSigns, fieldSigns, fieldSigns, /^[\d*,/?-]+$/, monthSigns, weekdaySigns];

function cronSchedule(expression: string, tz: string): TimerSchedule {
  const fields = expression.split(' ');
  if (fields.length === 5) fields.push('*');
  const legal = fields.length === 6 && fieldPatterns.every((pattern, at) => pattern.test(fields[at] ?? ''));
  if (!legal || !isTimeZone(tz)) throw new FgsRefusal('FSS.1109');
  const from = (after: number) =>
    CronExpressionParser.parse(fields.join(' '), { currentDate: new Date(after), tz });
  // Mostly the one after the last is asked for, which whoever found that has at hand.
  let last: { readonly at: number; readonly fires: CronExpression } | undefined;
  const schedule: TimerSchedule = {
    next(after) {
      const fires = last?.at === after ? last.fires : from(after);
      last = { at: fires.next().getTime(), fires };
      return last.at;
    },
  };
  try {
    // Also a day that never comes: 30 February.
    schedule.next(0);
  } catch {
    throw new FgsRefusal('FSS.1109');
  }
  return schedule;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}
