import { describe, expect, test } from 'vitest';
import {
  parsePercent,
  percentPattern,
  type Share,
  shareAtOnce,
  shareTolerated,
  somePercentPattern,
} from '../../../functions/maintenance/schedule/share.ts';

describe('a share at once', () => {
  test.each<[Share, number, number]>([
    [{ count: 3 }, 10, 3],
    [{ count: 30 }, 10, 30],
    [{ percent: 25 }, 100, 25],
    [{ percent: 25 }, 7, 1],
    [{ percent: 99 }, 2, 1],
    [{ percent: 100 }, 7, 7],
    [{ percent: 1 }, 10, 1],
    [{ percent: 25 }, 0, 1],
  ])('%j of %i is %i: rounded down, but never none', (share, total, expected) => {
    expect(shareAtOnce(share, total)).toBe(expected);
  });
});

describe('a share of failures tolerated', () => {
  test.each<[Share, number, number]>([
    [{ count: 0 }, 50, 0],
    [{ count: 1 }, 50, 1],
    [{ count: 60 }, 50, 60],
    // Systems Manager: "10% of 50" stops when the fifth error comes in, so four are tolerated.
    [{ percent: 10 }, 50, 4],
    [{ percent: 10 }, 51, 5],
    [{ percent: 10 }, 10, 0],
    [{ percent: 10 }, 1, 0],
    [{ percent: 100 }, 3, 2],
    [{ percent: 0 }, 50, 0],
    [{ percent: 50 }, 0, 0],
  ])('%j of %i is %i', (share, total, expected) => {
    expect(shareTolerated(share, total)).toBe(expected);
  });
});

describe('a percentage', () => {
  test.each(['1%', '9%', '10%', '99%', '100%'])('may be %s', (text) => {
    expect(text).toMatch(percentPattern);
    expect(text).toMatch(somePercentPattern);
    expect(parsePercent(text)).toEqual({ percent: Number.parseInt(text, 10) });
  });

  test('of nothing at all may stand for failures, not for instances at once', () => {
    expect('0%').toMatch(percentPattern);
    expect('0%').not.toMatch(somePercentPattern);
  });

  test.each(['101%', '1000%', '-1%', '10', '10 %', '1.5%', '%', '10%%', ' 10%'])('may not be %j', (text) => {
    expect(text).not.toMatch(percentPattern);
    expect(text).not.toMatch(somePercentPattern);
  });

  test('has no leading zero where it is an amount', () => {
    expect('05%').not.toMatch(somePercentPattern);
  });
});
