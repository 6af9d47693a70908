import { expect, test } from 'vitest';
import { retryAfterMs, throttleWindowMs } from '../../../functions/maintenance/huawei/retry-after.ts';

// 2026-11-23T03:30:00Z
const now = 1_795_404_600_000;

test.each([
  ['7', 7_000],
  [' 120 ', 120_000],
  ['0', 0],
  ['Mon, 23 Nov 2026 03:30:09 GMT', 9_000],
  ['Mon, 23 Nov 2026 03:29:00 GMT', 0],
  ['Mon, 99 Nov 2026 03:29:00 GMT', undefined],
  ['2026-11-23T03:30:09Z', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After %j is %s ms', (header, expected) => {
  expect(retryAfterMs(header, now)).toBe(expected);
});

test.each([
  ['The throttling threshold has been reached: policy user over ratelimit,limit:10,time:1 minute', 60_000],
  ['policy ip over ratelimit,limit:2000,time:1 second', 1_000],
  ['policy api over ratelimit,limit:5,time:2 hours', 7_200_000],
  ['The throttling threshold has been reached', undefined],
])('%j asks for %s ms', (message, expected) => {
  expect(throttleWindowMs(message)).toBe(expected);
});
