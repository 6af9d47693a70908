import { describe, expect, test } from 'vitest';
import { suspects } from '../../../functions/maintenance/run/after-call.ts';
import {
  afterWatchedTry,
  type Context,
  type FailedTry,
  whereUnmeant,
} from '../../../functions/maintenance/run/another-try.ts';
import type { CallFailure } from '../../../functions/maintenance/run/call-failure.ts';
import { nothingHeld } from '../../../functions/maintenance/run/in-hand.ts';
import type { Tracked, Watching } from '../../../functions/maintenance/run/state.ts';
import { rulesOf, second, seen, stateOf, tracked, watching } from './tracked-fixture.ts';

const now = second(100);
const failed: FailedTry = { final: false, code: 'DCS.4113', reason: 'not now' };
const refusedWith = (kind: CallFailure['kind'], retryAfterMs?: number) => ({
  kind: 'failure' as const,
  failure: {
    kind,
    code: 'DCS.4113',
    message: 'not now',
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  },
});

/** What follows from a try that was watched in vain since the 60th second of the run. */
function follows(
  kind: CallFailure['kind'],
  parts: Partial<Watching> = {},
  given: { ofAll?: boolean; final?: boolean; retryAfterMs?: number; one?: Partial<Tracked> } = {},
) {
  const answer = refusedWith(kind, given.retryAfterMs);
  const phase = watching({ since: second(60), certainty: 'refused', answer, ...parts });
  const one = tracked('a', phase, given.one);
  const failing = { calls: 5, alone: given.ofAll ? ['a'] : [] };
  // Without jitter a backoff would be the same for all.
  const rules = rulesOf({ retry: { attempts: 3, backoff: 300_000, maxBackoff: 300_000 } });
  const state = stateOf([one], { rules, region: { failing } });
  const context: Context = {
    state,
    now,
    closed: undefined,
    overtime: false,
    limits: { startUntil: now + 1, actUntil: now + 1 },
    stuckGroups: new Map(),
    held: nothingHeld,
  };
  const decision = afterWatchedTry(one, phase, { ...failed, final: given.final ?? false }, context);
  if (!decision || 'secured' in decision) expect.unreachable('it is decided on');
  return 'retry' in decision ? decision.retry : decision.conclusion;
}

describe('an instance that perhaps only shared a call that failed', () => {
  test('goes on with its part of the call at once', () => {
    expect(follows('permanent', { apart: '2' })).toMatchObject({ apart: '2', notBefore: now });
    expect(follows('permanent', { apart: '2' }, { final: true })).toMatchObject({ apart: '2' });
  });

  test('goes on as late as DCS asked for, counted from the answer', () => {
    const late = follows('wait', { apart: '2' }, { retryAfterMs: 90_000 });
    expect(late).toMatchObject({ apart: '2', notBefore: second(150) });
    expect(follows('wait', { apart: '2' }, { retryAfterMs: 10_000 })).toMatchObject({ notBefore: now });
  });

  test('has failed a try of its own where calls fail whomever they name', () => {
    const retry = follows('permanent', { apart: '2' }, { ofAll: true });
    expect(retry).not.toHaveProperty('apart');
    expect(follows('permanent', { apart: '2' }, { ofAll: true, final: true })).toMatchObject({
      outcome: 'failed',
    });
    // A state that passes is waited for all the same.
    expect(follows('wait', { apart: '2' }, { ofAll: true })).toMatchObject({ apart: '2' });
  });
});

describe('an instance that was named alone', () => {
  test('only waits for a state that passes, beside its suspects or its part', () => {
    expect(follows('wait')).toMatchObject({ apart: suspects });
    expect(follows('wait', {}, { one: { cohort: '2' } })).toMatchObject({ apart: '2' });
  });

  test('waits for that from the answer on, as long as DCS asked for', () => {
    expect(follows('wait', {}, { retryAfterMs: 900_000 })).toMatchObject({ notBefore: second(960) });
    // Whoever names a day may be there in a quarter of an hour.
    expect(follows('wait', {}, { retryAfterMs: 86_400_000 })).toMatchObject({ notBefore: second(960) });
    const { notBefore } = follows('wait') as { notBefore: number };
    expect(notBefore).toBeGreaterThan(now);
    expect(notBefore).toBeLessThanOrEqual(second(360));
  });

  test('has failed a try of its own otherwise, and ends when that was its last', () => {
    expect(follows('permanent')).not.toHaveProperty('apart');
    expect(follows('permanent')).toHaveProperty('notBefore');
    expect(follows('wait', {}, { final: true })).toMatchObject({ outcome: 'failed', code: 'DCS.4113' });
  });
});

test('what was accepted all the same has failed a try of its own', () => {
  expect(follows('permanent', { certainty: 'accepted', apart: '2' })).not.toHaveProperty('apart');
});

test('an instance is skipped that the targets are not for at its turn, unless it has been tried', () => {
  const waiting = { kind: 'waiting', notBefore: now } as const;
  const inError = { attempts: 0, seen: seen({ status: 'ERROR' }) };
  const rules = rulesOf({ startFrom: ['RUNNING'] });
  const reason = 'is ERROR when its turn comes, which the targets are not for';
  expect(whereUnmeant(tracked('a', waiting, inError), rules)).toEqual({
    conclusion: { id: 'a', outcome: 'skipped', code: 'state', reason },
  });
  expect(whereUnmeant(tracked('a', waiting, { ...inError, attempts: 1 }), rules)).toBeUndefined();
  expect(whereUnmeant(tracked('a', waiting, { attempts: 0 }), rules)).toBeUndefined();
  expect(whereUnmeant(tracked('a', waiting, { attempts: 0, seen: undefined }), rules)).toBeUndefined();
});
