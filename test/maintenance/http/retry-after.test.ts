import { describe, expect, test } from 'vitest';
import { readRetryAfter, timeOf } from '../../../functions/maintenance/http/retry-after.ts';

/** A second before 19:31 on 22 November 2026, UTC. */
const now = Date.UTC(2026, 10, 22, 19, 30, 59);

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['7', 7_000],
    [' 7 ', 7_000],
    [' 120 ', 120_000],
    ['86400', 86_400_000],
    ['Sun, 22 Nov 2026 19:31:04 GMT', 5_000],
    ['Sun, 22 Nov 2026 19:31:08 GMT', 9_000],
    ['Sun, 22 Nov 2026 19:30:00 GMT', 0],
  ])('of %j is %i ms', (value, ms) => {
    expect(readRetryAfter(value, now)).toBe(ms);
  });

  test.each([
    ...['', '-1', '-5', '1.5', '1e3', '0x10', '5s', 'soon', 'NaN', '86401', '99999999999999999999'],
    ...['2026-11-22T19:31:04Z', 'Mon, 22 Nov 2026 19:31:04 GMT', 'Sun, 22 Nov 2026 19:31:04 CST'],
    ...['22 Nov 2026', 'Sun, 99 Nov 2026 19:31:04 GMT', 'Sun, 22 Nov 2099 19:31:04 GMT', '1795375864'],
    undefined,
  ])('of %j is no wait that was meant', (value) => {
    expect(readRetryAfter(value, now)).toBeUndefined();
  });
});

describe('the time where an answer comes from', () => {
  test('is its Date, so that clocks need not agree', () => {
    const date = 'Sun, 01 Jan 2023 00:00:00 GMT';
    expect(timeOf({ date }, now)).toBe(Date.UTC(2023, 0, 1));
    expect(readRetryAfter('Sun, 01 Jan 2023 00:00:25 GMT', timeOf({ date }, now))).toBe(25_000);
  });

  test.each([undefined, '', 'yesterday', '2023-01-01'])('is ours where its Date is %j', (date) => {
    expect(timeOf({ date }, now)).toBe(now);
  });
});
