import { CronExpressionParser } from 'cron-parser';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import { inMask } from '../../../../functions/maintenance/schedule/cron/cron-fields.ts';
import { parseCron } from '../../../../functions/maintenance/schedule/cron/parse-cron.ts';
import { fireAfter } from '../../../../functions/maintenance/schedule/fires/due-fires.ts';
import { jobWith } from '../job-fixture.ts';

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Ranges, steps and values that cron-parser takes as well: it refuses a list that repeats a value. */
function field(min: number, max: number, names: readonly string[] = []): fc.Arbitrary<string> {
  const number = fc.integer({ min, max });
  const write = (value: number) => fc.constantFrom(...[String(value), names[value - min] ?? String(value)]);
  const value = number.chain(write);
  const bounds = fc.tuple(number, number).map(([one, other]) => [Math.min(one, other), Math.max(one, other)]);
  const range = bounds.map(([from, to]) => `${from}-${to}`);
  const step = fc.integer({ min: 1, max: max - min });
  return fc.oneof(
    fc.constant('*'),
    value,
    range,
    fc
      .uniqueArray(number, {
        minLength: 2,
        maxLength: 5,
        selector: (weekday) => (max === 7 ? weekday % 7 : weekday),
      })
      .map(String),
    step.map((every) => `*/${every}`),
    fc.tuple(range, step).map(([within, every]) => `${within}/${every}`),
    fc.tuple(number, step).map(([from, every]) => `${from}/${every}`),
  );
}

const expression = fc
  .tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12, months), field(0, 7, weekdays))
  .map((fields) => fields.join(' '));

const ours = (mask: number, max: number) =>
  Array.from({ length: max + 1 }, (_, bit) => bit).filter((bit) => inMask(mask, bit));
const theirs = (values: readonly (number | string)[]) => [...new Set(values.map(Number))];

describe('parseCron and cron-parser', () => {
  test('read the same values out of the grammar they share', () => {
    fc.assert(
      fc.property(expression, (text) => {
        const parsed = parseCron(text);
        if (!parsed.ok) {
          expect(parsed.code).toBe('cron.never');
          expect(() => CronExpressionParser.parse(text)).toThrow('Invalid explicit day of month definition');
          return;
        }
        const { fields } = CronExpressionParser.parse(text);
        expect(parsed.fields.minutes).toEqual(theirs(fields.minute.values));
        expect(ours(parsed.fields.hourMask, 23)).toEqual(theirs(fields.hour.values));
        expect(ours(parsed.fields.monthMask, 12)).toEqual(theirs(fields.month.values));
        expect(ours(parsed.fields.weekdayMask, 6)).toEqual(
          theirs(fields.dayOfWeek.values).filter((day) => day < 7),
        );
        // cron-parser drops the days that the only month does not have.
        const days = theirs(fields.dayOfMonth.values);
        expect(ours(parsed.fields.dayMask, 31)).toEqual(expect.arrayContaining(days));
        expect(parsed.fields.dayRestricted).toBe(!fields.dayOfMonth.isWildcard);
        expect(parsed.fields.weekdayRestricted).toBe(!fields.dayOfWeek.isWildcard);
      }),
      { seed: 20_261_123, numRuns: 2_000 },
    );
  });

  test('differ on what cron-parser lets pass, which parseCron refuses', () => {
    for (const text of ['', '0 3 * *', '0 3 2 *', '0 0 3 * * *', '@daily', '*/90 * * * *', 'H * * * *']) {
      expect(() => CronExpressionParser.parse(text), text).not.toThrow();
      expect(parseCron(text).ok, text).toBe(false);
    }
  });

  test('differ on what cron-parser refuses, which parseCron reads', () => {
    for (const text of ['0 0,0 * * *', '0 4 * * 1,3#2']) {
      expect(() => CronExpressionParser.parse(text), text).toThrow(/duplicate|incompatible/);
      expect(parseCron(text).ok, text).toBe(true);
    }
  });

  test.each([
    ['0 3 * * 7-2', 'Invalid range: 7-2, min(7) > max(2)', 'weekday 7-2 runs backwards - expected 0-2'],
    ['0 3 * MON *', 'Validation error, cannot resolve alias "mon"', '0 3 * * MON'],
    ['0 3 30 2 *', 'Invalid explicit day of month definition', '0 3 L 2 *'],
    ['0 3 * * MONDAY', 'Validation error, cannot resolve alias "day"', 'weekday "MONDAY" - expected MON'],
  ])('refuse %s, one with what to write instead', (text, theirs, ours) => {
    expect(() => CronExpressionParser.parse(text)).toThrow(theirs);
    const parsed = parseCron(text);
    if (parsed.ok) expect.unreachable(`${text} was taken`);
    expect(`${parsed.found} - expected ${parsed.expected}`.endsWith(ours)).toBe(true);
  });

  test.each([
    ['30 23 * * *', 'America/Nuuk', '2027-03-27T12:00Z', '2027-03-28T01:30:00.000Z'],
    ['15 2 * * *', 'Australia/Lord_Howe', '2027-10-02T00:00Z', '2027-10-02T15:45:00.000Z'],
  ])('differ on %s in %s, where cron-parser leaves a fire out', (text, tz, from, lost) => {
    const theirs = CronExpressionParser.parse(text, { currentDate: from, tz }).next().toISOString();
    const ours = fireAfter(jobWith(text, { timezone: tz }), Date.parse(from), zoneOffset);
    expect(new Date(ours?.at ?? 0).toISOString()).toBe(lost);
    expect(theirs === null ? 0 : Date.parse(theirs)).toBeGreaterThan(Date.parse(lost));
  });
});
