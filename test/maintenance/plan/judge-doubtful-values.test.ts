import { describe, expect, test } from 'vitest';
import { judgeRule } from '../../../functions/maintenance/plan/judge-rule.ts';
import type { SeriesRead } from '../../../functions/maintenance/plan/metric-series.ts';
import type { MetricName } from '../../../functions/maintenance/schedule/conditions/metric-table.ts';
import { lastMinute, minute, now, rule, series } from './series-fixture.ts';

describe('what was told and cannot be read as a value', () => {
  /** Values of the minutes up to one that is so many minutes ago; `?` is none. */
  const told = (
    text: string,
    values: readonly (number | '?')[],
    { ago = 1, metric = 'memory_frag_ratio' as MetricName } = {},
  ) => {
    const all = values.map((value, index) => ({
      at: now - (values.length - 1 - index + ago) * minute,
      value: value === '?' ? undefined : value,
    }));
    return judgeRule(rule(text, metric), [{ ...series([]), points: all } as SeriesRead], now);
  };
  const newest = { kind: 'no-data', why: 'the newest memory_frag_ratio cannot be read as a value' };
  const some = (minutes: number) => ({
    kind: 'no-data',
    why: `of memory_frag_ratio the values of ${minutes} minutes cannot be read`,
  });
  const none = { kind: 'no-data', why: 'Cloud Eye has no memory_frag_ratio of the last 10m' };

  test.each<[string, object, object]>([
    ['the newest, without "for"', told('> 1.5', [1.6, '?']), newest],
    ['one before the newest, without "for"', told('> 1.5', ['?', 1.6]), { kind: 'met', value: 1.6 }],
    ['all there is', told('> 1.5 for 3m', ['?', '?']), newest],
    ['all there is, ten minutes old', told('> 1.5', ['?'], { ago: 10 }), newest],
    ['all there is, older', told('> 1.5', ['?'], { ago: 11 }), none],
    ['some in the window', told('> 1.5 for 5m', [1.6, '?', '?', 1.6, 1.6]), some(2)],
    ['one after the newest value', told('> 1.5 for 5m', [1.6, 1.6, 1.6, 1.6, 1.6, '?']), some(1)],
    ['the minute before the window', told('> 1.5 for 3m', ['?', 1.6, 1.6, 1.6]), { kind: 'met', value: 1.6 }],
    [
      'one beside a value that does not meet it',
      told('> 1.5 for 3m', ['?', 1.4, 1.6]),
      { kind: 'not-met', value: 1.4 },
    ],
  ])('%s', (_, verdict, expected) => {
    expect(verdict).toEqual(expected);
  });

  test('is not idleness', () => {
    const hits = { metric: 'keyspace_hits_perc' } as const;
    expect(told('< 50% for 30m', [40, ...Array.from({ length: 10 }, () => '?' as const)], hits)).toEqual({
      kind: 'no-data',
      why: 'the newest keyspace_hits_perc is 11m old',
    });
  });
});

describe('where the minutes before could not be read', () => {
  const cause = { code: 'ces.0429', message: 'Too Many Requests' };
  const readFrom = (before: number, text: string, values: readonly number[]) =>
    judgeRule(rule(text), [{ ...series(values), unread: { before, cause } } as SeriesRead], now);
  const windowBegins = lastMinute - 4 * minute;

  test('they may be those that decide', () => {
    expect(readFrom(windowBegins + 1, '> 1.5 for 3m', [1.6, 1.6, 1.6])).toEqual({
      kind: 'no-data',
      why: 'the metric memory_frag_ratio could not be read for all of the 3 minutes',
      cause,
    });
  });

  test.each<[string, number, string, readonly number[], object]>([
    ['they are not asked for', windowBegins, '> 1.5 for 3m', [1.6, 1.6, 1.6], { kind: 'met', value: 1.6 }],
    ['the newest counts alone', windowBegins + 1, '> 1.5', [1.6], { kind: 'met', value: 1.6 }],
    ['one that is there is enough', now, '> 1.5 for 3m', [1.6, 1.4, 1.6], { kind: 'not-met', value: 1.4 }],
  ])('and %s', (_, before, text, values, verdict) => {
    expect(readFrom(before, text, values)).toEqual(verdict);
  });
});
