import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { recur } from '../../../../functions/maintenance/schedule/ics/recurrence.ts';
import {
  type RecurrenceRule,
  readRule,
} from '../../../../functions/maintenance/schedule/ics/recurrence-rule.ts';

type Recurrence = { readonly rule: string; readonly start: string; readonly days: string };

/** Up to 30 days of each rule, through 2029, as python-dateutil 2.9.0 has them. */
const recurrences: readonly Recurrence[] = JSON.parse(
  readFileSync(new URL('./recurrences-by-dateutil.json', import.meta.url), 'utf8'),
);

const at9 = (day: string) => Date.parse(`${day}T09:00:00Z`);

function rule(value: string, start: string) {
  return readRule({ line: 1, name: 'RRULE', parameters: new Map(), value }, at9(start));
}

const effortless = { spend: () => {} };

describe('a rule recurs on the days on which dateutil has it', () => {
  const expected = (days: string) =>
    days
      .split(' ')
      .filter(Boolean)
      .map((day) => `${day}T09:00:00.000Z`);
  const last = (read: RecurrenceRule) =>
    read.until?.is === 'floating' ? read.until.wall : Date.UTC(2030, 0, 1);

  test.each(recurrences)('$rule from $start', ({ rule: text, start, days }) => {
    const read = rule(text, start);
    const found = recur(read, at9(start), { from: at9(start), upTo: last(read) }, effortless);
    expect(found.slice(0, 30).map((wall) => new Date(wall).toISOString())).toEqual(expected(days));
  });

  test('also where one asks for a later time only', () => {
    for (const { rule: text, start, days } of recurrences) {
      const from = at9(start) + 400 * 86_400_000;
      const read = rule(text, start);
      const found = recur(read, at9(start), { from, upTo: last(read) }, effortless);
      const wanted = expected(days).filter((time) => Date.parse(time) >= from);
      expect(found.slice(0, wanted.length).map((wall) => new Date(wall).toISOString())).toEqual(wanted);
    }
  });
});

describe('a rule', () => {
  test.each([
    ['FREQ=DAILY;INTERVAL=7;BYDAY=MO', '2026-11-24'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', '2026-01-01'],
    ['FREQ=WEEKLY;BYDAY=MO;BYSETPOS=5', '2026-11-23'],
  ])('that never comes, %s from %s, ends all the same', (text, start) => {
    expect(
      recur(rule(text, start), at9(start), { from: at9(start), upTo: Date.UTC(2100, 0, 1) }, effortless),
    ).toEqual([]);
  });

  test.each([
    ['FREQ=HOURLY', 'FREQ=HOURLY, which is not supported - expected DAILY, WEEKLY, MONTHLY, YEARLY'],
    ['FREQ=SECONDLY;COUNT=3', 'FREQ=SECONDLY, which is not supported'],
    ['FREQ=YEARLY;BYWEEKNO=20', 'BYWEEKNO, which is not supported - expected FREQ, INTERVAL, COUNT, '],
    ['FREQ=DAILY;BYHOUR=9,17', "BYHOUR=17 beside DTSTART's, which is not supported - expected no BYHOUR"],
    ['FREQ=WEEKLY;BYDAY=2MO', 'BYDAY="2MO" with FREQ=WEEKLY, which is not supported'],
    ['COUNT=3', '"COUNT=3" without FREQ - expected DAILY, WEEKLY, MONTHLY, YEARLY'],
    ['D1 #0', '"D1 #0" - expected NAME=value, such as FREQ=YEARLY'],
    ['FREQ=DAILY;COUNT=0', 'COUNT="0" - expected a number from 1'],
    ['FREQ=DAILY;INTERVAL=0', 'INTERVAL="0" - expected a number from 1'],
    ['FREQ=DAILY;INTERVAL=-1', 'INTERVAL="-1" - expected a number from 1'],
    ['FREQ=DAILY;COUNT=2;COUNT=5', 'COUNT twice - expected it once'],
    ['FREQ=DAILY;UNTIL=20260230', 'UNTIL="20260230" - expected a day such as 20261231'],
    ['FREQ=YEARLY;BYMONTH=13', 'BYMONTH="13" - expected a number from 1 to 12'],
    ['FREQ=YEARLY;BYYEARDAY=0', 'BYYEARDAY="0" - expected a number from -366 to 366, but 0'],
    ['FREQ=WEEKLY;BYDAY=MON', 'the weekday "MON" - expected MO to SU'],
  ])('%s is refused rather than taken for another', (text, message) => {
    expect(() => rule(text, '2026-11-23')).toThrow(message);
  });

  test.each([
    ['FREQ=YEARLY;INTERVAL=400000', 'YEARLY'],
    ['FREQ=MONTHLY;INTERVAL=99999999', 'MONTHLY'],
    ['FREQ=WEEKLY;INTERVAL=99999999;COUNT=9', 'WEEKLY'],
    ['FREQ=DAILY;INTERVAL=999999999', 'DAILY'],
  ])('whose next time is behind all calendars, %s, comes once', (text) => {
    const start = at9('2026-11-24');
    const span = { from: start, upTo: Date.UTC(9_999, 0, 1) };
    expect(recur(rule(text, '2026-11-24'), start, span, effortless)).toEqual([start]);
  });

  test('that has no end is followed no farther than it is asked for, and not from its beginning', () => {
    let steps = 0;
    const effort = {
      spend(count: number) {
        steps += count;
      },
    };
    const start = at9('1601-01-01');
    for (const freq of ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']) {
      const span = { from: Date.UTC(2026, 0, 1), upTo: Date.UTC(2026, 0, 31) };
      recur(rule(`FREQ=${freq}`, '1601-01-01'), start, span, effort);
    }
    expect(steps).toBeLessThan(1_500);
  });

  test('may repeat the time of DTSTART, as some programs write it', () => {
    const read = rule('FREQ=DAILY;COUNT=2;BYHOUR=9;BYMINUTE=0;BYSECOND=0', '2026-11-23');
    expect(recur(read, at9('2026-11-23'), { from: 0, upTo: Date.UTC(2027, 0, 1) }, effortless)).toHaveLength(
      2,
    );
  });
});
