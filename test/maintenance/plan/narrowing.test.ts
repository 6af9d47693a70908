import { describe, expect, test } from 'vitest';
import { narrowingOf, watchNarrowingOf } from '../../../functions/maintenance/plan/narrowing.ts';
import type { Targets } from '../../../functions/maintenance/schedule/selector-schema.ts';

const narrowed = (targets: Omit<Targets, 'region'>) => narrowingOf({ region: 'beijing', ...targets });

describe('a list is narrowed', () => {
  test('by tags that everybody reads as they are written', () => {
    expect(narrowed({ tags: { env: 'test', team: 'a-1_b.c' } })).toStrictEqual({
      tags: { env: 'test', team: 'a-1_b.c' },
    });
  });

  test.each(['a,b', 'a=b', 'a b', 'a*', '', 'a+b', 'a/b', '测试', 'é', 'a%20b'])(
    'by none with %j in its value or its key, and by the others all the same',
    (odd) => {
      expect(narrowed({ tags: { env: odd } })).toBeUndefined();
      expect(narrowed({ tags: { [odd]: 'test' } })).toBeUndefined();
      expect(narrowed({ tags: { env: odd, team: 'a' } })).toEqual({ tags: { team: 'a' } });
    },
  );

  test.each([
    [['cache-1'], { text: 'cache-1', whole: true }],
    [['cache-*'], { text: 'cache-', whole: false }],
    [['cache-?'], { text: 'cache-', whole: false }],
    [['cache-*-old'], { text: 'cache-', whole: false }],
    [['cache-a', 'cache-b'], { text: 'cache-', whole: false }],
    [['cache', 'cache-b*'], { text: 'cache', whole: false }],
    [['cart-订单-*'], { text: 'cart-', whole: false }],
    [['cart cache'], { text: 'cart', whole: false }],
  ])('of the names %j by what all of them begin with', (names, name) => {
    expect(narrowed({ names })).toEqual({ name });
  });

  test.each([[[]], [['*']], [['*-cache']], [['cart', 'shop']], [['订单']], [['cache-*', '*']]])(
    'not by the names %j, which begin with nothing in common',
    (names) => {
      expect(narrowed({ names })).toBeUndefined();
    },
  );

  test('by tags and names together', () => {
    expect(narrowed({ names: ['cache-*'], tags: { env: 'test' } })).toStrictEqual({
      name: { text: 'cache-', whole: false },
      tags: { env: 'test' },
    });
  });

  test('by a few ids alone, of which each is to be told whether it is there', () => {
    expect(narrowed({ ids: ['a', 'b', 'c'], tags: { env: 'test' } })).toEqual({ ids: ['a', 'b', 'c'] });
    expect(narrowed({ ids: ['a', 'b', 'c', 'd'] })).toBeUndefined();
    expect(narrowingOf({ region: ['beijing', 'shanghai'], ids: ['a'] })).toBeUndefined();
    expect(narrowingOf({ region: ['beijing'], ids: ['a'] })).toEqual({ ids: ['a'] });
  });

  test.each<[NonNullable<Targets['statuses']> | undefined, object | undefined]>([
    [['ERROR'], { status: 'ERROR' }],
    [['ERROR', 'ERROR'], { status: 'ERROR' }],
    [['ERROR', 'RUNNING'], undefined],
    [undefined, undefined],
  ])('of the statuses %j by one alone', (statuses, expected) => {
    expect(narrowed({ ...(statuses && { statuses }) })).toStrictEqual(expected);
  });

  test('by no status where instances are watched, as that is what changes', () => {
    const targets: Targets = { region: 'beijing', names: ['cache-1'], statuses: ['ERROR'] };
    const name = { text: 'cache-1', whole: true };
    expect(narrowingOf(targets)).toStrictEqual({ name, status: 'ERROR' });
    expect(watchNarrowingOf(targets)).toStrictEqual({ name });
  });

  test('neither by engine versions nor by what is excluded', () => {
    expect(
      narrowed({ engineVersions: ['5.0'], exclude: { names: ['cache-1'], tags: { a: 'b' } } }),
    ).toBeUndefined();
    expect(narrowed({ names: ['cache-*'], exclude: { names: ['cache-1'] } })).toEqual({
      name: { text: 'cache-', whole: false },
    });
  });
});
