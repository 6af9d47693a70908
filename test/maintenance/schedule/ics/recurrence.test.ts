import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { recur } from '../../../../functions/maintenance/schedule/ics/recurrence.ts';
import { readRule } from '../../../../functions/maintenance/schedule/ics/recurrence-rule.ts';

type Recurrence = { readonly rule: string; readonly start: string; readonly days: string };

/** Up to 30 days of each rule, through 2029, as python-dateutil 2.9.0 has them. */
const recurrences: readonly Recurrence[] = JSON.parse(
  readFileSync(new URL('./recurrences-by-dateutil.json', import.meta.url), 'utf8'),
);

const at9 = (day: string) => Date.parse(`${day}T09:00:00Z`);

function rule(text: string, start: string) {
  return readRule(ICAL.parse.property(`RRULE:${text}`)[3], at9(start));
}

describe('a rule recurs on the days on which dateutil has it', () => {
  test.each(recurrences)('$rule from $start', ({ rule: text, start, days }) => {
    const read = rule(text, start);
    const until = Math.min(read.until?.wall ?? Number.POSITIVE_INFINITY, Date.UTC(2030, 0, 1));
    const found = recur(read, at9(start), until).map((wall) => new Date(wall).toISOString());
    expect(found.slice(0, 30)).toEqual(
      days
        .split(' ')
        .filter(Boolean)
        .map((day) => `${day}T09:00:00.000Z`),
    );
  });
});

describe('a rule', () => {
  test.each([
    ['FREQ=DAILY;INTERVAL=7;BYDAY=MO', '2026-11-24'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', '2026-01-01'],
    ['FREQ=WEEKLY;BYDAY=MO;BYSETPOS=5', '2026-11-23'],
  ])('that never comes, %s from %s, ends all the same', (text, start) => {
    expect(recur(rule(text, start), at9(start), Date.UTC(2100, 0, 1))).toEqual([]);
  });

  test.each([
    ['FREQ=HOURLY', 'RRULE with FREQ=HOURLY, which is not supported'],
    ['FREQ=SECONDLY;COUNT=3', 'RRULE with FREQ=SECONDLY, which is not supported'],
    ['FREQ=YEARLY;BYWEEKNO=20', 'RRULE with BYWEEKNO, which is not supported'],
    ['FREQ=DAILY;BYHOUR=9,17', "RRULE with BYHOUR beside DTSTART's, which is not supported"],
    ['FREQ=WEEKLY;BYDAY=2MO', 'RRULE with BYDAY=2MO and FREQ=WEEKLY, which is not supported'],
  ])('%s is refused rather than taken for another', (text, message) => {
    expect(() => rule(text, '2026-11-23')).toThrow(message);
  });

  test('may repeat the time of DTSTART, as some programs write it', () => {
    const read = rule('FREQ=DAILY;COUNT=2;BYHOUR=9;BYMINUTE=0;BYSECOND=0', '2026-11-23');
    expect(recur(read, at9('2026-11-23'), Date.UTC(2027, 0, 1))).toHaveLength(2);
  });
});
