import { shortened } from '../document/finding.ts';
import { calendarDay, writeEpochDay } from '../foundation/time/day.ts';
import { dayMs } from '../foundation/time/duration.ts';
import type { WallTime } from '../foundation/time/wall-time.ts';
import { type CronFields, maskOf } from './cron/cron-fields.ts';
import { parseCron } from './cron/parse-cron.ts';

/**
 * A time for once, as the clock of a job's zone shows it: to whoever looks for fires it is a cron expression of one
 * minute on one day of one year, so that the rules for clock changes are the same.
 */
export type OneTime = CronFields & { readonly year: number; readonly wall: WallTime };

/** A text read as a time for once, or why it is none; people read `<found> - expected <expected>`. */
type ParsedOneTime =
  | { readonly ok: true; readonly time: OneTime }
  | { readonly ok: false; readonly code: string; readonly found: string; readonly expected: string };

/** What is accepted: a day and a time of day, with T or a blank between; seconds where they are zero. */
export const oneTimePattern = /^(\d{4}-\d{2}-\d{2})[Tt ]([01]\d|2[0-3]):([0-5]\d)(:00(\.0+)?)?$/;

/**
 * Reads `2026-12-12T03:00`. An offset is refused: the job has a zone, and a time with an offset would be another
 * instant than its clock shows. What can be read in another writing is refused with the one that is accepted.
 */
export function parseOneTime(text: string): ParsedOneTime {
  const [, day = '', hour, minute] = oneTimePattern.exec(text.trim()) ?? [];
  const date = calendarDay(day);
  if (!date) return refuseOther(text);
  const [hours, minutes] = [Number(hour), Number(minute)];
  const time: OneTime = {
    text,
    minutes: [minutes],
    hourMask: maskOf([hours]),
    everyHour: false,
    dayMask: maskOf([date.day]),
    lastDay: false,
    monthMask: maskOf([date.month]),
    weekdayMask: maskOf([0, 1, 2, 3, 4, 5, 6]),
    nthWeekdays: [],
    dayRestricted: true,
    weekdayRestricted: false,
    year: date.year,
    wall: Date.parse(`${day}T${hour}:${minute}:00Z`),
  };
  return { ok: true, time };
}

/** A date as people and other programs write it, and what follows it. */
const dated = /^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))(.*)$/s;
const clocked =
  /^[T ,_]*(\d{1,2})(?:[:：时点]?(\d{2})分?)?(?::?(\d{2})(?:[.,]\d+)?)?\s*(?:([ap])\.?m\b\.?)?(.*)$/is;
const offset = /^(?:Z|UTC|GMT|(?:UTC|GMT)?[+\-\u2212]\d{1,2}(?::?\d{2})?)$/i;
const zone = /^\[?([A-Z][A-Za-z_]+(?:\/[A-Z][A-Za-z0-9_+-]+)+)\]?$/;

function refuseOther(text: string): ParsedOneTime {
  const written = JSON.stringify(shortened(text));
  // EventBridge writes at(…) around it.
  const inside = (/^at\((.*)\)$/is.exec(text.trim())?.[1] ?? text).trim();
  const [, year = '', ...parts] = dated.exec(inside) ?? [];
  const rest = (parts.at(-1) ?? '').trimEnd();
  const [month = '', date = ''] = parts.slice(0, -1).filter((part) => part !== undefined);
  if (year === '') {
    return parseCron(text).ok
      ? refuse(
          'cron',
          `the cron expression ${written}`,
          'cron in place of at; at is a day and a time, for once',
        )
      : refuse('form', written, 'a day and a time in quotes, the year first: "2026-12-12T03:00"');
  }
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  if (!calendarDay(day)) return refuse('day', `${day}, which does not exist`, 'a day of the calendar');
  if (rest === '')
    return refuse('time', `${written} without a time of day`, `the time too, such as "${day}T03:00"`);
  const [, first = '', minute = '00', second = '00', half, behind = ''] = clocked.exec(rest) ?? [];
  if (first === '' || /^[:\d]/.test(behind))
    return refuse('form', written, `a day and a time such as "${day}T03:00"`);
  const hour =
    half === undefined ? Number(first) : (Number(first) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  const clock = `${String(hour).padStart(2, '0')}:${minute}`;
  if (clock === '24:00') {
    const next = writeEpochDay(Date.parse(`${day}T00:00:00Z`) / dayMs + 1);
    return refuse('clock', `${written}, the end of a day`, `the beginning of the next: "${next}T00:00"`);
  }
  if (hour > 23 || Number(minute) > 59)
    return refuse('clock', `${clock}, which no clock shows`, 'a time from 00:00 to 23:59');
  const plain = `"${day}T${clock}"`;
  const place = behind.trim();
  if (offset.test(place)) {
    const expected = `the time that the clock of the job's timezone shows, without an offset: ${plain} if that is it`;
    return refuse('offset', `the offset ${place} in ${written}`, expected);
  }
  const named = zone.exec(place)?.[1];
  if (named !== undefined)
    return refuse('zone', `a time zone in ${written}`, `${plain}, and timezone: ${named} in the job`);
  if (place === '' && Number(second) > 0)
    return refuse('seconds', `${second} seconds in ${written}`, `whole minutes: ${plain}`);
  return refuse('form', written, plain);
}

function refuse(kind: string, found: string, expected: string): ParsedOneTime {
  return { ok: false, code: `at.${kind}`, found, expected };
}
