import { describe, expect, test } from 'vitest';
import {
  type EpochDay,
  readEpochDay,
  wallDay,
  writeEpochDay,
} from '../../../../functions/maintenance/foundation/time/day.ts';
import {
  type ChinaDays,
  chinaSource,
  yearsCovered,
} from '../../../../functions/maintenance/schedule/calendars/china-calendar.ts';
import { chinaYears } from '../../../../functions/maintenance/schedule/calendars/china-holidays.ts';

const readChinaDay = (days: ChinaDays, day: EpochDay) => chinaSource(days, []).read(day, 'Asia/Shanghai');
const isOff = (day: EpochDay) => readChinaDay('holidays', day).is === 'in';
const isWorked = (day: EpochDay) => readChinaDay('workdays', day).is === 'in';

function daysOf(year: number): EpochDay[] {
  const [first, last] = [readEpochDay(`${year}-01-01`), readEpochDay(`${year}-12-31`)];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

const isWeekend = (day: EpochDay) => [0, 6].includes(wallDay(day).weekday);

describe("China's holidays", () => {
  test('are known for every year from 2021 to 2026, each by its notice', () => {
    expect(yearsCovered).toEqual([2021, 2022, 2023, 2024, 2025, 2026]);
    for (const { year, notice, published } of chinaYears) {
      expect(notice).toMatch(new RegExp(`^国办发明电〔${year - 1}〕\\d+号$`));
      expect(published.slice(0, 4)).toBe(String(year - 1));
    }
  });

  // By year of the day, not of the notice: the last days of December are of the notice that comes after.
  test.each([
    [2021, 31, 7],
    [2022, 32, 7],
    [2023, 28, 7],
    [2024, 30, 8],
    [2025, 28, 5],
    [2026, 33, 6],
  ])('of %i are %i days, for which %i days of weekends are worked', (year, off, worked) => {
    const days = daysOf(year);
    expect(days.filter(isOff)).toHaveLength(off);
    expect(days.filter((day) => isWeekend(day) && isWorked(day))).toHaveLength(worked);
  });

  test('are never worked, and every other Monday to Friday is', () => {
    for (const day of yearsCovered.flatMap(daysOf)) {
      expect([writeEpochDay(day), isOff(day) && isWorked(day)]).toEqual([writeEpochDay(day), false]);
      if (!isWeekend(day))
        expect([writeEpochDay(day), isWorked(day)]).toEqual([writeEpochDay(day), !isOff(day)]);
    }
  });

  test('are exchanged for weekends only', () => {
    const exchanged = chinaYears.flatMap(({ holidays }) => holidays.flatMap(({ worked }) => worked));
    expect(exchanged.filter((day) => !isWeekend(readEpochDay(day)))).toEqual([]);
  });

  test.each([
    ['2026-02-15', 'in', 'out', '春节 (Spring Festival)'],
    ['2026-02-14', 'out', 'in', 'worked in exchange for 春节 (Spring Festival)'],
    ['2026-02-24', 'out', 'in', 'a working day'],
    ['2026-10-10', 'out', 'in', 'worked in exchange for 国庆节 (National Day)'],
    ['2026-10-11', 'out', 'out', undefined],
    ['2025-10-06', 'in', 'out', '国庆节、中秋节 (National Day, Mid-Autumn Festival)'],
    // The notice of 2023 gives a day of 2022 off.
    ['2022-12-31', 'in', 'out', '元旦 (New Year)'],
  ])('%s: off %s, worked %s, %s', (text, off, worked, reason) => {
    const day = readEpochDay(text);
    const readings = [readChinaDay('holidays', day), readChinaDay('workdays', day)];
    expect(readings.map(({ is }) => is)).toEqual([off, worked]);
    expect(readings.find((reading) => reading.is === 'in')?.reason).toBe(reason);
  });

  test.each(['2020-12-31', '2027-01-01', '2027-01-03'])('of %s are not guessed', (day) => {
    for (const days of ['holidays', 'workdays'] as const) {
      expect(readChinaDay(days, readEpochDay(day))).toEqual({
        is: 'unknown',
        code: 'calendar.year-missing',
        reason: expect.stringContaining(
          `China's holidays of ${day.slice(0, 4)} are not known to this version, which has 2021 to 2026 - expected a newer version, or { year: ${day.slice(0, 4)}`,
        ),
      });
    }
  });
});
