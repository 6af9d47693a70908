import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeRule } from '../../../functions/maintenance/plan/judge-rule.ts';
import type { SeriesRead } from '../../../functions/maintenance/plan/metric-series.ts';
import type { Rule } from '../../../functions/maintenance/schedule/conditions/rule.ts';
import { minute, now, points, rule, series, unread } from './series-fixture.ts';

const flat = (value: number, count: number) => Array.from({ length: count }, () => value);

describe('without "for" the newest value counts', () => {
  test.each<[string, readonly SeriesRead[], object]>([
    ['above', [series([1, 1.6])], { kind: 'met', value: 1.6 }],
    ['below', [series([1.6, 1.4])], { kind: 'not-met', value: 1.4 }],
    ['at the limit', [series([1.5])], { kind: 'not-met', value: 1.5 }],
    ['ten minutes old', [series([1.6], { ago: 9 })], { kind: 'met', value: 1.6 }],
    [
      'older',
      [series([1.6], { ago: 10 })],
      { kind: 'no-data', why: 'the newest memory_frag_ratio is 10m 20s old' },
    ],
    [
      'not there',
      [series([])],
      { kind: 'no-data', why: 'Cloud Eye has no memory_frag_ratio of the last 10m' },
    ],
    [
      'of tomorrow',
      [series([1.6], { ago: -1_440 })],
      { kind: 'no-data', why: 'Cloud Eye has no memory_frag_ratio of the last 10m' },
    ],
    ['no series at all', [], { kind: 'no-data', why: 'Cloud Eye has no memory_frag_ratio of it' }],
    [
      'not read',
      [unread],
      {
        kind: 'no-data',
        why: 'the metric memory_frag_ratio could not be read',
        cause: { code: 'ces.0429', message: 'Too Many Requests' },
      },
    ],
  ])('%s', (_, read, verdict) => {
    expect(judgeRule(rule('> 1.5'), read, now)).toStrictEqual(verdict);
  });

  test.each<[string, number, object]>([
    ['< 5', 4, { kind: 'met', value: 4 }],
    ['< 5', 5, { kind: 'not-met', value: 5 }],
    ['<= 5', 4, { kind: 'met', value: 4 }],
    ['<= 5', 5, { kind: 'met', value: 5 }],
    ['<= 5', 6, { kind: 'not-met', value: 6 }],
    ['>= 5', 5, { kind: 'met', value: 5 }],
    ['>= 5', 4, { kind: 'not-met', value: 4 }],
    ['= 5', 5, { kind: 'met', value: 5 }],
    ['= 5', 6, { kind: 'not-met', value: 6 }],
  ])('%s, of %d', (text, value, verdict) => {
    expect(judgeRule(rule(text, 'blocked_clients'), [series([value])], now)).toEqual(verdict);
  });

  test.each<[string, number, object]>([
    ['exactly ten minutes old is fresh', now - 10 * minute, { kind: 'met' }],
    ['older is not', now - 10 * minute - 1, { kind: 'no-data' }],
    ['of a clock that is two minutes ahead is one of now', now + 2 * minute, { kind: 'met' }],
    ['of further ahead is not', now + 2 * minute + 1, { kind: 'no-data' }],
  ])('a value %s', (_, at, verdict) => {
    expect(
      judgeRule(rule('> 1.5'), [{ ...series([]), points: [{ at, value: 1.6 }] } as SeriesRead], now),
    ).toMatchObject(verdict);
  });
});

describe('"for" means over a window that ends at the newest value', () => {
  const above = rule('> 1.5 for 30m');
  const below = rule('< 500 for 5m', 'instantaneous_ops');

  test.each<[string, Rule, readonly (number | null)[], object]>([
    ['all of it above', above, flat(1.6, 40), { kind: 'met', value: 1.6 }],
    [
      'what was before it does not matter',
      above,
      [...flat(1, 10), ...flat(1.6, 30)],
      { kind: 'met', value: 1.6 },
    ],
    ['the least counts', above, [...flat(1.6, 20), 1.2, ...flat(1.7, 12)], { kind: 'not-met', value: 1.2 }],
    ['the first minute of it counts', above, [1.2, ...flat(1.6, 29)], { kind: 'not-met', value: 1.2 }],
    ['the minute before does not', above, [1.2, ...flat(1.6, 30)], { kind: 'met', value: 1.6 }],
    ['the most counts', below, [100, 480, 700, 20, 30], { kind: 'not-met', value: 700 }],
    ['all of it below', below, [9_000, 100, 480, 7, 20, 30], { kind: 'met', value: 480 }],
    ['four of five minutes are enough', below, [100, null, 7, 20, 30], { kind: 'met', value: 100 }],
    [
      'three are not',
      below,
      [100, null, null, 20, 30],
      { kind: 'no-data', why: 'of instantaneous_ops only 3 of 5 minutes are there' },
    ],
    [
      'three are, to show that it is not so',
      below,
      [100, null, null, 700, 30],
      { kind: 'not-met', value: 700 },
    ],
    [
      '23 of 30 are too few',
      above,
      [...flat(1.6, 16), ...Array.from({ length: 7 }, () => null), ...flat(1.6, 7)],
      { kind: 'no-data', why: 'of memory_frag_ratio only 23 of 30 minutes are there' },
    ],
    [
      '24 of 30 are enough',
      above,
      [...flat(1.6, 17), ...Array.from({ length: 6 }, () => null), ...flat(1.6, 7)],
      { kind: 'met', value: 1.6 },
    ],
    ['equal all the time', rule('= 0 for 3m', 'blocked_clients'), [4, 0, 0, 0], { kind: 'met', value: 0 }],
    ['once another', rule('= 0 for 3m', 'blocked_clients'), [0, 2, 0], { kind: 'not-met', value: 2 }],
    ['once less', rule('= 5 for 3m', 'blocked_clients'), [5, 3, 5], { kind: 'not-met', value: 3 }],
    [
      'the first of two that are as far from it',
      rule('= 5 for 3m', 'blocked_clients'),
      [3, 7, 5],
      { kind: 'not-met', value: 3 },
    ],
    [
      'the least, with the limit itself',
      rule('>= 5 for 3m', 'blocked_clients'),
      [4, 6, 7],
      { kind: 'not-met', value: 4 },
    ],
    [
      'the most, with the limit itself',
      rule('<= 5 for 3m', 'blocked_clients'),
      [6, 4, 3],
      { kind: 'not-met', value: 6 },
    ],
  ])('%s', (_, each, values, verdict) => {
    expect(judgeRule(each, [series(values)], now)).toEqual(verdict);
  });

  test('two values of one minute are one minute', () => {
    const twice = points([100, 100, 100]).flatMap(({ at, value }) => [
      { at: at - 1_000, value },
      { at, value },
    ]);
    const read = { ...series([]), points: twice } as SeriesRead;
    expect(judgeRule(below, [read], now)).toMatchObject({ kind: 'no-data' });
  });
});

describe('a hit rate of 0 is no data', () => {
  const hits = (text: string, values: readonly (number | null)[]) =>
    judgeRule(rule(text, 'keyspace_hits_perc'), [series(values)], now);

  test('where nothing was read', () => {
    const why = 'nothing was read, so keyspace_hits_perc says nothing';
    expect(hits('< 50%', [0, 0, 0])).toEqual({ kind: 'no-data', why });
    expect(hits('< 50% for 3m', [0, 0, 0])).toEqual({ kind: 'no-data', why });
    const idle = Array.from({ length: 12 }, () => 0);
    expect(hits('< 50% for 30m', [40, ...idle])).toEqual({ kind: 'no-data', why });
  });

  test('where nobody was there to read is another thing', () => {
    const why = 'Cloud Eye has no keyspace_hits_perc of the last 10m';
    expect(hits('< 50%', [])).toEqual({ kind: 'no-data', why });
    expect(hits('< 50%', [0, ...Array.from({ length: 11 }, () => null)])).toEqual({ kind: 'no-data', why });
  });

  test('among others', () => {
    expect(hits('< 50%', [80, 40, 0])).toEqual({ kind: 'met', value: 40 });
    expect(hits('> 50% for 5m', [80, 90, 0, 90, 80])).toEqual({ kind: 'met', value: 80 });
    expect(hits('> 50% for 5m', [80, 0, 0, 90, 80])).toMatchObject({ kind: 'no-data' });
  });
});

describe('of nodes the worst decides', () => {
  const nodes = (...each: readonly (readonly (number | null)[] | 'unread')[]) =>
    each.map((values, index) => (values === 'unread' ? unread : series(values, { node: `n${index}` })));

  test.each<[string, string, readonly SeriesRead[], object]>([
    ['one above is enough', '> 1.5', nodes([1.1], [1.7], [1.6]), { kind: 'met', value: 1.7, node: 'n1' }],
    [
      'whatever the others are',
      '> 1.5',
      nodes([1.1], 'unread', [1.6]),
      { kind: 'met', value: 1.6, node: 'n2' },
    ],
    ['none above', '> 1.5', nodes([1.1], [1.4]), { kind: 'not-met', value: 1.4, node: 'n1' }],
    ['none above of those that are known', '> 1.5', nodes([1.1], 'unread'), { kind: 'no-data' }],
    ['one at the limit', '>= 1.5', nodes([1.1], 'unread', [1.5]), { kind: 'met', value: 1.5, node: 'n2' }],
    ['the first of two alike', '> 1.5', nodes([1.6], [1.6]), { kind: 'met', value: 1.6, node: 'n0' }],
    [
      'the first of which nothing is known says why',
      '> 1.5',
      nodes([1.1], [], 'unread'),
      { kind: 'no-data', why: 'Cloud Eye has no memory_frag_ratio of its node n1 of the last 10m' },
    ],
    ['all below', '< 1.2', nodes([1.1], [1.0]), { kind: 'met', value: 1.1, node: 'n0' }],
    ['one is not', '< 1.2', nodes([1.1], 'unread', [1.3]), { kind: 'not-met', value: 1.3, node: 'n2' }],
    ['all below of those that are known', '< 1.2', nodes([1.1], []), { kind: 'no-data' }],
  ])('%s', (_, text, read, verdict) => {
    expect(judgeRule(rule(text), read, now)).toMatchObject(verdict);
  });
});

test('whatever values there are, a rule is met only where each that is known in its window meets it', () => {
  const value = fc.option(fc.constantFrom(1, 1.4, 1.5, 1.6, 2), { nil: null, freq: 4 });
  fc.assert(
    fc.property(fc.array(value, { maxLength: 45 }), fc.integer({ min: 0, max: 14 }), (values, ago) => {
      const known = points(values, ago);
      const verdict = judgeRule(rule('> 1.4 for 30m'), [{ ...series([]), points: known } as SeriesRead], now);
      const newest = known.at(-1);
      const window = known.filter(({ at }) => newest && at > newest.at - 30 * minute);
      const isFresh = newest !== undefined && now - newest.at <= 10 * minute;
      if (verdict.kind === 'met')
        return isFresh && window.length >= 24 && window.every((each) => each.value > 1.4);
      if (verdict.kind === 'not-met') return isFresh && window.some((each) => each.value <= 1.4);
      return !isFresh || window.length < 24;
    }),
    { numRuns: 2_000 },
  );
});
