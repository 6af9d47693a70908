import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesGlob } from '../../../functions/maintenance/foundation/matches-glob.ts';
import { globCovers, globsMeet } from '../../../functions/nightshift/lint/selectors.ts';

describe('a glob covers another when it selects every name that the other does', () => {
  test.each([
    ['*', 'cache-*'],
    ['*', ''],
    ['cache-*', 'cache-web'],
    ['cache-*', 'cache-*'],
    ['cache-*', 'cache-**'],
    ['cache-*', 'cache-?-*'],
    ['*-web', 'cache-*-web'],
    ['cache-?', 'cache-1'],
    ['cache-?', 'cache-?'],
    ['*缓存*', '会话缓存-1'],
  ])('%s covers %s', (wide, narrow) => {
    expect(globCovers(wide, narrow)).toBe(true);
  });

  test.each([
    ['cache-web', 'cache-*'],
    ['cache-?', 'cache-*'],
    ['cache-?', 'cache-'],
    ['cache-*', 'cach*'],
    ['*-web', '*-web-*'],
    ['', '*'],
  ])('%s does not cover %s', (wide, narrow) => {
    expect(globCovers(wide, narrow)).toBe(false);
  });
});

describe('two globs meet when there is a name that both select', () => {
  test.each([
    ['cache-*', '*-web'],
    ['cache-?', '?ache-1'],
    ['*', ''],
    ['a*c', 'ab*'],
    ['session-*', 'session-cache-web'],
  ])('%s and %s meet', (one, other) => {
    expect([globsMeet(one, other), globsMeet(other, one)]).toEqual([true, true]);
  });

  test.each([
    ['cache-*', 'session-*'],
    ['*-web', '*-mobile'],
    ['cache-?', 'cache-10'],
    ['a?', 'a'],
    ['', '?'],
  ])('%s and %s do not', (one, other) => {
    expect([globsMeet(one, other), globsMeet(other, one)]).toEqual([false, false]);
  });
});

describe('the two hold for every name', () => {
  const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 5 });
  const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });

  test('what is selected by a covered glob is selected by the covering one', () => {
    fc.assert(
      fc.property(glob, glob, name, (wide, narrow, text) => {
        fc.pre(globCovers(wide, narrow) && matchesGlob(text, narrow));
        return matchesGlob(text, wide);
      }),
      { seed: 20261123, numRuns: 500, maxSkipsPerRun: 1_000 },
    );
  });

  test('globs that both select a name meet', () => {
    fc.assert(
      fc.property(glob, glob, name, (one, other, text) => {
        fc.pre(matchesGlob(text, one) && matchesGlob(text, other));
        return globsMeet(one, other);
      }),
      { seed: 20261123, numRuns: 500, maxSkipsPerRun: 1_000 },
    );
  });

  test('globs that meet share a name, and it need not be longer than both together', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 4 });
    fc.assert(
      fc.property(short, short, (one, other) => {
        const shared = namesUpTo(8).some((text) => matchesGlob(text, one) && matchesGlob(text, other));
        return globsMeet(one, other) === shared;
      }),
      { seed: 20261123, numRuns: 300 },
    );
  });
});

/** Every name of `a` and `b`, the shortest first. */
function namesUpTo(length: number): readonly string[] {
  if (length === 0) return [''];
  const shorter = namesUpTo(length - 1);
  const longest = shorter.filter((text) => text.length === length - 1);
  return [...shorter, ...longest.flatMap((text) => [`${text}a`, `${text}b`])];
}
