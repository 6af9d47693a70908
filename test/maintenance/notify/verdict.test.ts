import { describe, expect, test } from 'vitest';
import { classifyStatus, judgeTry } from '../../../functions/maintenance/notify/verdict.ts';

describe('the verdict on an answer', () => {
  test.each([
    [200, 'delivered'],
    [202, 'delivered'],
    [204, 'delivered'],
    [299, 'delivered'],
    [0, 'permanent'],
    [199, 'permanent'],
    [300, 'permanent'],
    [302, 'permanent'],
    [307, 'permanent'],
    [400, 'permanent'],
    [401, 'permanent'],
    [404, 'permanent'],
    [409, 'permanent'],
    [410, 'permanent'],
    [408, 'transient'],
    [425, 'permanent'],
    [429, 'transient'],
    [500, 'transient'],
    [502, 'transient'],
    [504, 'transient'],
    [599, 'transient'],
    [600, 'permanent'],
  ])('with status %i is %s', (status, kind) => {
    expect(classifyStatus(status, {}).kind).toBe(kind);
  });

  test('keeps what the receiver asked for', () => {
    expect(classifyStatus(429, { 'retry-after': '7' })).toMatchObject({
      retryAfter: '7',
      mayHaveArrived: false,
    });
  });

  test('knows that a gateway which gave up has passed the message on', () => {
    expect(classifyStatus(504, {})).toMatchObject({ mayHaveArrived: true });
  });

  test('says what to do about a redirect and a receiver that is gone', () => {
    expect(classifyStatus(302, { location: 'https://canary/' }).reason).toBe(
      'HTTP 302: redirects are not followed',
    );
    expect(classifyStatus(410, {}).reason).toBe('HTTP 410: the receiver is gone, remove the channel');
  });
});

describe('the verdict where no answer came', () => {
  test.each([
    ['blocked', 'permanent'],
    ['unsendable', 'permanent'],
    ['tls', 'permanent'],
    ['dns', 'transient'],
    ['refused', 'transient'],
    ['unreachable', 'transient'],
    ['timeout', 'transient'],
    ['aborted', 'transient'],
    ['reset', 'transient'],
    ['bad-reply', 'transient'],
    ['network', 'transient'],
  ] as const)('for %s is %s', (reason, kind) => {
    const silence = { kind: 'silence', reason, mayHaveArrived: false, cause: undefined } as const;
    expect(judgeTry(silence, classifyStatus).kind).toBe(kind);
  });

  test.each([true, false])('keeps whether the message may have arrived: %s', (mayHaveArrived) => {
    const silence = { kind: 'silence', reason: 'timeout', mayHaveArrived, cause: undefined } as const;
    expect(judgeTry(silence, classifyStatus)).toMatchObject({ mayHaveArrived });
  });
});
