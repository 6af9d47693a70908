import { describe, expect, test } from 'vitest';
import { simulate } from './simulate.ts';

test.each([
  [2_055_232, 'of which people were told in two ways'],
  [4_005_364, 'when another run emptied what this one had counted and then waited for'],
  [4_015_655, 'when one was begun by hand before a slow tick had entered what was due'],
  [4_205_272, 'on which two of one region were given up on while one of another was announced'],
  [5_000_498, 'when another run had mended what was ill before this one restarted it'],
  [4_107_582, 'when a restart emptied what a flush had announced and not sent'],
  [6_013_623, 'when the minute that decided about a condition was the one that could not be read'],
  [6_088_166, 'when the record of a run whose job is gone was shown cut and then not at all'],
  [7_100_300, 'when the record of a short run could not be read by who came after the one that told its end'],
])('the night of seed %i, %s, holds what is promised', async (seed) => {
  expect((await simulate(seed)).violations).toEqual([]);
});

describe('a seed', () => {
  test.each([3, 34, 281, 1286])('%i is the same night every time, call by call', async (seed) => {
    const first = await simulate(seed, { traced: true });
    const second = await simulate(seed, { traced: true });
    expect(first.trace.length).toBeGreaterThan(20);
    expect(second.trace).toEqual(first.trace);
    expect(second.witness.audit).toEqual(first.witness.audit);
  });

  test('is another night than the next', async () => {
    const [one, other] = [await simulate(5, { traced: true }), await simulate(6, { traced: true })];
    expect(one.trace).not.toEqual(other.trace);
  });
});
