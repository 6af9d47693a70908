import { describe, expect, test } from 'vitest';
import { measureSizes } from './bundle-size.ts';
import { measureCalls } from './calls-per-instance.ts';
import { measureFewOfMany } from './few-of-many.ts';
import { type Figure, figure, keepsLimit } from './figure.ts';
import { figureTable } from './figure-table.ts';
import { measureFirstSecond } from './first-second.ts';
import { median } from './median.ts';

describe('what the function costs', () => {
  test('the zip keeps its limit, and is smaller than a plain bundle', async () => {
    const sizes = await measureSizes();
    const zip = sizes.at(-1);
    for (const { ratio } of sizes) expect(ratio).toBeLessThan(1);
    expect(zip?.limit).toEqual({ of: 'value', atMost: 320 });
    expect(zip && keepsLimit(zip)).toBe(true);
  });

  test('a restart costs fewer calls the larger the waves are, and keeps its limit in the largest', async () => {
    const [byDefault, largest, examined] = await measureCalls();
    expect(largest?.limit).toEqual({ of: 'value', atMost: 2.2 });
    expect(examined && keepsLimit(examined)).toBe(true);
    expect(largest && keepsLimit(largest)).toBe(true);
    expect(byDefault?.value).toBeGreaterThan(largest?.value ?? Number.POSITIVE_INFINITY);
  });
});

test('the first restart goes out soon, however long DCS takes for an answer, and OBS for what is written before', async () => {
  const figures = await measureFirstSecond();
  expect(figures.slice(0, 3).map(({ limit }) => limit?.atMost)).toEqual([1, 1.5, 5]);
  for (const { limit, baseline } of figures.slice(3))
    expect(limit?.atMost).toBeCloseTo((baseline ?? Number.NaN) + 0.9, 5);
  expect(figures.filter((each) => !keepsLimit(each))).toEqual([]);
});

test('few instances among many cost few calls, and little is read of the others', async () => {
  const [calls, looked] = await measureFewOfMany();
  expect(calls?.limit?.atMost).toBe(32);
  expect(looked?.limit?.atMost).toBe(0.2);
  expect(calls && keepsLimit(calls)).toBe(true);
  expect(looked && keepsLimit(looked)).toBe(true);
});

describe('a figure', () => {
  const cold: Figure = {
    name: 'cold start',
    unit: 'ms',
    value: 60,
    baseline: 40,
    ratio: 1.5,
    limit: { of: 'ratio', atMost: 1.45 },
  };

  test('breaks a limit of its ratio or of its value, and keeps one that it just reaches', () => {
    expect(keepsLimit(cold)).toBe(false);
    expect(keepsLimit({ ...cold, ratio: 1.45 })).toBe(true);
    expect(keepsLimit({ ...cold, ratio: null })).toBe(false);
    expect(keepsLimit(figure('zip', 'KB', { value: 300, baseline: 900, atMost: 300 }))).toBe(true);
    expect(keepsLimit(figure('zip', 'KB', { value: 300.1, baseline: 900, atMost: 300 }))).toBe(false);
    expect(keepsLimit(figure('bundle', 'KB', { value: 1e6, baseline: null }))).toBe(true);
  });

  test('is a line of a table that says so', () => {
    expect(figureTable([cold, figure('zip', 'KB', { value: 100, baseline: null, atMost: 300 })], 100)).toBe(
      `figure         value  baseline  ratio   limit  ok
cold start   60.0 ms   40.0 ms  1.50x   1.45x  NO
zip         100.0 KB         -      -  300 KB  yes`,
    );
  });
});

describe('the median', () => {
  test.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 3, 100], 3.5],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test('of nothing is refused', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});
