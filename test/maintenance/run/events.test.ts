import { describe, expect, test } from 'vitest';
import { apply } from '../../../functions/maintenance/run/fold.ts';
import type { Tracked } from '../../../functions/maintenance/run/state.ts';
import { applied, at, failureOf, pauseMs, region } from './applied-event.ts';
import { ended, openedAt, second, seen, stateOf, tracked, watching } from './tracked-fixture.ts';

const waiting = { kind: 'waiting', notBefore: openedAt } as const;
const announced = {
  kind: 'announced',
  at: second(9),
  before: seen(),
  lookedAt: second(9),
  blindMs: 0,
  begun: undefined,
} as const;

describe('a look at a region', () => {
  test('ends what failed before it, and tells how long everything in flight was out of sight', () => {
    const two = [tracked('a', watching()), tracked('b', watching())];
    const { all, its } = applied({ type: 'observed', at, region, changes: [] }, two, {
      region: { blindSince: second(3), setbacks: 4, lookedAt: second(1) },
    });
    expect(its).toMatchObject({ lookedAt: at, blindSince: undefined, setbacks: 0 });
    for (const { phase } of all) expect(phase).toMatchObject({ lookedAt: at, blindMs: 10_000 });
  });

  test('shows what differs, and is no single look', () => {
    const change = { id: 'a', status: 'RESTARTING', idle: false, updatedAt: 'now' };
    const { one } = applied({ type: 'observed', at, region, changes: [change] }, [tracked('a', watching())]);
    expect(one.seen).toEqual({ status: 'RESTARTING', idle: false, updatedAt: 'now', at });
    expect(one.inspectedAt).toBe(openedAt);
    expect(one.phase).toMatchObject({ leftAt: at, leftWithinMs: 10_000 });
  });

  test('of a single instance is one, and as old as it says', () => {
    const sighting = { id: 'a', status: 'RUNNING', idle: true, updatedAt: 'then', age: 2_000 };
    const { one } = applied({ type: 'inspected', at, region, sightings: [sighting] }, [
      tracked('a', waiting),
    ]);
    expect(one.inspectedAt).toBe(second(8));
  });

  test('that failed leaves the region alone for a while, and says since when it is blind', () => {
    const failure = failureOf('unsent');
    const event = { type: 'look-failed', at, region, failure } as const;
    expect(applied(event, [tracked('a', waiting)]).its).toMatchObject({
      blindSince: at,
      setbacks: 1,
      pausedUntil: at + pauseMs(1),
      lastFailure: failure,
    });
    const denied = { ...event, failure: failureOf('denied') };
    expect(applied(denied, [tracked('a', waiting)]).its.setbacks).toBe(1);
    const again = applied(event, [tracked('a', waiting)], { region: { blindSince: second(4), setbacks: 2 } });
    expect(again.its).toMatchObject({ blindSince: second(4), setbacks: 3, pausedUntil: at + pauseMs(3) });
  });

  test('that DCS wants later is not repeated before', () => {
    const failure = failureOf('throttled', { retryAfterMs: 300_000 });
    expect(applied({ type: 'look-failed', at, region, failure }, []).its.pausedUntil).toBe(second(310));
    const soon = failureOf('throttled', { retryAfterMs: 1 });
    expect(applied({ type: 'look-failed', at, region, failure: soon }, []).its.pausedUntil).toBe(
      at + pauseMs(1),
    );
  });

  test('that DCS wants a day later is repeated while what is under way is still waited for', () => {
    const failure = failureOf('throttled', { retryAfterMs: 86_400_000 });
    // Half of 30 minutes.
    expect(applied({ type: 'look-failed', at, region, failure }, []).its.pausedUntil).toBe(second(910));
  });

  test('is nothing to a region or an instance that the run does not have', () => {
    const state = stateOf([tracked('a', waiting)]);
    expect(apply(state, { type: 'observed', at, region: 'shanghai', changes: [] })).toEqual(state);
    const stranger = { id: 'x', status: 'RUNNING', idle: true, updatedAt: 'now' };
    expect(apply(state, { type: 'inspected', at, region, sightings: [stranger] })).toEqual(state);
  });
});

describe('figures', () => {
  const nodes = { total: 2, active: 2, masters: 1 };
  const event = { type: 'measured', at, region, keys: [['a', 7]], nodes: [['a', nodes]] } as const;

  test('are those of before, the first time', () => {
    const { one, its } = applied(event, [tracked('a', waiting)], { region: { baseline: false } });
    expect(one).toMatchObject({ keysBefore: 7, keys: 7, nodesBefore: nodes, nodes });
    expect(its.baseline).toBe(true);
  });

  test('are those of now of what is watched, later', () => {
    const before = { keysBefore: 9, nodesBefore: nodes };
    const { all } = applied(event, [tracked('a', watching(), before), tracked('b', waiting, before)]);
    expect(all[0]).toMatchObject({ ...before, keys: 7, nodes, phase: { measuredAt: at } });
    expect(all[1]).toMatchObject({ ...before, keys: undefined, nodes: undefined });
  });
});

describe('figures taken anew of whom a restart is about to be sent for', () => {
  const ill = { total: 2, active: 0, masters: 1 };
  const well = { total: 2, active: 2, masters: 1 };
  const anew = (nodes: typeof well, one: Tracked, keys: readonly [string, number][] = []) =>
    applied({ type: 'measured', at, region, keys, nodes: [['a', nodes]], asked: ['a'] }, [one]).one;

  test('are those of before: another run may have mended what was ill', () => {
    const before = tracked('a', waiting, { nodesBefore: ill, keysBefore: 9, figuresAt: undefined });
    expect(anew(well, before, [['a', 7]])).toMatchObject({
      nodesBefore: well,
      keysBefore: 7,
      figuresAt: at,
    });
  });

  test('leave it what it had before its own first try', () => {
    const sent = tracked('a', waiting, { sent: watching(), nodesBefore: well, keysBefore: 9 });
    expect(anew(ill, sent)).toMatchObject({ nodesBefore: well, keysBefore: 9, figuresAt: at });
    expect(anew(well, { ...sent, nodesBefore: ill })).toMatchObject({ nodesBefore: well });
  });

  test('that could not be read leave the old ones, and are not asked for again', () => {
    const before = tracked('a', waiting, { nodesBefore: ill, keysBefore: 9 });
    const unread = { type: 'measured', at, region, keys: [], nodes: [], asked: ['a'] } as const;
    expect(applied(unread, [before]).one).toMatchObject({ nodesBefore: ill, keysBefore: 9, figuresAt: at });
  });

  test('change nothing of whom was sent meanwhile', () => {
    expect(anew(ill, tracked('a', announced, { nodesBefore: well }))).toMatchObject({ nodesBefore: well });
  });
});

describe('a call that changes something', () => {
  test('is announced: a try more, and nothing that was known is good for the next', () => {
    const before = tracked('a', waiting, { keys: 7 });
    const event = { type: 'submitting', at, region, ids: ['a'] } as const;
    expect(applied(event, [before]).one).toEqual({
      ...before,
      attempts: 2,
      keys: undefined,
      inspectedAt: undefined,
      phase: { kind: 'announced', at, before: seen(), lookedAt: at, blindMs: 0, begun: undefined },
    });
    const never = tracked('a', waiting, { seen: undefined });
    expect(applied(event, [never]).one.phase).toEqual({
      kind: 'announced',
      at,
      before: { status: 'MISSING', idle: false, updatedAt: undefined, at },
      lookedAt: at,
      blindMs: 0,
      begun: undefined,
    });
  });

  test('is answered, instance by instance, and the region is well', () => {
    const ids = ['a', 'b', 'c'];
    const event = { type: 'answered', at, region, ids, accepted: ['a'], rejected: ['b'] } as const;
    const { all, its } = applied(
      event,
      ids.map((id) => tracked(id, announced)),
      { region: { setbacks: 3 } },
    );
    expect(all.map(({ phase }) => ('certainty' in phase ? phase.certainty : phase.kind))).toEqual([
      'accepted',
      'rejected',
      'unnamed',
    ]);
    expect(its.setbacks).toBe(0);
  });

  test('whose answer comes after an instance was given up on changes nothing of it', () => {
    const over = ended('a', 'unknown');
    expect(
      applied({ type: 'answered', at, region, ids: ['a'], accepted: ['a'], rejected: [] }, [over]).one,
    ).toEqual(over);
    const failure = failureOf('permanent');
    expect(applied({ type: 'refused', at, region, ids: ['a'], failure }, [over]).one).toEqual(over);
  });

  test('that was refused as a whole is taken apart in quarters, and the region looked at anew', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const partsOf = (count: number) => {
      const event = {
        type: 'refused',
        at,
        region,
        ids: ids.slice(0, count),
        failure: failureOf('permanent'),
      } as const;
      const { all, its } = applied(
        event,
        ids.map((id) => tracked(id, announced, { cohort: '1' })),
      );
      expect(its).toMatchObject({ lookedAt: Number.NEGATIVE_INFINITY, setbacks: 0, pausedUntil: 0 });
      return all.map(({ phase }) => (phase.kind === 'watching' ? phase.apart : phase.kind));
    };
    expect(partsOf(6)).toEqual(['10', '10', '11', '12', '12', '13']);
    expect(partsOf(4)).toEqual(['10', '11', '12', '13', 'announced', 'announced']);
    expect(partsOf(2)).toEqual(['10', '12', ...Array(4).fill('announced')]);
  });

  test('that was refused for one instance is its own failure, if a look does not show otherwise', () => {
    const event = { type: 'refused', at, region, ids: ['a'], failure: failureOf('permanent') } as const;
    expect(applied(event, [tracked('a', announced)]).one.phase).toMatchObject({
      kind: 'watching',
      certainty: 'refused',
      apart: undefined,
    });
  });

  test.each(['throttled', 'unsent'] as const)(
    'that was %s leaves the region alone, and what was seen stands',
    (kind) => {
      const failure = failureOf(kind);
      const { one, its } = applied({ type: 'refused', at, region, ids: ['a'], failure }, [
        tracked('a', announced),
      ]);
      expect(its).toMatchObject({
        lookedAt: openedAt,
        setbacks: 1,
        pausedUntil: at + pauseMs(1),
        lastFailure: failure,
      });
      expect(one.phase).toEqual({ kind: 'waiting', notBefore: at });
    },
  );

  test('that failed and is tried again counts as a try, and may be sent with any other', () => {
    const before = tracked(
      'a',
      { kind: 'failed-try', final: false, code: 'error', reason: 'is ERROR' },
      {
        cohort: '01',
        failedTries: 1,
      },
    );
    const cause = { code: 'DCS.5000', message: 'as DCS says' };
    const retry = { id: 'a', notBefore: second(40), code: 'error', reason: 'is ERROR', cause };
    expect(applied({ type: 'retrying', at, retries: [retry] }, [before]).one).toEqual({
      ...before,
      failedTries: 2,
      cohort: '',
      phase: { kind: 'waiting', notBefore: second(40) },
      trouble: { since: at, code: 'error', reason: 'is ERROR', cause },
    });
  });
});
