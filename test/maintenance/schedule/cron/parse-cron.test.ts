import { describe, expect, test } from 'vitest';
import { inMask } from '../../../../functions/maintenance/schedule/cron/cron-fields.ts';
import { parseCron } from '../../../../functions/maintenance/schedule/cron/parse-cron.ts';

function read(text: string) {
  const parsed = parseCron(text);
  if (!parsed.ok) throw new Error(`${parsed.found} - expected ${parsed.expected}`);
  return parsed.fields;
}

const bitsOf = (mask: number) =>
  Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => inMask(mask, bit));

describe('parseCron reads', () => {
  test('numbers, and keeps the text as written', () => {
    expect(read(' 30 3 * * * ')).toEqual({
      text: ' 30 3 * * * ',
      minutes: [30],
      hourMask: 1 << 3,
      everyHour: false,
      dayMask: 0xffff_fffe,
      lastDay: false,
      monthMask: 0b1_1111_1111_1110,
      weekdayMask: 0b111_1111,
      nthWeekdays: [],
      dayRestricted: false,
      weekdayRestricted: false,
    });
  });

  test('minutes ascending and once each, however they are listed', () => {
    expect(read('45,0-10/5,5,59 * * * *').minutes).toEqual([0, 5, 10, 45, 59]);
  });

  test('steps over the whole field, over a range, and from a value on', () => {
    expect(read('*/15 * * * *').minutes).toEqual([0, 15, 30, 45]);
    expect(read('1-30/5 * * * *').minutes).toEqual([1, 6, 11, 16, 21, 26]);
    expect(read('5/10 * * * *').minutes).toEqual([5, 15, 25, 35, 45, 55]);
    expect(read('*/60 * * * *').minutes).toEqual([0]);
  });

  test('names of months and weekdays in any case, alone, in ranges and in lists', () => {
    expect(bitsOf(read('0 0 * jan,Mar-MAY *').monthMask)).toEqual([1, 3, 4, 5]);
    expect(bitsOf(read('0 0 * * mon-Fri,SUN').weekdayMask)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('0 and 7 as Sunday', () => {
    for (const sunday of ['0', '7', 'SUN'])
      expect(bitsOf(read(`0 0 * * ${sunday}`).weekdayMask)).toEqual([0]);
    expect(bitsOf(read('0 0 * * 5-7').weekdayMask)).toEqual([0, 5, 6]);
  });

  test('all 24 hours as every hour, however they are written', () => {
    for (const hours of ['*', '*/1', '0-23', '0-11,12-23'])
      expect(read(`0 ${hours} * * *`).everyHour).toBe(true);
    expect(read('0 */2 * * *').everyHour).toBe(false);
  });

  test('L as the last day of the month, alone or among others', () => {
    expect(read('0 0 L * *')).toMatchObject({ lastDay: true, dayMask: 0, dayRestricted: true });
    const both = read('0 0 15,l * *');
    expect(both.lastDay).toBe(true);
    expect(bitsOf(both.dayMask)).toEqual([15]);
  });

  test('weekdays that come once a month, by number or name', () => {
    const lastFriday = [{ weekday: 5, nth: 'last' }];
    for (const text of ['5L', 'FRIL', 'fril'])
      expect(read(`0 0 * * ${text}`).nthWeekdays).toEqual(lastFriday);
    const secondMonday = [{ weekday: 1, nth: 2 }];
    for (const text of ['1#2', 'MON#2']) expect(read(`0 0 * * ${text}`).nthWeekdays).toEqual(secondMonday);
    expect(read('0 0 * * 7#1,7L')).toMatchObject({
      weekdayMask: 0,
      nthWeekdays: [
        { weekday: 0, nth: 1 },
        { weekday: 0, nth: 'last' },
      ],
    });
  });

  test('? in the day fields as *', () => {
    const { text: _, ...withQuestionMarks } = read('0 3 ? * ?');
    const { text: __, ...withStars } = read('0 3 * * *');
    expect(withQuestionMarks).toEqual(withStars);
  });

  test('a day field as restricted unless it is * or ? alone', () => {
    expect(read('0 0 1-31 * */1')).toMatchObject({ dayRestricted: true, weekdayRestricted: true });
  });

  test('a day that comes only in some of its months, or only in leap years, or only by its weekday', () => {
    for (const text of ['0 0 31 1,4 *', '0 0 29 2 *', '0 0 L 2 *', '0 0 30 2 1', '0 0 30 2 MON#5']) {
      expect(parseCron(text).ok, text).toBe(true);
    }
  });
});
