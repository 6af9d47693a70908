import { describe, expect, test } from 'vitest';
import { backoffMs } from '../../../functions/maintenance/foundation/backoff.ts';
import { afterAnswer, afterRefusal } from '../../../functions/maintenance/run/after-call.ts';
import { afterMeasuring } from '../../../functions/maintenance/run/instance-changes.ts';
import { failureOf } from './applied-event.ts';
import { announced, openedAt, rulesOf, second, seen, tracked, watching } from './tracked-fixture.ts';

const at = second(10);
const trouble = { since: second(3), code: 'before', reason: 'as before' };
const sent = announced(seen({ status: 'ERROR' }));
const one = tracked('a', sent, { attempts: 2, cohort: '0', trouble });
const { retry } = rulesOf();

/** An instance after a call that failed as a whole. */
const refused = (
  kind: Parameters<typeof failureOf>[0],
  parts: Partial<Parameters<typeof afterRefusal>[1]> = {},
) =>
  afterRefusal(one, {
    failure: failureOf(kind),
    at,
    run: 'nightly',
    action: 'restart',
    retry,
    half: '1',
    own: false,
    ...parts,
  });

describe('a call that failed as a whole', () => {
  const told = { since: second(3), code: 'DCS.4111', reason: 'as DCS says' };

  test('and may have been carried out is watched from then on, and its trouble kept', () => {
    expect(refused('ambiguous')).toMatchObject({
      attempts: 2,
      cohort: '0',
      trouble: told,
      phase: {
        kind: 'watching',
        since: at,
        certainty: 'lost',
        answer: { kind: 'failure', failure: { code: 'DCS.4111', message: 'as DCS says' } },
        apart: '01',
        lookedAt: openedAt,
        before: seen({ status: 'ERROR' }),
      },
    });
    expect(refused('ambiguous', { own: true }).phase).toMatchObject({ apart: undefined });
  });

  test('and hung, while it was seen to begin, is no doubt', () => {
    const begun = { at: second(7), withinMs: 5_000 };
    const seenMeanwhile = tracked('a', { ...sent, begun, lookedAt: second(7), blindMs: 5_000 });
    const failure = failureOf('ambiguous');
    const refusal = { failure, at, run: 'nightly', action: 'restart', retry, half: '1', own: false } as const;
    expect(afterRefusal(seenMeanwhile, refusal).phase).toMatchObject({
      certainty: 'accepted',
      leftAt: second(7),
      leftWithinMs: 5_000,
      lookedAt: second(7),
      blindMs: 5_000,
    });
  });

  test.each(['throttled', 'unsent'] as const)(
    'and was %s was no try, and is sent again with the same',
    (kind) => {
      expect(refused(kind)).toMatchObject({
        attempts: 1,
        cohort: '0',
        trouble: told,
        phase: { kind: 'waiting', notBefore: at },
      });
    },
  );

  test.each([false, true])('for want of good keys (its own: %s) has failed for good, as all will', (own) => {
    const failure = failureOf('denied', { status: 401 });
    expect(refused('denied', { own, failure }).phase).toMatchObject({
      kind: 'failed-try',
      final: true,
      code: 'DCS.4111',
      reason: 'as DCS says',
    });
  });

  test.each(['permanent', 'denied'] as const)(
    'and is its own (%s) is looked at before it is said',
    (kind) => {
      const failure = failureOf(kind, { status: 403 });
      expect(refused(kind, { own: true, failure })).toMatchObject({
        attempts: 2,
        phase: { kind: 'watching', certainty: 'refused', apart: undefined },
      });
    },
  );

  test.each(['permanent', 'wait', 'denied'] as const)(
    'for somebody among several (%s) goes on in halves, and what was sent is not forgotten',
    (kind) => {
      const failure = failureOf(kind, { status: 403 });
      expect(refused(kind, { failure })).toMatchObject({
        attempts: 2,
        cohort: '01',
        phase: { kind: 'waiting', notBefore: at },
        sent: { certainty: 'refused', apart: '01' },
      });
    },
  );

  test.each(['permanent', 'wait', 'denied'] as const)(
    'to flush is watched first (%s), shared or not',
    (kind) => {
      const failure = failureOf(kind, { status: 403 });
      for (const own of [true, false])
        expect(refused(kind, { action: 'flush', own, failure }).phase).toMatchObject({
          kind: 'watching',
          certainty: 'refused',
          apart: own ? undefined : '01',
        });
    },
  );

  test('for its own state is a try, and waits for its backoff or as long as DCS says', () => {
    const delay = backoffMs(retry, 2, 'nightly/a/2');
    expect(refused('wait', { own: true })).toMatchObject({
      attempts: 2,
      cohort: '0',
      trouble: told,
      phase: { kind: 'waiting', notBefore: at + delay },
    });
    const failure = failureOf('wait', { retryAfterMs: 3_600_000 });
    expect(refused('wait', { own: true, failure }).phase).toEqual({
      kind: 'waiting',
      notBefore: at + 3_600_000,
    });
  });

  test('begins trouble where there was none', () => {
    const failure = failureOf('unsent');
    const fresh = { ...one, trouble: undefined };
    const refusal = { failure, at, run: 'nightly', action: 'restart', retry, half: '0', own: true } as const;
    expect(afterRefusal(fresh, refusal).trouble?.since).toBe(at);
  });
});

describe('an answer', () => {
  const answered = (answer: Parameters<typeof afterAnswer>[1], given = one) =>
    afterAnswer(given, answer, { at, requestId: 'r1' });

  test('that accepts ends all trouble', () => {
    expect(answered({ kind: 'accepted' })).toMatchObject({
      cohort: '',
      trouble: undefined,
      phase: { kind: 'watching', certainty: 'accepted', since: at, answer: undefined },
    });
  });

  test('that rejects is not believed before it was looked', () => {
    expect(answered({ kind: 'rejected' }).phase).toMatchObject({
      kind: 'watching',
      certainty: 'rejected',
      answer: {
        said: '"failed"',
        cause: { code: 'rejected', message: 'failed', status: 200, requestId: 'r1' },
      },
    });
  });

  test('that is no documented word is in doubt, and the word kept', () => {
    expect(answered({ kind: 'odd', said: '"ok"' }).phase).toMatchObject({
      certainty: 'odd',
      answer: { said: '"ok"', cause: { code: 'MALFORMED', message: '"ok"', status: 200, requestId: 'r1' } },
    });
  });

  test('that does not name it is in doubt', () => {
    expect(answered({ kind: 'unnamed' }).phase).toMatchObject({
      certainty: 'unnamed',
      answer: { cause: { code: 'unnamed', status: 200, requestId: 'r1' } },
    });
  });

  test('to what was never seen starts from that', () => {
    const never = tracked('a', { kind: 'waiting', notBefore: openedAt }, { seen: undefined });
    expect(answered({ kind: 'accepted' }, never).phase).toMatchObject({
      lookedAt: at,
      before: { status: 'MISSING', idle: false, updatedAt: undefined, at },
    });
    const known = tracked('a', { kind: 'waiting', notBefore: openedAt }, { seen: seen({ status: 'ERROR' }) });
    expect(answered({ kind: 'accepted' }, known).phase).toMatchObject({ before: { status: 'ERROR' } });
  });
});

describe('figures', () => {
  const nodes = { total: 2, active: 2, masters: 1 };
  const none = { keys: new Map<string, number>(), nodes: new Map<string, typeof nodes>() };
  const cause = (code: string) => ({ code, message: 'as DCS says' });

  test('that cannot be read leave the keys as they were, not the nodes, and say why', () => {
    const before = tracked('a', watching(), { keys: 5, nodes });
    expect(afterMeasuring(before, none, at, false)).toMatchObject({
      keys: 5,
      nodes: undefined,
      figuresUnread: undefined,
    });
    const unread = { ...none, keysUnread: cause('K'), nodesUnread: cause('N') };
    expect(afterMeasuring(before, unread, at, false).figuresUnread?.code).toBe('N');
    expect(afterMeasuring(before, { ...none, keysUnread: cause('K') }, at, false).figuresUnread?.code).toBe(
      'K',
    );
  });

  test('of before are taken of all, of those in flight too, who are not measured by that', () => {
    const measures = { keys: new Map([['a', 7]]), nodes: new Map([['a', nodes]]) };
    const before = { keysBefore: 7, nodesBefore: nodes, keys: 7, nodes };
    expect(afterMeasuring(tracked('a', watching()), measures, at, true)).toMatchObject({
      ...before,
      phase: { measuredAt: undefined },
    });
    const waits = tracked('a', { kind: 'waiting', notBefore: openedAt });
    expect(afterMeasuring(waits, measures, at, true)).toMatchObject(before);
    expect(afterMeasuring(waits, measures, at, false)).toBe(waits);
  });
});
