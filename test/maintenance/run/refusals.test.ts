import { describe, expect, test } from 'vitest';
import { afterAnswer, afterRefusal } from '../../../functions/maintenance/run/after-call.ts';
import { afterMeasuring } from '../../../functions/maintenance/run/instance-changes.ts';
import { failureOf } from './applied-event.ts';
import { announced, openedAt, second, seen, tracked, watching } from './tracked-fixture.ts';

const at = second(10);
const trouble = { since: second(3), code: 'before', reason: 'as before' };
const sent = announced(seen({ status: 'ERROR' }));
const one = tracked('a', sent, { attempts: 2, cohort: '0', trouble });

/** An instance after a call that failed as a whole. */
const refused = (
  kind: Parameters<typeof failureOf>[0],
  parts: Partial<Parameters<typeof afterRefusal>[1]> = {},
) =>
  afterRefusal(one, {
    failure: failureOf(kind),
    at,
    action: 'restart',
    part: '1',
    whose: 'shared',
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
    expect(refused('ambiguous', { whose: 'own' }).phase).toMatchObject({ apart: undefined });
  });

  test('and hung, while it was seen to begin, is no doubt', () => {
    const begun = { at: second(7), withinMs: 5_000 };
    const seenMeanwhile = tracked('a', { ...sent, begun, lookedAt: second(7), blindMs: 5_000 });
    const failure = failureOf('ambiguous');
    const refusal = { failure, at, action: 'restart', part: '1', whose: 'shared' } as const;
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

  test.each(['shared', 'own'] as const)(
    'for want of good keys (%s) has failed for good, as all will',
    (whose) => {
      const failure = failureOf('denied', { status: 401 });
      expect(refused('denied', { whose, failure }).phase).toMatchObject({
        kind: 'failed-try',
        final: true,
        code: 'DCS.4111',
        reason: 'as DCS says',
      });
    },
  );

  const certain = ['permanent', 'wait', 'denied'] as const;
  const actions = ['restart', 'flush'] as const;

  test.each(certain.flatMap((kind) => actions.map((action) => [kind, action] as const)))(
    'for certain (%s) is watched first, whoever it was about, also to %s',
    (kind, action) => {
      const failure = failureOf(kind, { status: 403 });
      for (const whose of ['own', 'shared'] as const)
        expect(refused(kind, { action, whose, failure })).toMatchObject({
          attempts: 2,
          cohort: '0',
          trouble: told,
          phase: {
            kind: 'watching',
            certainty: 'refused',
            apart: whose === 'own' ? undefined : '01',
          },
        });
    },
  );

  test('as all of the region do needs no look where nothing can be flushed twice', () => {
    const failure = failureOf('denied', { status: 403 });
    expect(refused('denied', { whose: 'of-all', failure }).phase).toMatchObject({
      kind: 'failed-try',
      final: true,
    });
    expect(refused('denied', { whose: 'of-all', failure, action: 'flush' }).phase.kind).toBe('watching');
    expect(refused('wait', { whose: 'of-all' }).phase.kind).toBe('watching');
  });

  test('begins trouble where there was none', () => {
    const failure = failureOf('unsent');
    const fresh = { ...one, trouble: undefined };
    const refusal = { failure, at, action: 'restart', part: '0', whose: 'own' } as const;
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
