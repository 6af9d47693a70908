import { describe, expect, test } from 'vitest';
import { fold } from '../../../functions/maintenance/run/fold.ts';
import type { Tracked } from '../../../functions/maintenance/run/state.ts';
import { applied, at, failureOf, region } from './applied-event.ts';
import { announced, openedAt, second, securing, tracked, watching } from './tracked-fixture.ts';

const waiting = { kind: 'waiting', notBefore: openedAt } as const;

test('a journal begins with the opening of its run', () => {
  expect(() => fold([])).toThrow('an empty journal has no state');
  expect(() => fold([{ type: 'finished', at }])).toThrow('a journal begins with "opened"');
});

describe('backups that cannot be listed', () => {
  const unlisted = (kind: 'denied' | 'unsent') =>
    applied(
      { type: 'look-failed', at, region, failure: failureOf(kind), backupsOf: ['a'] },
      [tracked('a', securing()), tracked('b', securing())],
      { region: { baseline: false } },
    );

  test('are asked for again after a poll, those of others as before, and the region is in sight', () => {
    const { all, its } = unlisted('denied');
    expect(all.map(({ phase }) => phase)).toMatchObject([
      { pausedUntil: second(20), unlisted: { code: 'DCS.4111' } },
      { pausedUntil: openedAt },
    ]);
    expect(its).toMatchObject({ blindSince: undefined, baseline: false });
  });

  test('leave the region alone for a while, unless only they are denied', () => {
    expect(unlisted('denied').its.setbacks).toBe(0);
    expect(unlisted('unsent').its.setbacks).toBe(1);
  });
});

describe('figures', () => {
  const figures = { keys: [['a', 7]], nodes: [] } as const;
  test.each(['keysUnread', 'nodesUnread'] as const)('say why they could not be read (%s)', (unread) => {
    const cause = { code: 'DCS.1', message: 'no figures' };
    const event = { type: 'measured', at, region, ...figures, [unread]: cause } as const;
    expect(applied(event, [tracked('a', watching())]).one.figuresUnread).toEqual(cause);
  });

  test('taken anew are those before the turn of an instance that waits, and of no other', () => {
    const event = { type: 'measured-anew', at, region, ids: ['a', 'b'], ...figures } as const;
    const known = { keysBefore: 9 };
    const all = [tracked('a', waiting, known), tracked('b', watching(), known), tracked('c', waiting, known)];
    const after = applied(event, all).all;
    expect(after[0]).toMatchObject({ keysBefore: 7, figuresAt: at });
    expect(after.slice(1)).toEqual(all.slice(1));
  });
});

describe('the calls of a region that fail', () => {
  const failing = { calls: 5, alone: ['a'] };
  const afterSending = (...its: readonly Tracked[]) =>
    applied({ type: 'submitting', at, region, ids: its.map(({ planned }) => planned.id) }, its, {
      region: { failing },
    }).its.failing.calls;
  const [tried, fresh] = [{ failedTries: 1 }, { failedTries: 0 }];

  test('are forgotten when some are sent together that have failed a try', () => {
    expect(afterSending(tracked('a', waiting, tried), tracked('b', waiting, fresh))).toBe(0);
    expect(afterSending(tracked('a', waiting, fresh), tracked('b', waiting, fresh))).toBe(5);
    expect(afterSending(tracked('a', waiting, tried))).toBe(5);
  });

  test('fail for all when those that are tried alone fail too, but for a state of theirs', () => {
    const all = [tracked('a', announced()), tracked('b', announced())];
    const refused = (kind: 'permanent' | 'wait', calls: number) => {
      const event = { type: 'refused', at, region, ids: ['a', 'b'], failure: failureOf(kind) } as const;
      return applied(event, all, { region: { failing: { calls, alone: ['a', 'b'] } } }).one.phase;
    };
    // The call itself is one of them.
    expect(refused('permanent', 4)).toMatchObject({ kind: 'failed-try', final: true, code: 'DCS.4111' });
    expect(refused('permanent', 3)).toMatchObject({ kind: 'watching', apart: '0' });
    expect(refused('wait', 5)).toMatchObject({ kind: 'watching', apart: '0' });
  });

  test('are counted, with who was named alone, until one is answered', () => {
    const all = [tracked('a', announced()), tracked('b', announced())];
    const afterOne = (ids: readonly string[]) =>
      applied({ type: 'refused', at, region, ids, failure: failureOf('permanent') }, all).its.failing;
    expect(afterOne(['a', 'b'])).toEqual({ calls: 1, alone: [] });
    expect(afterOne(['b'])).toEqual({ calls: 1, alone: ['b'] });
    const answer = { type: 'answered', at, region, ids: ['a'], accepted: ['a'], rejected: [] } as const;
    expect(applied(answer, all, { region: { failing } }).its.failing).toEqual({ calls: 0, alone: [] });
  });

  test('are nothing to a region that the run does not have', () => {
    const event = {
      type: 'refused',
      at,
      region: 'shanghai',
      ids: ['x'],
      failure: failureOf('permanent'),
    } as const;
    expect(applied(event, [tracked('a', announced())], { region: { failing } }).its.failing).toBe(failing);
  });
});
