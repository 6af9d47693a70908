import { describe, expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../../../functions/maintenance/foundation/time/duration.ts';

describe('a duration', () => {
  test.each([
    ['1s', 1_000],
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
    ['99999h', 359_996_400_000],
  ])('%s is %i milliseconds', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  test.each([
    '',
    '0s',
    '00s',
    '05m',
    '-5m',
    '+5m',
    '1.5h',
    '5',
    'm',
    '5 m',
    '5M',
    '5w',
    '1d12h',
    '1h30m',
    '100000s',
    ' 5m',
    '5m\n',
    '５m',
  ])('is not %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('milliseconds in words', () => {
  test.each([
    [0, '0s'],
    [499, '0s'],
    [45_000, '45s'],
    [59_600, '1m'],
    [60_000, '1m'],
    [200_000, '3m 20s'],
    [3_599_999, '1h'],
    [3_600_000, '1h'],
    [7_500_000, '2h 5m'],
    [7_530_000, '2h 5m'],
    [90_000_000, '25h'],
    [86_400_000, '24h'],
    [604_800_000, '7d'],
    [608_400_000, '169h'],
  ])('%i: %s', (ms, expected) => {
    expect(formatDuration(ms)).toBe(expected);
  });
});
