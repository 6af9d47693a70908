import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesGlob } from '../../../functions/maintenance/foundation/matches-glob.ts';

describe('a glob', () => {
  test.each([
    ['cache', 'cache'],
    ['session-cache-*', 'session-cache-07'],
    ['session-cache-*', 'session-cache-'],
    ['*-pinned', 'orders-pinned'],
    ['*', ''],
    ['*', 'anything'],
    ['**', 'anything'],
    ['a*b*c', 'a-b-b-c'],
    ['a*b', 'aab'],
    ['cache-?', 'cache-7'],
    ['?*', 'x'],
    ['缓存-*', '缓存-会话'],
    ['a.c', 'a.c'],
    ['[ab]', '[ab]'],
    ['$^+()|\\', '$^+()|\\'],
  ])('%j is for %j', (glob, name) => {
    expect(matchesGlob(name, glob)).toBe(true);
  });

  test.each([
    ['cache', 'cache-1'],
    ['cache', 'my-cache'],
    ['ab*bc', 'abc'],
    ['cache', 'Cache'],
    ['cache-?', 'cache-'],
    ['cache-?', 'cache-10'],
    ['?', ''],
    ['', 'x'],
    ['*-pinned', 'orders-pinned-2'],
    ['a*b*c', 'a-c-b'],
    ['a.c', 'abc'],
    ['[ab]', 'a'],
  ])('%j is not for %j', (glob, name) => {
    expect(matchesGlob(name, glob)).toBe(false);
  });

  test('of many stars gives up after the product of both lengths, not after their powers', () => {
    const glob = `${'*a'.repeat(64)}*b`;
    expect(matchesGlob('a'.repeat(5_000), glob)).toBe(false);
    expect(matchesGlob(`${'a'.repeat(5_000)}b`, glob)).toBe(true);
  });

  test('means what the regular expression for it means', () => {
    const letters = (alphabet: string[], maxLength: number) =>
      fc.string({ unit: fc.constantFrom(...alphabet), maxLength });
    fc.assert(
      fc.property(letters(['a', 'b', '.'], 9), letters(['a', 'b', '.', '*', '?'], 6), (name, glob) => {
        const pattern = glob.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
        expect(matchesGlob(name, glob)).toBe(new RegExp(`^${pattern}$`).test(name));
      }),
      { seed: 20_261_123, numRuns: 2_000 },
    );
  });
});
