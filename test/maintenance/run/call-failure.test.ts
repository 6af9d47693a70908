import { describe, expect, test } from 'vitest';
import { CallError, failureStory } from '../../../functions/maintenance/run/call-failure.ts';

describe('what is said of a call that failed', () => {
  const failure = { kind: 'permanent', code: 'DCS.5000', message: 'Internal service error.' } as const;

  test.each([
    ['refused', 'Huawei Cloud refused the call'],
    ['reset', 'the call did not get through'],
  ] as const)('is how it ended, with what the cloud said behind it: %s', (ending, reason) => {
    expect(failureStory({ ...failure, ending })).toMatchObject({
      reason,
      cause: { code: 'DCS.5000', message: 'Internal service error.' },
    });
  });

  test('is its own words when nobody wrote down how it ended', () => {
    expect(failureStory(failure)).toEqual({ reason: 'Internal service error.', cause: undefined });
  });

  test('is with the error that an adapter throws', () => {
    const origin = new Error('socket hang up');
    expect(new CallError(failure, { cause: origin })).toMatchObject({
      code: 'DCS.5000',
      message: 'Internal service error.',
      failure,
      cause: origin,
    });
  });
});
