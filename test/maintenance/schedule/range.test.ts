import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isInRange,
  type Range,
  rangeCovers,
  rangesMeet,
  readAge,
  readCapacity,
  readVersions,
  versionAt,
  versionSpan,
} from '../../../functions/maintenance/schedule/range.ts';

const holds = (range: Range | undefined, values: readonly number[]) =>
  values.filter((value) => range && isInRange(value, range));

describe('a capacity', () => {
  test.each([
    ['8GB', [8_192]],
    ['0.125GB', [128]],
    ['512 mb', [512]],
    ['8 gb', [8_192]],
    ['> 0GB', [128, 512, 8_192, 65_536]],
    ['< 999999GB', [128, 512, 8_192, 65_536]],
    ['>= 8GB', [8_192, 65_536]],
    ['>8GB', [65_536]],
    ['<= 512MB', [128, 512]],
    ['< 8GB', [128, 512]],
    ['> 512MB <= 8GB', [8_192]],
    ['<64GB >=8GB', [8_192]],
  ])('%s', (text, expected) => {
    expect(holds(readCapacity(text), [128, 512, 8_192, 65_536])).toEqual(expected);
  });

  test.each([
    '8',
    '>= 8',
    '8TB',
    '>= 8GB, < 64GB',
    '> 8GB > 16GB',
    '>= 8GB < 8GB',
    '> 16GB < 8GB',
    '=> 8GB',
    '',
    '> ',
    '0GB',
    '< 0GB',
    '<= 0MB',
    '>=4GB<=8GB',
    '> -8GB',
    '> 1e3GB',
    '> 9999999GB',
    '＞ 8GB',
    '≥ 8GB',
    '>= ８GB',
  ])('%s is none', (text) => {
    expect(readCapacity(text)).toBeUndefined();
  });
});

describe('an age', () => {
  const day = 86_400_000;
  test.each([
    ['> 30d', [31 * day]],
    ['>= 30d', [30 * day, 31 * day]],
    ['<30d', [0, day]],
    ['>= 24h <= 30d', [day, 30 * day]],
  ])('%s', (text, expected) => {
    expect(holds(readAge(text), [0, day, 30 * day, 31 * day])).toEqual(expected);
  });

  test.each([
    ...[
      '30d',
      '> 30',
      '> 1w',
      '> 1y',
      '> 0d',
      '> -1d',
      '> 1.5d',
      '> 30D',
      '> 30d > 40d',
      '> 30d < 10d',
      '>30 d',
    ],
    ...['> 100000d', '＞ 30d', '>1h<7d'],
  ])('%s is none', (text) => {
    expect(readAge(text)).toBeUndefined();
  });
});

describe('versions', () => {
  const places = new Map(
    ['3.0.7', '4.0', '5.0', '5.0.14', '5.1', '6.0.20', '7.0'].map((version) => [
      version,
      readVersions(version)?.from?.value ?? Number.NaN,
    ]),
  );
  test.each([
    ['>= 5.0 < 7.0', ['5.0', '5.0.14', '5.1', '6.0.20']],
    ['> 5.0', ['5.1', '6.0.20', '7.0']],
    ['<= 5.0', ['3.0.7', '4.0', '5.0', '5.0.14']],
    ['< 5', ['3.0.7', '4.0']],
    ['> 5', ['6.0.20', '7.0']],
    ['>=5.0.14 <=6', ['5.0.14', '5.1', '6.0.20']],
    ['5.0', ['5.0', '5.0.14']],
    ['5', ['5.0', '5.0.14', '5.1']],
    ['5.0.14', ['5.0.14']],
  ])('%s', (text, expected) => {
    const range = readVersions(text);
    expect([...places].flatMap(([version, at]) => (range && isInRange(at, range) ? [version] : []))).toEqual(
      expected,
    );
  });

  test.each([
    '> 5.0 <= 5.0',
    '>= 7.0 < 5.0',
    '>= v5',
    '>= 5.0.0.0.0',
    '> 5.0 < 5.0.9',
    '= 5.0',
    '>= 5.0 6.0',
    '< 0',
    '>= 5.x',
    '7.x',
    'v5',
    '5.',
    '5.*',
  ])('%s is none', (text) => {
    expect(readVersions(text)).toBeUndefined();
  });
});

test('ranges meet, and cover each other, as their values do', () => {
  const end = fc.record({ value: fc.integer({ min: 0, max: 4 }), sign: fc.constantFrom('', '=') });
  const written = fc
    .record({ from: fc.option(end), to: fc.option(end) })
    .map(({ from, to }) =>
      [from && `>${from.sign} ${from.value}MB`, to && `<${to.sign} ${to.value}MB`]
        .filter((part) => part !== null)
        .join(' '),
    );
  // Between and on all ends that there can be.
  const values = Array.from({ length: 13 }, (_, at) => at / 2 - 1);
  const ranges = written.map(readCapacity).filter((range) => range !== undefined);
  fc.assert(
    fc.property(ranges, ranges, (one, other) => {
      const both = values.filter((value) => isInRange(value, one) && isInRange(value, other));
      expect(rangesMeet(one, other)).toBe(both.length > 0);
      expect(rangeCovers(one, other)).toBe(holds(other, values).every((value) => isInRange(value, one)));
    }),
  );
});

test.each(['5.0', '7.0.3', '1.5', '6.2.7.1', '0.0.1', '10.20'])(
  'the place of %s is its own again',
  (version) => {
    expect(versionAt(versionSpan(version)?.from ?? Number.NaN)).toBe(version);
  },
);
