import { describe, expect, test } from 'vitest';
import { jobText, lintsOf, mondayNoon } from './lint-fixture.ts';

/** What is found in the cron of a job, without its path: `cron.either: …`. */
async function found(cron: string, now = mondayNoon): Promise<string[]> {
  const lines = await lintsOf(`jobs:\n${jobText('nightly', { cron: `"${cron}"` })}`, now);
  return lines.map((line) => line.replace(' jobs.nightly.cron', ''));
}

const either = (day: string, weekday: string, fires: number, both: number) =>
  `cron.either: day ${day} and weekday ${weekday} together mean either: fires on ${fires} of the next 400 days, and where a cron wants both on ${both}`;

describe('day and weekday together are told with how often they come, and with what was probably meant:', () => {
  test.each([
    ['0 3 8-14 * SAT', either('8-14', 'SAT', 135, 13), '"0 3 * * SAT#2" for both'],
    ['0 4 */1 * MON', either('*/1', 'MON', 400, 57), '"0 4 * * MON" for both'],
    ['0 4 1-31 * MON', either('1-31', 'MON', 400, 57), '"0 4 * * MON" for both'],
    ['0 4 1-7 * MON', either('1-7', 'MON', 135, 13), '"0 4 * * MON#1" for both'],
    ['0 4 1-7,15-21 * 1', either('1-7,15-21', '1', 213, 26), '"0 4 * * MON#1,MON#3" for both'],
    ['0 4 15-21 * TUE,THU', either('15-21', 'TUE,THU', 180, 26), '"0 4 * * TUE#3,THU#3" for both'],
    ['0 4 29-31 * SUN', either('29-31', 'SUN', 83, 5), '"0 4 * * SUN#5" for both'],
    ['0 4 1 * 0-6', either('1', '0-6', 400, 13), '"0 4 1 * *" for both'],
    ['0 4 */2 * MON', either('*/2', 'MON', 231, 29), '"0 4 * * MON#1,MON#3" for a MON twice a month'],
    ['0 4 1,15 * MON', either('1,15', 'MON', 77, 6), '"0 4 * * MON#1,MON#3" for a MON twice a month'],
    ['0 4 L * FRI', either('L', 'FRI', 69, 1), '"0 4 * * FRIL" for the last FRI of a month'],
    ['0 4 25-31 * FRI', either('25-31', 'FRI', 132, 12), '"0 4 * * FRIL" for the last FRI of a month'],
    ['0 4 1 * MON', either('1', 'MON', 67, 3), '"0 4 * * MON#1" for the first MON of a month'],
    ['0 4 13 * FRI', either('13', 'FRI', 69, 1), 'only one of them, with * for the other'],
    ['0 4 L * 1-5', either('L', '1-5', 290, 9), 'only one of them, with * for the other'],
  ])('%s', async (cron, message, expected) => {
    expect(await found(cron)).toEqual([`${message} - expected ${expected}`]);
  });

  test('the days are those from the next fire on', async () => {
    const first = Date.parse('2027-02-01T04:00:00+08:00');
    const message = async (now: number) => (await found('0 4 1 * MON', now))[0]?.match(/fires on (\d+)/)?.[1];
    expect([await message(first), await message(first + 1)]).toEqual(['69', '68']);
  });
});

describe('a step that is not as even as it looks is told with what it is:', () => {
  test.each([
    [
      '0 4 */14 * *',
      'cron.uneven: day */14 is the days 1,15,29 of a month: not every 14 days, as 29 and the next 1 are 3 days apart in a month of 31 - expected "0 4 1,15 * *" for 2 times a month',
    ],
    [
      '0 4 1/15 * ?',
      'cron.uneven: day 1/15 is the days 1,16,31 of a month: not every 15 days, as 31 and the next 1 are 1 day apart in a month of 31 - expected "0 4 1,16 * ?" for 2 times a month',
    ],
    [
      '0 4 */7 * *',
      'cron.uneven: day */7 is the days 1,8,15,22,29 of a month: not every 7 days, as 29 and the next 1 are 3 days apart in a month of 31 - expected "0 4 * * MON" for once a week, or "0 4 1,8,15,22 * *" for 4 times a month',
    ],
    [
      '0 4 1-31/2 * *',
      'cron.uneven: day 1-31/2 is the days 1,3,5,…,31 of a month: not every 2 days, as 31 and the next 1 are 1 day apart in a month of 31 - expected "0 4 1-27/2 * *" for at least 2 days from one to the next',
    ],
    [
      '*/7 * * * *',
      'cron.uneven: minute */7 is 0,7,14,21,28,35,42,49,56, and after 56 the next hour begins 4 minutes later: not every 7 minutes - expected "*/6 * * * *" for every 6 minutes, or "*/10 * * * *" for every 10 minutes',
    ],
    [
      '*/45 1-5 * * *',
      'cron.uneven: minute */45 is 0,45, and after 45 the next hour begins 15 minutes later: not every 45 minutes - expected "*/30 1-5 * * *" for every 30 minutes',
    ],
    [
      '0 */5 * * *',
      'cron.uneven: hour */5 is 0,5,10,15,20, and after 20 the next day begins 4 hours later: not every 5 hours - expected "0 */4 * * *" for every 4 hours, or "0 */6 * * *" for every 6 hours',
    ],
    [
      '0 4 1 */5 *',
      'cron.uneven: month */5 is 1,6,11, and after 11 the next year begins 2 months later: not every 5 months - expected "0 4 1 */4 *" for every 4 months, or "0 4 1 */6 *" for every 6 months',
    ],
    [
      '0 4 * * */2',
      'cron.uneven: weekday */2 is SUN,TUE,THU,SAT of every week: not every 2 days - expected "0 4 * * MON,WED,FRI" for 3 times a week',
    ],
  ])('%s', async (cron, message) => {
    expect(await found(cron)).toEqual([message]);
  });

  test.each([
    ['in one hour, where no second one follows', '*/25 3 * * *'],
    ['on one day of the week, where no second one follows', '0 */5 * * SUN'],
    ['of a part of the field', '0 9-17/3 * * *'],
    ['over the whole field', '0 0 1 */12 *'],
  ])('nothing of one %s', async (_, cron) => {
    expect(await found(cron)).toEqual([]);
  });
});

describe('a cron that comes years from now, or not in every month, is told with when it comes:', () => {
  test.each([
    [
      '0 4 * 2 MON#5',
      'cron.rare: comes first on 2044-02-29, in 17 years and more, and on none of the next 400 days - expected "0 4 * 2 MONL" for the last one of the month',
    ],
    [
      '30 2 29 2 *',
      'cron.rare: comes first on 2028-02-29, in 1 year and more, and on none of the next 400 days - expected "30 2 L 2 *" for the last day of the month',
    ],
    [
      '0 4 31 * *',
      'cron.short-months: day 31 comes in 7 of 12 months - expected "0 4 L * *" for the last day of each month',
    ],
    [
      '0 4 30 2-4 *',
      'cron.short-months: day 30 comes in 2 of 3 months - expected "0 4 L 2-4 *" for the last day of each month',
    ],
    [
      '0 4 28-31 * *',
      'cron.short-months: day 28-31 is up to 4 days of a month, not its last one - expected "0 4 L * *" for the last day of each month',
    ],
  ])('%s', async (cron, message) => {
    expect(await found(cron)).toEqual([message]);
  });
});

describe('a cron of another scheduler, or with a star in the wrong field, is told with what it does:', () => {
  test.each([
    [
      '* * * * *',
      'cron.every-minute: fires 60 times in every hour, 1 minute apart - expected "0 * * * *" for once an hour',
    ],
    [
      '* 4 * * *',
      'cron.every-minute: fires 60 times in hour 4, 1 minute apart - expected "0 4 * * *" for once an hour',
    ],
    [
      '*/1 4 * * *',
      'cron.every-minute: fires 60 times in hour 4, 1 minute apart - expected "0 4 * * *" for once an hour',
    ],
    [
      '30-39/3 4 * * *',
      'cron.every-minute: fires 4 times in hour 4, 3 minutes apart - expected "30 4 * * *" for once an hour',
    ],
    [
      '0 4 ? * 2-6',
      'cron.weekday: weekday 2-6 is TUE-SAT here and MON-FRI in Quartz, whose ? stands beside it - expected "0 4 ? * TUE-SAT" for what it means here, or "0 4 ? * MON-FRI" for what it means in Quartz',
    ],
    [
      '0 4 ? * 7',
      'cron.weekday: weekday 7 is SUN here and SAT in Quartz, whose ? stands beside it - expected "0 4 ? * SUN" for what it means here, or "0 4 ? * SAT" for what it means in Quartz',
    ],
    [
      '0 4 ? * 6-7',
      'cron.weekday: weekday 6-7 is SAT,SUN here and FRI-SAT in Quartz, whose ? stands beside it - expected "0 4 ? * SAT,SUN" for what it means here, or "0 4 ? * FRI-SAT" for what it means in Quartz',
    ],
  ])('%s', async (cron, message) => {
    expect(await found(cron)).toEqual([message]);
  });
});

test('a job that is disabled comes on no day, and nothing is said of its cron', async () => {
  const lines = await lintsOf(`jobs:\n${jobText('nightly', { cron: '"* * 1-7 * MON"', enabled: 'false' })}`);
  expect(lines).toEqual([]);
});

/** Such as stand in manuals, tutorials and schedules of maintenance. */
const wellKnown = `
  30 3 * * *     | 0 0 * * *     | 0 12 * * *     | 0 2 * * 0      | 0 4 * * MON     | 0 4 * * 1-5   | 0 4 * * MON-FRI
  0 22 * * 1-5   | 0 3 * * 6,0   | 0 3 * * SAT,SUN| 0 0 1 * *      | 0 0 15 * *      | 0 0 1,15 * *  | 0 0 L * *
  0 4 * * MON#1  | 0 4 * * SAT#2 | 0 4 * * FRIL   | 0 4 * * 5L     | 0 0 1 1 *       | 0 0 1 */3 *   | 0 0 1 1,4,7,10 *
  0 0 1 */6 *    | 0 0 1 */2 *   | 0 * * * *      | 30 * * * *     | 0 */2 * * *     | 0 */3 * * *   | 0 */4 * * *
  0 */6 * * *    | 0 */8 * * *   | 0 */12 * * *   | */5 * * * *    | */10 * * * *    | */15 * * * *  | */20 * * * *
  */30 * * * *   | 0,30 * * * *  | 15,45 1-5 * * *| 0 0,12 * * *   | 0 2,14 * * *    | 0 9-17 * * *  | 0 9-17 * * MON-FRI
  0 9-17/2 * * * | 0 3 ? * *     | 0 3 * * ?      | 0 3 ? * SUN    | 15 14 1 * *     | 5 4 * * sun   | 0 22 * * 1,3,5
  23 0-23/2 * * *| 0 0 24 12 *   | 0 0 31 12 *    | 0 3 31 1,3,5,7,8,10,12 * | 0 3 L 2 * | 0 */1 * * *   | 0 4 * * 0-6
  0 1 1-7 * *    | 0 3 2 * *     | 0 4 28 * *     | 0 0 * JUN-AUG *| 45 23 * * 6     | 0 5 * * TUE,THU | 0 0 1 jan *`
  .split(/[|\n]/)
  .map((cron) => cron.trim())
  .filter((cron) => cron !== '');

test.each(wellKnown)('nothing is said of %s', async (cron) => {
  expect(await found(cron)).toEqual([]);
});

test('so many common ones are looked at', () => {
  expect(wellKnown.length).toBeGreaterThan(50);
});
