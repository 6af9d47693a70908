import { describe, expect, test } from 'vitest';
import { parseCron } from '../../../../functions/maintenance/schedule/cron/parse-cron.ts';

const five = '5 (minute hour day month weekday)';

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
  [
    '0 5 3 1 2 ? 2027',
    'cron.fields',
    `"0 5 3 1 2 ? 2027" has 7 fields - expected ${five}, without the seconds, for every year: 5 3 1 2 ?; for once, at: "2027-02-01T03:05" in place of cron`,
  ],
  [
    '2026-12-12 03:00:00',
    'cron.fields',
    `"2026-12-12 03:00:00" has 2 fields - expected ${five}; for once, at: "2026-12-12T03:00" in place of cron`,
  ],
  [
    'cron(0 3 12 12 ? 2026)',
    'cron.nickname',
    `cron(0 3 12 12 ? 2026) - expected ${five}, without the year, for every year: 0 3 12 12 ?; for once, at: "2026-12-12T03:00" in place of cron`,
  ],
  ['2026-02-30T03:00', 'cron.fields', `"2026-02-30T03:00" has 1 field - expected ${five}`],
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
  ['0 4 * * * UTC', ", and the zone in the job's own key, timezone: UTC; without it: 0 4 * * *"],
  [
    '0 4 * * 1 Asia/Shanghai',
    ", and the zone in the job's own key, timezone: Asia/Shanghai; without it: 0 4 * * 1",
  ],
  [
    '0 0 4 * * 2027',
    ', without the seconds and year, for every year: 0 4 * * *; or, if it begins with the minute, without the year, for every year: 0 0 4 * *',
  ],
  ['0 30 3 * * 2027', ', without the seconds and year, for every year: 30 3 * * *'],
  ['00 15 9 1 JAN 2027-2029', ', without the seconds and year, for every year: 15 9 1 JAN *'],
  ['0 0 * * * 2027', ', without the year, for every year: 0 0 * * *'],
  ['0 4 * * * 2027', ', without the year, for every year: 0 4 * * *'],
  ['0 4 1 * * 2027-2030', ', without the year, for every year: 0 4 1 * *'],
  ['30 4 * * 1 2027,2028', ', without the year, for every year: 30 4 * * MON'],
  [
    '0 3 12 12 ? 2026',
    ', without the year, for every year: 0 3 12 12 ?; for once, at: "2026-12-12T03:00" in place of cron',
  ],
  ['0 3 31 4 ? 2026', ''],
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
  [
    '@reboot',
    'cron.nickname',
    `@reboot - expected ${five}, such as 30 3 * * *, as a function has no machine that starts`,
  ],
  ['@every 1h0m0s', 'cron.nickname', '@every 1h0m0s - expected 0 * * * *'],
  ['@every 90m', 'cron.nickname', `@every 90m - expected ${five}, such as 30 3 * * *`],
  ['03:30', 'cron.fields', `"03:30" has 1 field - expected ${five}, for every day at that time: 30 3 * * *`],
  [
    '30 3 * * * root /usr/bin/restart',
    'cron.fields',
    `"30 3 * * * root /usr/bin/restart" has 7 fields - expected ${five}, without the command: 30 3 * * *`,
  ],
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
    '0 0 L-3 * *',
    'cron.unsupported',
    'day "L-3" - expected a day 1-31 or L (days before the last are not supported)',
  ],
  [
    '0 0 15W * *',
    'cron.unsupported',
    'day "15W" - expected a day 1-31 or L (W, the nearest weekday, is not supported)',
  ],
];

function refusal(text: string): { code: string; message: string } {
  const parsed = parseCron(text);
  if (parsed.ok) throw new Error(`${JSON.stringify(text)} was taken`);
  return { code: parsed.code, message: `${parsed.found} - expected ${parsed.expected}` };
}

describe('parseCron refuses the crons of others, and says what they are in five fields:', () => {
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
});
