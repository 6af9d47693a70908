import { expect, test } from 'vitest';
import { throttleWindowMs } from '../../../functions/maintenance/huawei/read-reply.ts';

test.each([
  ['The throttling threshold has been reached: policy user over ratelimit,limit:10,time:1 minute', 60_000],
  ['policy ip over ratelimit,limit:2000,time:1 second', 1_000],
  ['policy api over ratelimit,limit:5,time:2 hours', 7_200_000],
  ['The throttling threshold has been reached', undefined],
])('%j asks for %s ms', (message, expected) => {
  expect(throttleWindowMs(message)).toBe(expected);
});
