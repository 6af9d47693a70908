import { describe, expect, test } from 'vitest';
import { parseRetryAfter } from '../../../functions/maintenance/notify/retry-after.ts';
import { planTry, tryTime } from '../../../functions/maintenance/notify/retry-plan.ts';
import type { Verdict } from '../../../functions/maintenance/notify/verdict.ts';

/** A second before 19:31 on 22 November 2026, UTC. */
const now = Date.UTC(2026, 10, 22, 19, 30, 59);

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['7', 7_000],
    [' 7 ', 7_000],
    ['86400', 86_400_000],
    ['Sun, 22 Nov 2026 19:31:04 GMT', 5_000],
    ['Sun, 22 Nov 2026 19:30:00 GMT', 0],
  ])('of %j is %i ms', (value, ms) => {
    expect(parseRetryAfter(value, now)).toBe(ms);
  });

  test.each([
    ...['', '-1', '1.5', '1e3', '0x10', '5s', 'soon', 'NaN', '86401', '99999999999999999999'],
    ...['2026-11-22T19:31:04Z', 'Mon, 22 Nov 2026 19:31:04 GMT', 'Sun, 22 Nov 2026 19:31:04 CST'],
    ...['22 Nov 2026', 'Sun, 22 Nov 2099 19:31:04 GMT', '1795375864'],
  ])('of %j is no wait that was meant', (value) => {
    expect(parseRetryAfter(value, now)).toBeUndefined();
  });
});

describe('the time for a try', () => {
  test.each([
    [20_000, 10_000],
    [10_001, 10_000],
    [9_999, 9_999],
    [250, 250],
    [249, 0],
    [-1, 0],
  ])('with %i ms left is %i ms', (left, ms) => {
    expect(tryTime(now, now + left)).toBe(ms);
  });
});

describe('the step after a try', () => {
  const busy = (retryAfter?: string): Verdict => ({
    kind: 'transient',
    reason: 'HTTP 503',
    retryAfter,
    mayHaveArrived: false,
  });
  const standing = { tries: 1, verdict: busy(), now, limit: now + 20_000, random: 0.5 };

  test.each([
    ['waits up to a second before the second try', { random: 0.999 }, 999],
    ['waits up to three seconds before the third', { tries: 2, random: 0.999 }, 2_997],
    ['may not wait at all', { random: 0 }, 0],
    ['waits as long as the receiver asks', { verdict: busy('7') }, 7_000],
    ['waits no shorter than it would have', { verdict: busy('0') }, 500],
    ['takes no notice of an absurd wish', { verdict: busy('-5') }, 500],
    ['uses the last quarter of a second', { limit: now + 750 }, 500],
  ])('%s', (_title, changes, waitMs) => {
    expect(planTry({ ...standing, ...changes })).toEqual({ kind: 'try', waitMs });
  });

  test.each([
    ['stops after the third try', { tries: 3 }, ''],
    ['stops when delivered', { verdict: { kind: 'delivered', reason: 'HTTP 200' } }, ''],
    ['stops when refused for good', { verdict: { kind: 'permanent', reason: 'HTTP 404' } }, ''],
    ['stops when time is up', { limit: now + 749 }, 'no time left to try again'],
    [
      'stops when asked to wait too long',
      { verdict: busy('20') },
      'asked to wait 20s, longer than there is time',
    ],
  ] as const)('%s', (_title, changes, why) => {
    expect(planTry({ ...standing, ...changes })).toEqual({ kind: 'stop', why });
  });
});
