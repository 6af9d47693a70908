import { describe, expect, test } from 'vitest';
import {
  afterAnswer,
  afterRefusal,
  afterRetry,
  failureOfCall,
  type Refusal,
  suspects,
} from '../../../functions/maintenance/run/after-call.ts';
import type { CallFailure } from '../../../functions/maintenance/run/call-failure.ts';
import type { Tracked } from '../../../functions/maintenance/run/state.ts';
import { announced, openedAt, second, seen, tracked, watching } from './tracked-fixture.ts';

const at = second(20);
const sent = tracked('a', announced(), { cohort: '1' });
const begun = { at: second(12), withinMs: 5_000 };
const seenToBegin = tracked('a', { ...announced(), begun }, { cohort: '1' });
const failure = (kind: CallFailure['kind'], parts: Partial<CallFailure> = {}): CallFailure => ({
  kind,
  code: 'DCS.4113',
  message: 'it is not possible now',
  ...parts,
});
const refuse = (given: CallFailure, parts: Partial<Refusal> = {}, one: Tracked = sent) =>
  afterRefusal(one, { failure: given, at, action: 'restart', part: '3', whose: 'shared', ...parts });

describe('an instance that DCS answered for', () => {
  test('is watched from then on, by how it was before the call', () => {
    const { phase, cohort, trouble } = afterAnswer(
      { ...sent, trouble: { since: 0, code: 'x', reason: 'y' } },
      { kind: 'accepted' },
      { at },
    );
    expect(phase).toEqual({
      kind: 'watching',
      since: at,
      certainty: 'accepted',
      answer: undefined,
      apart: undefined,
      fewestKeys: undefined,
      before: seen(),
      lookedAt: openedAt,
      blindMs: 0,
      leftAt: undefined,
      leftWithinMs: 0,
      backAt: undefined,
      confirmedAt: undefined,
      measuredAt: undefined,
    });
    // Whoever was accepted is suspected of nothing.
    expect([cohort, trouble]).toEqual(['', undefined]);
  });

  test('was out of sight before the answer as long as after it', () => {
    const blind = tracked('a', { ...announced(), blindMs: 7_000, lookedAt: second(4) });
    const { phase } = afterAnswer(blind, { kind: 'accepted' }, { at });
    expect(phase).toMatchObject({ blindMs: 7_000, lookedAt: second(4) });
  });

  test.each<[Parameters<typeof afterAnswer>[1], string, unknown]>([
    [
      { kind: 'unnamed' },
      'unnamed',
      { kind: 'unnamed', cause: { code: 'unnamed', message: 'the results do not name it' } },
    ],
    [
      { kind: 'rejected' },
      'rejected',
      { kind: 'said', said: '"failed"', cause: { code: 'rejected', message: 'failed' } },
    ],
    [
      { kind: 'odd', said: '"maybe"' },
      'odd',
      {
        kind: 'said',
        said: '"maybe"',
        cause: { code: 'MALFORMED', message: '"maybe"', ending: 'unreadable' },
      },
    ],
  ])('with %j is watched as that, with what was said and in which exchange', (answer, certainty, told) => {
    const { phase, cohort } = afterAnswer(sent, answer, { at, requestId: 'r-1' });
    const { cause } = told as { cause: object };
    const expected = { ...(told as object), cause: { ...cause, status: 200, requestId: 'r-1' } };
    expect(phase).toMatchObject({ certainty, answer: expected });
    expect(cohort).toBe('1');
  });

  test('was accepted when it was seen to begin, whatever was answered', () => {
    const { phase } = afterAnswer(seenToBegin, { kind: 'rejected' }, { at });
    expect(phase).toMatchObject({ certainty: 'accepted', leftAt: begun.at, leftWithinMs: begun.withinMs });
  });

  test('and was announced by nobody is watched by how it was last seen', () => {
    const waits = { kind: 'waiting', notBefore: openedAt } as const;
    const known = afterAnswer(tracked('a', waits), { kind: 'accepted' }, { at });
    expect(known.phase).toMatchObject({ before: seen(), lookedAt: at, blindMs: 0, leftWithinMs: 0 });
    const watched = afterAnswer(tracked('a', watching({ blindMs: 5_000 })), { kind: 'accepted' }, { at });
    expect(watched.phase).toMatchObject({ lookedAt: at, blindMs: 0 });
    const unknown = afterAnswer(tracked('a', waits, { seen: undefined }), { kind: 'accepted' }, { at });
    expect(unknown.phase).toMatchObject({
      before: { status: 'MISSING', idle: false, updatedAt: undefined, at },
    });
  });
});

describe('an instance whose call failed as a whole', () => {
  test.each<[CallFailure, Partial<Refusal>, string, string | undefined]>([
    [failure('permanent'), {}, 'refused', '13'],
    [failure('wait'), {}, 'refused', '13'],
    [failure('denied', { status: 403 }), {}, 'refused', '13'],
    [failure('permanent'), { whose: 'own' }, 'refused', undefined],
    [failure('permanent'), { whose: 'of-all', action: 'flush' }, 'refused', undefined],
    [failure('wait'), { whose: 'of-all' }, 'refused', undefined],
    [failure('ambiguous'), {}, 'lost', '13'],
    [failure('ambiguous', { code: 'interrupted' }), {}, 'lost', undefined],
    [failure('ambiguous', { ending: 'refused', status: 418 }), {}, 'lost', '13'],
    [failure('ambiguous', { ending: 'refused', status: 418 }), { action: 'flush' }, 'refused', '13'],
    [failure('ambiguous', { ending: 'refused', status: 400 }), { action: 'flush' }, 'refused', '13'],
    [failure('ambiguous', { ending: 'refused', status: 399 }), { action: 'flush' }, 'lost', '13'],
    [failure('ambiguous', { ending: 'refused', status: 499 }), { action: 'flush' }, 'lost', '13'],
    [failure('ambiguous', { ending: 'refused', status: 500 }), { action: 'flush' }, 'lost', '13'],
    [failure('ambiguous', { ending: 'refused', status: 408 }), { action: 'flush' }, 'lost', '13'],
    [failure('ambiguous', { ending: 'refused', status: 409 }), { action: 'flush' }, 'lost', '13'],
    [failure('ambiguous', { ending: 'refused', status: 425 }), { action: 'flush' }, 'lost', '13'],
    [failure('ambiguous', { ending: 'refused' }), { action: 'flush' }, 'lost', '13'],
    [failure('ambiguous', { ending: 'unheard', status: 418 }), { action: 'flush' }, 'lost', '13'],
  ])('%j %j is watched as %s, apart in %s', (given, parts, certainty, apart) => {
    const one = refuse(given, parts);
    expect(one.phase).toMatchObject({ kind: 'watching', since: at, certainty, apart });
    expect(one.phase).toMatchObject({ answer: { kind: 'failure', failure: given } });
    expect(one.attempts).toBe(sent.attempts);
    expect(one.trouble).toMatchObject({ since: at, code: given.code, failure: given });
    expect(one.trouble?.reason).toBeTruthy();
  });

  test('that another run has in hand keeps what its own try failed of, and says it once', () => {
    const taken = { kind: 'unsent', code: 'in-hand', message: 'weekly had it' } as const;
    const cause = { code: 'DCS.1', message: 'ill' };
    const trouble = { since: second(3), code: 'error', reason: 'is ERROR', cause };
    const failedOnce = { ...sent, failedTries: 1, trouble };
    const once = refuse(taken, {}, failedOnce).trouble;
    expect(once).toMatchObject({
      code: 'in-hand',
      reason: 'is ERROR; weekly had it',
      since: second(3),
      cause,
    });
    expect(refuse(taken, {}, { ...failedOnce, trouble: once }).trouble).toEqual(once);
    for (const other of [{ failedTries: 0 }, { trouble: undefined }])
      expect(refuse(taken, {}, { ...failedOnce, ...other }).trouble?.reason).toBe('weekly had it');
    expect(refuse(failure('throttled'), {}, failedOnce).trouble?.reason).not.toContain('is ERROR');
  });

  test('goes on being in trouble since it first was', () => {
    const before = { ...sent, trouble: { since: second(3), code: 'x', reason: 'y' } };
    expect(refuse(failure('permanent'), {}, before).trouble?.since).toBe(second(3));
  });

  test.each(['throttled', 'unsent'] as const)(
    'by nobody’s doing (%s) waits as if it had not been sent',
    (kind) => {
      const one = refuse(failure(kind));
      expect(one.phase).toEqual({ kind: 'waiting', notBefore: at });
      expect(one.attempts).toBe(sent.attempts - 1);
      expect(one.trouble).toMatchObject({ since: at, failure: { kind } });
    },
  );

  test('as it came too often is known by that call, unless an earlier one is in doubt', () => {
    const throttled = failure('throttled');
    const calledAt = (since: number, kind: CallFailure['kind']) =>
      watching({ since, certainty: 'refused', answer: { kind: 'failure', failure: failure(kind) } });
    const sentAfter = (before: Tracked['sent'], given = throttled) =>
      refuse(given, {}, { ...sent, sent: before }).sent;
    expect(sentAfter(undefined)).toMatchObject({ since: at, certainty: 'refused', before: seen() });
    expect(sentAfter(calledAt(second(3), 'throttled'))).toMatchObject({ since: at });
    expect(sentAfter(calledAt(second(3), 'permanent'))).toMatchObject({ since: second(3) });
    expect(sentAfter(undefined, failure('unsent'))).toBeUndefined();
  });

  test.each<[CallFailure, Partial<Refusal>]>([
    [failure('denied', { status: 401 }), {}],
    [failure('permanent'), { whose: 'of-all' }],
    [failure('denied', { status: 403 }), { whose: 'of-all' }],
  ])('%j %j has failed its try, and gets no other', (given, parts) => {
    expect(refuse(given, parts).phase).toMatchObject({ kind: 'failed-try', final: true, code: given.code });
  });

  test('was carrying it out when it was seen to, whatever the call came to', () => {
    const { phase, trouble } = refuse(failure('permanent'), {}, seenToBegin);
    expect(phase).toMatchObject({ kind: 'watching', certainty: 'accepted', leftAt: begun.at });
    expect(trouble).toBeUndefined();
  });
});

describe('another try', () => {
  const retry = { id: 'a', notBefore: second(60), code: 'DCS.4113', reason: 'it is not possible now' };
  const refused = { kind: 'failure', failure: failure('permanent') } as const;
  const refusedOne = (parts: Parameters<typeof watching>[0] = {}) =>
    tracked('a', watching({ certainty: 'refused', answer: refused, ...parts }), { cohort: '1' });

  test('of an instance’s own counts, and is made beside nobody else where the call failed as a whole', () => {
    const one = afterRetry(refusedOne({ apart: '13' }), retry, at);
    expect(one.phase).toEqual({ kind: 'waiting', notBefore: retry.notBefore });
    expect(one).toMatchObject({ cohort: suspects, failedTries: 1, sent: { apart: undefined } });
    expect(one.sent).toMatchObject({ kind: 'watching', certainty: 'refused' });
    const { code, reason } = retry;
    expect(one.trouble).toEqual({ since: at, code, reason, cause: undefined, failure: refused.failure });
  });

  test('of what DCS answered for is made beside others', () => {
    const one = afterRetry(tracked('a', watching({ certainty: 'rejected' }), { cohort: '1' }), retry, at);
    expect(one).toMatchObject({ cohort: '', failedTries: 1, trouble: { failure: undefined } });
  });

  test('that is made apart does not count', () => {
    const one = afterRetry(refusedOne({ apart: '13' }), { ...retry, apart: '13' }, at);
    expect(one).toMatchObject({
      cohort: '13',
      failedTries: 0,
      sent: { apart: '13' },
      trouble: { since: at, code: 'DCS.4113', failure: refused.failure },
    });
  });

  test('of one that was alone goes on with the trouble that it waits for', () => {
    const troubled = { ...refusedOne(), trouble: { since: second(3), code: 'x', reason: 'y' } };
    expect(afterRetry(troubled, { ...retry, apart: '!' }, at).trouble?.since).toBe(second(3));
    expect(afterRetry(refusedOne(), { ...retry, apart: '!' }, at).trouble?.since).toBe(at);
    const shared = { ...troubled, phase: watching({ certainty: 'refused', answer: refused, apart: '13' }) };
    expect(afterRetry(shared, { ...retry, apart: '!' }, at).trouble?.since).toBe(at);
  });

  test('after a try that failed before knows what that went back to', () => {
    const phase = { kind: 'failed-try', final: false, code: 'x', reason: 'y' } as const;
    const trouble = { since: at, code: 'x', reason: 'y', failure: refused.failure };
    const one = afterRetry(tracked('a', phase, { trouble }), retry, at);
    expect(one).toMatchObject({ cohort: suspects, sent: undefined, trouble: { failure: refused.failure } });
    expect(afterRetry(tracked('a', phase), retry, at)).toMatchObject({ cohort: '' });
  });
});

test('a call failed for an instance when it did as a whole, and was not accepted all the same', () => {
  const answer = { kind: 'failure', failure: failure('permanent') } as const;
  expect(failureOfCall(watching({ certainty: 'refused', answer }))).toBe(answer.failure);
  expect(failureOfCall(watching({ certainty: 'accepted', answer }))).toBeUndefined();
  expect(failureOfCall(watching({ certainty: 'lost' }))).toBeUndefined();
  const said = { kind: 'said', said: '"failed"', cause: { code: 'rejected', message: 'failed' } } as const;
  expect(failureOfCall(watching({ certainty: 'rejected', answer: said }))).toBeUndefined();
});
