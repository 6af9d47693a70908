import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs } from '../../../functions/maintenance/foundation/backoff.ts';

const rules = { backoff: 30_000, maxBackoff: 300_000 };
const property = { seed: 20_261_123, numRuns: 1_000 };

test.each([
  [0, 30_000],
  [1, 30_000],
  [2, 60_000],
  [3, 120_000],
  [4, 240_000],
  [5, 300_000],
  [50, 300_000],
  [5_000, 300_000],
])('the delay before repeat %i is from half to all of %i ms', (n, full) => {
  fc.assert(
    fc.property(fc.string(), (seed) => {
      const delay = backoffMs(rules, n, seed);
      expect(Number.isInteger(delay)).toBe(true);
      expect(delay).toBeGreaterThanOrEqual(full / 2);
      expect(delay).toBeLessThanOrEqual(full);
    }),
    property,
  );
});

test('a first delay that is longer than the cap is cut to it', () => {
  expect(backoffMs({ backoff: 600_000, maxBackoff: 60_000 }, 1, 'x')).toBeLessThanOrEqual(60_000);
});

test('a run that is folded again waits for the same instant', () => {
  expect(backoffMs(rules, 2, 'nightly/a/2')).toBe(backoffMs(rules, 2, 'nightly/a/2'));
});

test('instances that failed together do not come back together: 100 of them are spread over the whole half', () => {
  const delays = Array.from({ length: 100 }, (_, index) => backoffMs(rules, 1, `nightly/cache-${index}/1`));
  expect(new Set(delays).size).toBeGreaterThan(90);
  expect(Math.min(...delays)).toBeLessThan(18_000);
  expect(Math.max(...delays)).toBeGreaterThan(27_000);
});
