import { expect, test } from 'vitest';
import { tellLargeRun } from '../bench/telling.ts';

test.each([
  [2_500, 50],
  [5_000, 20],
])('a run over %i instances is told to all of %i channels', async (instances, channels) => {
  const { told, untold, cpuSeconds, peakBytes } = await tellLargeRun(instances, channels);
  expect({ told, untold }).toEqual({ told: channels, untold: [] });
  expect(cpuSeconds).toBeLessThan(20);
  expect(peakBytes / 2 ** 20).toBeLessThan(256);
});
