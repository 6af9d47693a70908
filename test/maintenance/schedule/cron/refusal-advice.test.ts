import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CronFields, inMask } from '../../../../functions/maintenance/schedule/cron/cron-fields.ts';
import { parseCron } from '../../../../functions/maintenance/schedule/cron/parse-cron.ts';

const fieldNames = ['minute', 'hour', 'day', 'month', 'weekday'] as const;
type FieldName = (typeof fieldNames)[number];

const among = (...texts: readonly string[]) => fc.constantFrom(...texts);
const number = (max: number) => fc.integer({ min: 0, max }).map(String);

/** What people write in a field, of this cron and of others, right or wrong, in its place or in another's. */
function written(max: number, ...more: readonly string[]): fc.Arbitrary<string> {
  const range = fc.tuple(number(max), number(max)).map(([from, to]) => `${from}-${to}`);
  const step = fc
    .tuple(fc.oneof(among('*', ''), number(max), range), number(max + 3))
    .map(([over, every]) => `${over}/${every}`);
  const item = fc.oneof({ weight: 3, arbitrary: among('*') }, number(max + 2), range, step, among(...more));
  return fc.oneof({ weight: 4, arbitrary: item }, fc.array(item, { minLength: 1, maxLength: 3 }).map(String));
}

const inAnyCase = (text: string) =>
  fc.constantFrom(text, text.toLowerCase(), `${text.slice(0, 1)}${text.slice(1).toLowerCase()}`);
const weekdayWords = [
  'MON',
  'SUN',
  'FRI-SUN',
  'SAT-MON',
  'MON-FRI',
  'MONDAY',
  'MON#2',
  '2#MON',
  '6L',
  'FRIL',
  'L',
  '?',
  'SUN-7',
  '7-SUN',
  '5-SUN',
  'FRI-1',
  '1#6',
];
const monthWords = ['JAN', 'NOV-FEB', 'OCT-3', 'SEPT', 'DECEMBER', 'JAN-MON'];
const dayWords = ['L', 'LW', '15W', 'L-3', '?', 'MON', '29', '30', '31'];

const five = fc.tuple(
  written(59, 'H', '?', 'MON', '/5'),
  written(23, 'H', '24', '45'),
  written(31, ...dayWords),
  written(12, '2', ...monthWords, ...weekdayWords),
  written(7, ...weekdayWords, ...monthWords),
);
const expression = fc
  .tuple(
    five,
    among('', '', '', '0 ', '00 ', '15 ', '*/10 '),
    among('', '', '', ' *', ' 2027', ' root', ' /usr/bin/flush'),
  )
  .map(([fields, before, after]) => `${before}${fields.join(' ')}${after}`);
const otherWords = fc.oneof(
  among('@daily', '@Weekly', '@reboot', '@yearly', '@midnight', '03:30', '3:5', '23:59:00', ''),
  fc
    .tuple(fc.integer({ min: 0, max: 200 }), among('m', 'h', 'd', 's', 'h0m0s'))
    .map(([count, unit]) => `@every ${count}${unit}`),
  fc
    .tuple(fc.integer({ min: 0, max: 90 }), among('minute', 'minutes', 'hours', 'day', 'days'))
    .map(([count, unit]) => `rate(${count} ${unit})`),
  expression.map((text) => `cron(${text})`),
  expression.map((text) => `CRON_TZ=Asia/Shanghai ${text}`),
);
const anyText = fc.oneof({ weight: 4, arbitrary: expression }, otherWords).chain((text) => inAnyCase(text));

/** Runs of tokens that are meant to be taken as an expression: five or more that a cron could be made of. */
function expressionsIn(expected: string): string[] {
  const runs: string[][] = [[]];
  for (const word of expected.split(' ')) {
    const token = word.replace(/[,;:]$/, '');
    if (/^[\d*?]/.test(token) || /^(?:L|[A-Z]{3}(?:[-,#L/].*)?)$/i.test(token)) runs.at(-1)?.push(token);
    else runs.push([]);
    if (token !== word) runs.push([]);
  }
  return runs.filter((run) => run.length >= 4).map((run) => run.join(' '));
}

/** The field that a refusal is about, where it is about one. */
const fieldOf = (found: string) => fieldNames.find((name) => found.startsWith(`${name} `));

const inField = (name: FieldName, text: string) =>
  fieldNames.map((each) => (each === name ? text : '*')).join(' ');

describe('whatever is refused, the expression that is advised', () => {
  test('is taken, and so is what is advised for a field', () => {
    const codes = new Set<string>();
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseCron(text);
        if (parsed.ok) return;
        const { found, expected, code } = parsed;
        for (const advised of expressionsIn(expected.replace('5 (minute hour day month weekday)', ''))) {
          expect(parseCron(advised).ok, `${text}: ${found} - expected ${expected}`).toBe(true);
          codes.add(code);
        }
        const field = fieldOf(found);
        if (field === undefined || /\s/.test(expected)) return;
        expect(parseCron(inField(field, expected)).ok, `${text}: ${found} - expected ${expected}`).toBe(true);
        codes.add(code);
      }),
      { seed: 20_261_129, numRuns: 3_000, examples: [['0 3 30 2 *'], ['TZ=UTC 0 0 3 * * 1-5']] },
    );
    expect([...codes].sort()).toEqual([
      'cron.backwards',
      'cron.fields',
      'cron.never',
      'cron.nickname',
      'cron.range',
      'cron.syntax',
      'cron.timezone',
    ]);
  });

  const turning = [
    { name: 'minute', min: 0, size: 60, bits: ({ minutes }: CronFields) => minutes },
    { name: 'hour', min: 0, size: 24, bits: ({ hourMask }: CronFields) => valuesOf(hourMask) },
    { name: 'month', min: 1, size: 12, bits: ({ monthMask }: CronFields) => valuesOf(monthMask) },
    { name: 'weekday', min: 0, size: 7, bits: ({ weekdayMask }: CronFields) => valuesOf(weekdayMask) },
  ] as const;

  test.each(turning)(
    'for a $name range that runs backwards is the same stretch',
    ({ name, min, size, bits }) => {
      const value = fc.integer({ min, max: min + size - (name === 'weekday' ? 0 : 1) });
      fc.assert(
        fc.property(value, value, fc.integer({ min: 1, max: 6 }), (from, to, step) => {
          const item = `${from}-${to}${step === 1 ? '' : `/${step}`}`;
          const parsed = parseCron(inField(name, item));
          fc.pre(from > to);
          if (parsed.ok) expect.unreachable(`${name} ${item} was taken`);
          const read = parseCron(inField(name, parsed.expected));
          if (!read.ok) expect.unreachable(`${item}: ${parsed.expected}`);
          const start = from - min >= size ? min : from;
          const end = to < start ? to + size : to;
          const wanted = Array.from(
            { length: Math.floor((end - start) / step) + 1 },
            (_, index) => min + ((start + index * step - min) % size),
          );
          expect(bits(read.fields), `${item}: ${parsed.expected}`).toEqual(
            [...new Set(wanted)].sort((a, b) => a - b),
          );
        }),
        { seed: 20_261_129, numRuns: 300 },
      );
    },
  );

  test('for six fields has the five of them', () => {
    fc.assert(
      fc.property(five, (fields) => {
        const parsed = parseCron(`0 ${fields.join(' ')}`);
        if (parsed.ok) expect.unreachable('six fields were taken');
        const [advised] = expressionsIn(parsed.expected.split('without the seconds: ')[1] ?? '');
        if (advised !== undefined) expect(advised.split(' ').slice(0, 4)).toEqual(fields.slice(0, 4));
      }),
      { seed: 20_261_129, numRuns: 1_000 },
    );
  });
});

function valuesOf(mask: number): number[] {
  return Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => inMask(mask, bit));
}
