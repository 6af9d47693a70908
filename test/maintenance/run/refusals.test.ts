import { describe, expect, test } from 'vitest';
import { backoffMs } from '../../../functions/maintenance/foundation/backoff.ts';
import {
  afterAnswer,
  afterMeasuring,
  afterRefusal,
} from '../../../functions/maintenance/run/instance-changes.ts';
import { failureOf } from './applied-event.ts';
import { openedAt, rulesOf, second, seen, tracked, watching } from './tracked-fixture.ts';

const at = second(10);
const announced = { kind: 'announced', at: second(9), before: seen({ status: 'ERROR' }) } as const;
const trouble = { since: second(3), code: 'before', reason: 'as before' };
const one = tracked('a', announced, { attempts: 2, cohort: '0', trouble });
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
    retry,
    half: '1',
    alone: false,
    ...parts,
  });

describe('a call that failed as a whole', () => {
  const told = { since: second(3), code: 'DCS.4111', reason: 'as DCS says' };

  test('and may have been carried out is watched from then on, and its trouble kept', () => {
    expect(refused('ambiguous')).toMatchObject({
      attempts: 2,
      cohort: '',
      trouble: told,
      phase: {
        kind: 'watching',
        since: at,
        certainty: 'lost',
        lostTo: { code: 'DCS.4111', message: 'as DCS says' },
        lookedAt: second(9),
        before: seen({ status: 'ERROR' }),
      },
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

  test.each([
    ['denied', false],
    ['denied', true],
    ['permanent', true],
  ] as const)('and is %s (alone: %s) has failed for good', (kind, alone) => {
    expect(refused(kind, { alone })).toMatchObject({
      attempts: 2,
      planned: { id: 'a' },
      phase: { kind: 'failed-try', final: true, code: 'DCS.4111', reason: 'as DCS says' },
    });
  });

  test.each(['permanent', 'wait'] as const)(
    'for somebody among several (%s) was no try, and the halves go apart',
    (kind) => {
      expect(refused(kind)).toMatchObject({
        attempts: 1,
        cohort: '01',
        phase: { kind: 'waiting', notBefore: at },
      });
    },
  );

  test('for its own state is a try, and waits for its backoff or as long as DCS says', () => {
    const delay = backoffMs(retry, 2, 'nightly/a/2');
    expect(refused('wait', { alone: true })).toMatchObject({
      attempts: 2,
      cohort: '0',
      trouble: told,
      phase: { kind: 'waiting', notBefore: at + delay },
    });
    const failure = failureOf('wait', { retryAfterMs: 3_600_000 });
    expect(refused('wait', { alone: true, failure }).phase).toEqual({
      kind: 'waiting',
      notBefore: at + 3_600_000,
    });
  });

  test('begins trouble where there was none', () => {
    const failure = failureOf('unsent');
    const fresh = { ...one, trouble: undefined };
    const refusal = { failure, at, run: 'nightly', retry, half: '0', alone: true } as const;
    expect(afterRefusal(fresh, refusal).trouble?.since).toBe(at);
  });
});

describe('an answer', () => {
  const answered = (accepted: boolean, rejected: boolean, given = one) =>
    afterAnswer(given, { accepted, rejected }, { at, requestId: 'r1' });

  test('that accepts ends all trouble', () => {
    expect(answered(true, false)).toMatchObject({
      cohort: '',
      trouble: undefined,
      phase: { kind: 'watching', certainty: 'accepted', since: at, lostTo: undefined },
    });
  });

  test('that rejects is a try that failed, and may be tried again', () => {
    expect(answered(false, true).phase).toMatchObject({
      kind: 'failed-try',
      final: false,
      code: 'rejected',
      cause: { code: 'rejected', message: 'failed', status: 200, requestId: 'r1' },
    });
  });

  test('that does not name it is in doubt', () => {
    expect(answered(false, false).phase).toMatchObject({
      certainty: 'unnamed',
      lostTo: { code: 'unnamed', status: 200, requestId: 'r1' },
    });
  });

  test('to what was never seen starts from that', () => {
    const never = tracked('a', { kind: 'waiting', notBefore: openedAt }, { seen: undefined });
    expect(answered(true, false, never).phase).toMatchObject({
      lookedAt: at,
      before: { status: 'MISSING', idle: false, updatedAt: undefined, at },
    });
    const known = tracked('a', { kind: 'waiting', notBefore: openedAt }, { seen: seen({ status: 'ERROR' }) });
    expect(answered(true, false, known).phase).toMatchObject({ before: { status: 'ERROR' } });
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
