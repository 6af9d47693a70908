import { describe, expect, test } from 'vitest';
import { parseCron } from '../../../../functions/maintenance/schedule/cron/parse-cron.ts';

const five = '5 (minute hour day month weekday)';
const minutes = '*, 0-59, ranges (a-b), steps (*/n) and lists (a,b)';
const days = '*, 1-31, ranges (a-b), steps (*/n) and lists (a,b), L (the last day)';
const weekdays =
  '*, 0-7 or SUN-SAT, ranges (a-b), steps (*/n) and lists (a,b), MON#2 (the second), FRIL (the last)';

type Refused = readonly [text: string, code: string, message: string];

const otherNumbersOfFields: readonly Refused[] = [
  ['', 'cron.fields', `"" has no fields - expected ${five}`],
  ['  ', 'cron.fields', `"  " has no fields - expected ${five}`],
  ['0', 'cron.fields', `"0" has 1 field - expected ${five}`],
  ['0 3 * *', 'cron.fields', `"0 3 * *" has 4 fields - expected ${five}`],
  [
    '0 30 3 * * * *',
    'cron.fields',
    `"0 30 3 * * * *" has 7 fields - expected ${five}, without the seconds and year: 30 3 * * *`,
  ],
  [
    '0 30 3 ? * MON-FRI *',
    'cron.fields',
    `"0 30 3 ? * MON-FRI *" has 7 fields - expected ${five}, without the seconds and year: 30 3 ? * MON-FRI`,
  ],
  [
    '0 30 3 ? * 2-6 2027',
    'cron.fields',
    `"0 30 3 ? * 2-6 2027" has 7 fields - expected ${five}, without the seconds, for every year: 30 3 ? * MON-FRI`,
  ],
  ['15 30 3 ? * MON *', 'cron.fields', `"15 30 3 ? * MON *" has 7 fields - expected ${five}`],
  ['0 3 * * * * * *', 'cron.fields', `"0 3 * * * * * *" has 8 fields - expected ${five}`],
  // Our hour 30 is FunctionGraph's minute.
  [
    '0 30 3 * *',
    'cron.range',
    'hour 30 - expected 0-23; or, if its first field is seconds as in FunctionGraph, 30 3 * * *',
  ],
];

const sixFields: readonly (readonly [text: string, advice: string])[] = [
  ['0 30 3 * * *', ', without the seconds: 30 3 * * *'],
  ['0 30 12 ? * MON-FRI', ', without the seconds: 30 12 ? * MON-FRI'],
  ['0 30 12 ? * MON#2', ', without the seconds: 30 12 ? * MON#2'],
  // 1 is Sunday for Quartz and Monday for FunctionGraph; 7 is Quartz's only, and 0 FunctionGraph's.
  [
    '0 30 12 ? * 2-6',
    ", without the seconds: 30 12 ? * MON-FRI (if it is Quartz's) or 30 12 ? * TUE-SAT (if it is FunctionGraph's)",
  ],
  ['0 30 12 ? * 2,7', ', without the seconds: 30 12 ? * MON,SAT'],
  ['0 30 12 ? * 0,6', ', without the seconds: 30 12 ? * SUN,SAT'],
  [
    '0 0 4 ? * 6L',
    ", without the seconds: 0 4 ? * FRIL (if it is Quartz's) or 0 4 ? * SATL (if it is FunctionGraph's)",
  ],
  ['0 0 4 L * ?', ', without the seconds: 0 4 L * ?'],
  ['0 3 * * ? *', ', without the year: 0 3 * * ?'],
  ['0 3 ? * 2-6 *', ', without the year: 0 3 ? * MON-FRI'],
  ['15 3 ? * MON 2027', ', without the year, for every year: 15 3 ? * MON'],
  ['0 0 3 ? * *', ', without the seconds: 0 3 ? * *'],
  ['0 0 3 * ? *', ', without the year: 0 0 3 * ?'],
  // The weekday nearest to the 15th cannot be said in five fields.
  ['0 0 3 15W * ?', ''],
  // Three fires a minute cannot be said in five fields; neither can a second other than 0.
  ['*/20 * * * * *', ''],
  ['30 0 3 * * *', ''],
  // Not an expression without its first field either.
  ['0 30 25 * * *', ''],
];

const otherDialects: readonly Refused[] = [
  ['@daily', 'cron.nickname', '@daily - expected 0 0 * * *'],
  ['@Weekly', 'cron.nickname', '@Weekly - expected 0 0 * * 0'],
  ['@reboot', 'cron.nickname', `@reboot - expected ${five}, such as 30 3 * * *`],
  ['@every 5m', 'cron.nickname', '@every 5m - expected */5 * * * *'],
  ['@every 1m', 'cron.nickname', '@every 1m - expected * * * * *'],
  ['@every 1h', 'cron.nickname', '@every 1h - expected 0 * * * *'],
  ['@every 6h', 'cron.nickname', '@every 6h - expected 0 */6 * * *'],
  ['@every 24h', 'cron.nickname', '@every 24h - expected 0 0 * * *'],
  ['@every 1d', 'cron.nickname', '@every 1d - expected 0 0 * * *'],
  // 7 minutes do not fit into an hour without a rest: */7 would not be the same.
  ['@every 7m', 'cron.nickname', `@every 7m - expected ${five}, such as 30 3 * * *`],
  ['@every 3d', 'cron.nickname', `@every 3d - expected ${five}, such as 30 3 * * *`],
  [
    'CRON_TZ=Europe/Berlin 30 3 * * *',
    'cron.timezone',
    "CRON_TZ=Europe/Berlin in the expression - expected the job's own key, timezone: Europe/Berlin",
  ],
  [
    'CRON_TZ=Europe/Berlin 0 30 12 ? * MON-FRI',
    'cron.timezone',
    "CRON_TZ=Europe/Berlin in the expression - expected the job's own key, timezone: Europe/Berlin, and the cron without the seconds: 30 12 ? * MON-FRI",
  ],
  // Only FunctionGraph has a zone before its fields.
  [
    'CRON_TZ=Asia/Shanghai 0 0 3 * * 1-5',
    'cron.timezone',
    "CRON_TZ=Asia/Shanghai in the expression - expected the job's own key, timezone: Asia/Shanghai, and the cron without the seconds: 0 3 * * MON-FRI",
  ],
  ['cron(0 3 * * ? *)', 'cron.nickname', `cron(0 3 * * ? *) - expected ${five}, without the year: 0 3 * * ?`],
  ['rate(5 minutes)', 'cron.nickname', 'rate(5 minutes) - expected */5 * * * *'],
  ['rate(1 day)', 'cron.nickname', 'rate(1 day) - expected 0 0 * * *'],
  ['rate(7 days)', 'cron.nickname', `rate(7 days) - expected ${five}, such as 30 3 * * *`],
  [
    'TZ=UTC 0 3 * * *',
    'cron.timezone',
    "TZ=UTC in the expression - expected the job's own key, timezone: UTC",
  ],
  [
    'H 3 * * *',
    'cron.unsupported',
    'minute "H" - expected a fixed value, 0-59 (H, a hash of the name, is not supported)',
  ],
  [
    '0 0 15W * *',
    'cron.unsupported',
    'day "15W" - expected a day 1-31 or L (W, the nearest weekday, is not supported)',
  ],
];

const wrongValues: readonly Refused[] = [
  ['60 * * * *', 'cron.range', 'minute 60 - expected 0-59'],
  ['0 24 * * *', 'cron.range', 'hour 24 - expected 0-23'],
  ['0 3 0 * *', 'cron.range', 'day 0 - expected 1-31'],
  ['0 3 1-32 * *', 'cron.range', 'day 32 - expected 1-31'],
  ['0 3 * 13 *', 'cron.range', 'month 13 - expected 1-12 or JAN-DEC'],
  ['0 3 * * 8', 'cron.range', 'weekday 8 - expected 0-7 or SUN-SAT'],
  ['0 3 * * 1#6', 'cron.range', 'weekday "1#6" - expected #1 to #5, or L for the last: MON#2, FRIL'],
  ['0 22-2 * * *', 'cron.backwards', 'hour 22-2 runs backwards - expected 22-23,0-2'],
  ['0 23-1 * * *', 'cron.backwards', 'hour 23-1 runs backwards - expected 23,0-1'],
  [
    '0 22-2/2 * * *',
    'cron.backwards',
    'hour 22-2/2 runs backwards - expected a range that does not start after its end',
  ],
  ['0 0 * * FRI-SUN', 'cron.backwards', 'weekday FRI-SUN runs backwards - expected FRI-SAT,SUN'],
  ['0 0 * NOV-FEB *', 'cron.backwards', 'month NOV-FEB runs backwards - expected NOV-DEC,JAN-FEB'],
  ['*/0 * * * *', 'cron.step', 'minute step 0 - expected a number 1-60'],
  ['*/90 * * * *', 'cron.step', 'minute step 90 - expected a number 1-60'],
  ['0 0 * * */8', 'cron.step', 'weekday step 8 - expected a number 1-7'],
];

const junk: readonly Refused[] = [
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
  ['0 0 L-3 * *', 'cron.syntax', `day "L" - expected ${days}`],
  ['0 0 * * MONDAY', 'cron.syntax', `weekday "MONDAY" - expected ${weekdays}`],
  [
    '0 0 * * L',
    'cron.syntax',
    'weekday "L" - expected a weekday before it, such as FRIL or MON#2 (L alone belongs in the day field)',
  ],
];

const never: readonly Refused[] = [
  ['0 0 30 2 *', 'cron.never', '"0 0 30 2 *" never comes - expected a day that month 2 has, 1-29, or L'],
  [
    '0 0 31 2,4 ?',
    'cron.never',
    '"0 0 31 2,4 ?" never comes - expected a day that months 2,4 have, 1-30, or L',
  ],
];

function refusal(text: string): { code: string; message: string } {
  const parsed = parseCron(text);
  if (parsed.ok) throw new Error(`${JSON.stringify(text)} was taken`);
  return { code: parsed.code, message: `${parsed.found} - expected ${parsed.expected}` };
}

describe('parseCron refuses, and says what to write instead:', () => {
  test.each(otherNumbersOfFields)('%j, not five fields', (text, code, message) => {
    expect(refusal(text)).toEqual({ code, message });
  });

  test.each(sixFields)('%j, offering five fields only where they mean the same', (text, advice) => {
    const message = `"${text}" has 6 fields - expected ${five}${advice}`;
    expect(refusal(text)).toEqual({ code: 'cron.fields', message });
  });

  test.each(otherDialects)('%j, of another cron', (text, code, message) => {
    expect(refusal(text)).toEqual({ code, message });
  });

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
