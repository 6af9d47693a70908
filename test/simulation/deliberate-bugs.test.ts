import { describe, expect, test } from 'vitest';
import type { DeliberateBug } from './deliberate-bug.ts';
import { deliberateBugs } from './deliberate-bugs.ts';
import { simulate } from './simulate.ts';

/** A seed that finds a bug, and what it finds; `undefined` when none of 2,000 does. */
async function finding(bug: DeliberateBug): Promise<string | undefined> {
  const nights = Array.from({ length: 2_000 }, (_, index) => index + 1);
  for (const seed of [bug.shownBy, ...nights]) {
    const { violations } = await simulate(seed, { bug });
    if (violations[0] !== undefined) return `${seed}: ${violations[0]}`;
  }
  return undefined;
}

describe('within 2,000 nights the simulation finds code that', () => {
  test('there is enough of', () => {
    expect(deliberateBugs.length).toBeGreaterThanOrEqual(10);
  });

  test.each(deliberateBugs)('$name', async (bug) => {
    expect(await finding(bug)).toMatch(/^\d+: ./);
  });
});
