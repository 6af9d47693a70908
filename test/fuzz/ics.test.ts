import { expect, test } from 'vitest';
import { ics } from './ics.ts';
import { tryMutants } from './try-mutants.ts';

test('2,000 calendars that are a little wrong are read, or refused at their place, and none is much work', async () => {
  const { tried, refused, mostSteps, findings } = await tryMutants(ics, 1, 2_000);
  expect(findings).toEqual([]);
  expect(tried).toBe(2_000);
  // Both happen, or this would be no test of either.
  expect(refused).toBeGreaterThan(400);
  expect(refused).toBeLessThan(1_600);
  // Eleven years, two zones: what people write takes a thousand.
  expect(mostSteps).toBeGreaterThan(100);
  expect(mostSteps).toBeLessThan(1_000_000);
});
