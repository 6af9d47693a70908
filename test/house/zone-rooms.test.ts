import { describe, expect, test } from 'vitest';
import { codeOf, readSources } from './sources.ts';

const sources = [...readSources('functions').values()];

/** What gives a local time: the getters of a date, a date made of fields, a format without a zone, and TZ itself. */
const local = [
  /\.get(FullYear|Month|Date|Day|Hours|Minutes|Seconds|TimezoneOffset)\(/,
  /\bnew Date\([^()]*,/,
  /\.toLocale(Date|Time)?String\(/,
  /\bIntl\.DateTimeFormat\((?!.*timeZone)/,
  /["'`.]TZ\b/,
  /\bCronExpressionParser\b/,
];

/** The rooms that may, and whose tests therefore run in three zones. */
const rooms = [
  'functions/maintenance/runtime/',
  'functions/minicloud/functiongraph/',
  'functions/nightshift/deploy/pack/',
];

test('no room but those whose tests run in three zones can read the zone of its process', () => {
  const readers = sources.filter((source) => {
    const code = codeOf(source);
    return local.some((pattern) => pattern.test(code));
  });
  expect(
    readers.filter(({ path }) => !rooms.some((room) => path.startsWith(room))).map(({ path }) => path),
  ).toEqual([]);
  for (const room of rooms) expect(readers.some(({ path }) => path.startsWith(room))).toBe(true);
});

describe('a way to read a local time', () => {
  test.each([
    'when.getHours()',
    'new Date(1980, 0, 1)',
    'when.toLocaleString("en")',
    'new Intl.DateTimeFormat("en", {})',
    'process.env["TZ"]',
    'CronExpressionParser.parse(text)',
  ])('is %s', (code) => {
    expect(local.some((pattern) => pattern.test(code))).toBe(true);
  });

  test.each([
    'when.getUTCHours()',
    'new Date(Date.UTC(1980, 0, 1))',
    'new Intl.DateTimeFormat("en", { timeZone })',
  ])('is not %s', (code) => {
    expect(local.filter((pattern) => pattern.test(code))).toEqual([]);
  });
});
