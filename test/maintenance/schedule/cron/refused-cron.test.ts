import { describe, expect, test } from 'vitest';
import { parseCron } from '../../../../functions/maintenance/schedule/cron/parse-cron.ts';

const minutes = '*, 0-59, ranges (a-b), steps (*/n) and lists (a,b)';
const days = '*, 1-31, ranges (a-b), steps (*/n) and lists (a,b), L (the last day)';
const weekdays =
  '*, 0-7 or SUN-SAT, ranges (a-b), steps (*/n) and lists (a,b), MON#2 (the second), FRIL (the last)';

type Refused = readonly [text: string, code: string, message: string];

const wrongValues: readonly Refused[] = [
  ['60 * * * *', 'cron.range', 'minute 60 - expected 0-59'],
  ['0 24 * * *', 'cron.range', 'hour 24 - expected 0-23 (midnight is 0)'],
  [
    '3 45 * * *',
    'cron.range',
    'hour 45 - expected 0-23; or, in the order minute hour day month weekday, 45 3 * * *',
  ],
  [
    '0 3 1 15 *',
    'cron.range',
    'month 15 - expected 1-12 or JAN-DEC; or, in the order minute hour day month weekday, 0 3 15 1 *',
  ],
  [
    '0 3 * * 15',
    'cron.range',
    'weekday 15 - expected 0-7 or SUN-SAT; or, in the order minute hour day month weekday, 0 3 15 * *',
  ],
  ['0 3 0 * *', 'cron.range', 'day 0 - expected 1-31'],
  ['0 3 1-32 * *', 'cron.range', 'day 32 - expected 1-31'],
  [
    '0 3 * 13 *',
    'cron.range',
    'month 13 - expected 1-12 or JAN-DEC; or, in the order minute hour day month weekday, 0 3 13 * *',
  ],
  ['0 3 * * 8', 'cron.range', 'weekday 8 - expected 0-7 or SUN-SAT'],
  ['0 3 * * 1#6', 'cron.range', 'weekday "1#6" - expected #1 to #5, or L for the last: MON#2, FRIL'],
  ['0 22-2 * * *', 'cron.backwards', 'hour 22-2 runs backwards - expected 22-23,0-2'],
  ['0 23-1 * * *', 'cron.backwards', 'hour 23-1 runs backwards - expected 23,0-1'],
  ['0 0 * * 7-2', 'cron.backwards', 'weekday 7-2 runs backwards - expected 0-2'],
  ['0 0 * * 7-5/2', 'cron.backwards', 'weekday 7-5/2 runs backwards - expected 0-5/2'],
  ['0 0 * * 7-0', 'cron.backwards', 'weekday 7-0 runs backwards - expected 0'],
  ['0 0 * * 5-1', 'cron.backwards', 'weekday 5-1 runs backwards - expected 5-6,0-1'],
  ['0 0 * * fri-sun', 'cron.backwards', 'weekday fri-sun runs backwards - expected FRI-SAT,SUN'],
  ['0 0 * * FRI-1', 'cron.backwards', 'weekday FRI-1 runs backwards - expected FRI-SAT,SUN-MON'],
  ['0 0 28-3 * *', 'cron.backwards', 'day 28-3 runs backwards - expected 28-31,1-3'],
  ['0 0 1 11-2/2 *', 'cron.backwards', 'month 11-2/2 runs backwards - expected 11,1'],
  ['0 22-2/2 * * *', 'cron.backwards', 'hour 22-2/2 runs backwards - expected 22,0,2'],
  ['0 0 * * FRI-SUN', 'cron.backwards', 'weekday FRI-SUN runs backwards - expected FRI-SAT,SUN'],
  ['0 0 * NOV-FEB *', 'cron.backwards', 'month NOV-FEB runs backwards - expected NOV-DEC,JAN-FEB'],
  ['*/0 * * * *', 'cron.step', 'minute step 0 - expected a number 1-60'],
  ['*/90 * * * *', 'cron.step', 'minute step 90 - expected a number 1-60'],
  ['0 0 * * */8', 'cron.step', 'weekday step 8 - expected a number 1-7'],
];

const junk: readonly Refused[] = [
  [
    '0 3 * MON *',
    'cron.syntax',
    'month "MON" - expected *, 1-12 or JAN-DEC, ranges (a-b), steps (*/n) and lists (a,b); or, in the order minute hour day month weekday, 0 3 * * MON',
  ],
  [
    '0 3 MON * *',
    'cron.syntax',
    `day "MON" - expected ${days}; or, in the order minute hour day month weekday, 0 3 * * MON`,
  ],
  [
    '0 3 * * JAN',
    'cron.syntax',
    `weekday "JAN" - expected ${weekdays}; or, in the order minute hour day month weekday, 0 3 * JAN *`,
  ],
  ['a b c d e', 'cron.syntax', `minute "a" - expected ${minutes}`],
  ['1,,2 * * * *', 'cron.syntax', `minute "" - expected ${minutes}`],
  ['1-2-3 * * * *', 'cron.syntax', `minute "1-2-3" - expected ${minutes}`],
  ['*-5 * * * *', 'cron.syntax', `minute "*-5" - expected ${minutes}`],
  ['-5 * * * *', 'cron.syntax', `minute "-5" - expected ${minutes}`],
  ['1.5 * * * *', 'cron.syntax', `minute "1.5" - expected ${minutes}`],
  ['MON * * * *', 'cron.syntax', `minute "MON" - expected ${minutes}`],
  [
    '? * * * *',
    'cron.syntax',
    'minute "?" - expected * (? stands for * in a whole day or weekday field only)',
  ],
  ['0 0 x * *', 'cron.syntax', `day "x" - expected ${days}`],
  ['0 0 * * MONDAY', 'cron.syntax', 'weekday "MONDAY" - expected MON'],
  ['0 0 * * SOMEDAY', 'cron.syntax', `weekday "SOMEDAY" - expected ${weekdays}`],
  ['0 0 * september *', 'cron.syntax', 'month "september" - expected SEP'],
  ['/15 * * * *', 'cron.syntax', 'minute "/15" - expected */15'],
  ['0 0 * * 2#MON', 'cron.syntax', 'weekday "2#MON" - expected MON#2'],
  [
    '0 0 * * L',
    'cron.syntax',
    'weekday "L" - expected a weekday before it, such as FRIL or MON#2 (L alone belongs in the day field); or, in the order minute hour day month weekday, 0 0 L * *',
  ],
];

const never: readonly Refused[] = [
  [
    '0 0 30 2 *',
    'cron.never',
    '"0 0 30 2 *" never comes - expected a day that month 2 has, 1-29, or for the last one: 0 0 L 2 *',
  ],
  [
    '0 0 31 2,4 ?',
    'cron.never',
    '"0 0 31 2,4 ?" never comes - expected a day that months 2,4 have, 1-30, or for the last one: 0 0 L 2,4 *',
  ],
];

function refusal(text: string): { code: string; message: string } {
  const parsed = parseCron(text);
  if (parsed.ok) throw new Error(`${JSON.stringify(text)} was taken`);
  return { code: parsed.code, message: `${parsed.found} - expected ${parsed.expected}` };
}

describe('parseCron refuses, and says what to write instead:', () => {
  test.each(wrongValues)('%j, a value out of its range', (text, code, message) => {
    expect(refusal(text)).toEqual({ code, message });
  });

  test.each(junk)('%j, no cron at all', (text, code, message) => {
    expect(refusal(text)).toEqual({ code, message });
  });

  test.each(never)('%j, a date that never comes', (text, code, message) => {
    expect(refusal(text)).toEqual({ code, message });
  });
});
