import { describe, expect, test } from 'vitest';
import type { DeliberateBug } from './deliberate-bug.ts';
import { deliberateBugs } from './deliberate-bugs.ts';
import { simulate } from './simulate.ts';

/** The first seed that finds a bug, and what it finds; `undefined` when none of 2,000 does. */
async function firstToFind(bug: DeliberateBug): Promise<string | undefined> {
  for (let seed = 1; seed <= 2_000; seed++) {
    const { violations } = await simulate(seed, { bug });
    if (violations[0] !== undefined) return `${seed}: ${violations[0]}`;
  }
  return undefined;
}

describe('within 2,000 nights the simulation finds code that', () => {
  test('there is enough of', () => {
    expect(deliberateBugs.length).toBeGreaterThanOrEqual(10);
  });

  test.each(deliberateBugs)('$name', { timeout: 120_000 }, async (bug) => {
    expect(await firstToFind(bug)).toMatch(/^\d+: ./);
  });
});
