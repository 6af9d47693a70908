import { describe, expect, test } from 'vitest';
import {
  afterConclusion,
  afterLook,
  afterSighting,
} from '../../../functions/maintenance/run/instance-changes.ts';
import type { Tracked, Watching } from '../../../functions/maintenance/run/state.ts';
import type { Action } from '../../../functions/maintenance/schedule/schema.ts';
import { ended, openedAt, second, seen, tracked, watching } from './tracked-fixture.ts';

const waiting = { kind: 'waiting', notBefore: openedAt } as const;
const shows = (status: string, idle = true) => ({ id: 'a', status, idle, updatedAt: 'now' });

/** An instance after a look at 10 s, in a list unless it says otherwise. */
function seenAs(
  one: Tracked,
  status: string,
  {
    idle = true,
    single = false,
    action = 'restart',
    at = 10,
  }: Partial<{
    idle: boolean;
    single: boolean;
    action: Action;
    at: number;
  }> = {},
): Tracked {
  return afterSighting(one, shows(status, idle), second(at), { action, single });
}

/** What is known of one in flight after such a look. */
function watched(
  phase: Partial<Watching>,
  ...look: readonly [string, Parameters<typeof seenAs>[2]?]
): Watching {
  const { phase: after } = seenAs(tracked('a', watching(phase)), ...look);
  if (after.kind !== 'watching') expect.unreachable(`is ${after.kind}`);
  return after;
}

describe('an instance in flight', () => {
  test.each([
    ['restart', 'RESTARTING'],
    ['soft_restart', 'RESTARTING'],
    ['flush', 'FLUSHING'],
  ] as const)('has left, and DCS took the %s, when it is %s', (action, status) => {
    expect(watched({ certainty: 'lost', lookedAt: second(4) }, status, { action })).toMatchObject({
      certainty: 'accepted',
      leftAt: second(10),
      leftWithinMs: 6_000,
      backAt: undefined,
    });
  });

  test('has left with any other status when DCS accepted the action, and only then', () => {
    expect(watched({}, 'ERROR')).toMatchObject({ leftAt: second(10), certainty: 'accepted' });
    expect(watched({ certainty: 'lost' }, 'EXTENDING')).toMatchObject({
      leftAt: undefined,
      certainty: 'lost',
    });
    expect(watched({}, 'RUNNING').leftAt).toBeUndefined();
  });

  test.each([
    ['ERROR', 'RUNNING', true],
    ['ERROR', 'ERROR', false],
    ['ERROR', 'EXTENDING', false],
    ['RUNNING', 'RUNNING', false],
  ])('whose answer was lost, was %s and is %s: has left is %s', (before, now, left) => {
    const { leftAt } = watched({ certainty: 'lost', before: seen({ status: before }) }, now);
    expect(leftAt !== undefined).toBe(left);
  });

  test('left when it was first seen away, and is back when it is first RUNNING again', () => {
    const left = { leftAt: second(2), leftWithinMs: 1_000 };
    expect(watched({ ...left, lookedAt: second(5) }, 'RESTARTING')).toMatchObject({
      ...left,
      backAt: undefined,
    });
    expect(watched(left, 'RUNNING').backAt).toBe(second(10));
    expect(watched({ ...left, backAt: second(8) }, 'RUNNING').backAt).toBe(second(8));
    expect(watched({ ...left, backAt: second(8) }, 'ERROR').backAt).toBeUndefined();
    expect(watched({}, 'RUNNING').backAt).toBeUndefined();
  });

  test.each(['MISSING', 'GONE', 'UNREADABLE'])('is neither away nor back while it is %s', (status) => {
    const phase = { leftAt: second(2), backAt: second(4), confirmedAt: second(5), measuredAt: second(6) };
    expect(watched(phase, status)).toEqual(watching(phase));
  });

  test('is confirmed by a single look that finds it well, until it is not', () => {
    expect(watched({}, 'RUNNING', { single: true }).confirmedAt).toBe(second(10));
    expect(watched({ confirmedAt: second(5) }, 'RUNNING').confirmedAt).toBe(second(5));
    expect(watched({ confirmedAt: second(5) }, 'RUNNING', { idle: false }).confirmedAt).toBeUndefined();
    expect(watched({ confirmedAt: second(5) }, 'ERROR').confirmedAt).toBeUndefined();
  });

  test('keeps its figures while it is well, and a list does not end them', () => {
    const measuredAt = second(6);
    expect(watched({ measuredAt }, 'RUNNING').measuredAt).toBe(measuredAt);
    expect(watched({ measuredAt, confirmedAt: second(5) }, 'RUNNING', { single: true }).measuredAt).toBe(
      measuredAt,
    );
    expect(watched({ measuredAt }, 'RUNNING', { single: true }).measuredAt).toBeUndefined();
    expect(watched({ measuredAt }, 'RUNNING', { idle: false }).measuredAt).toBeUndefined();
  });
});

describe('an outage', () => {
  const away = watching({ leftAt: second(2), leftWithinMs: 3_000, lookedAt: second(5) });
  const known = (phase: Watching, parts: Partial<Tracked> = {}, status = 'RUNNING') => {
    const { outageMs, outageWithinMs } = seenAs(tracked('a', phase, parts), status);
    return { outageMs, outageWithinMs };
  };

  test('is from the first look that found it away to the first that found it back, as far as looks can tell', () => {
    expect(known(away)).toEqual({ outageMs: 8_000, outageWithinMs: 5_000 });
    expect(known({ ...away, lookedAt: second(8) })).toEqual({ outageMs: 8_000, outageWithinMs: 3_000 });
  });

  test('is the longest of its tries', () => {
    const before = { outageMs: 9_000, outageWithinMs: 1 };
    expect(known(away, before)).toEqual(before);
    expect(known(away, { outageMs: 8_000, outageWithinMs: 1 }).outageWithinMs).toBe(1);
    expect(known(away, { outageMs: 7_999, outageWithinMs: 1 }).outageMs).toBe(8_000);
  });

  test('is none while it is away, or was never', () => {
    const none = { outageMs: undefined, outageWithinMs: undefined };
    expect(known(away, {}, 'RESTARTING')).toEqual(none);
    expect(known(watching())).toEqual(none);
  });

  test('of one that was back at once is none, but told', () => {
    const error = watching({ before: seen({ status: 'ERROR' }), lookedAt: second(4) });
    expect(known(error)).toEqual({ outageMs: 0, outageWithinMs: 6_000 });
  });
});

describe('an instance whose turn has not come', () => {
  const one = tracked('a', waiting);

  test.each([
    ['restart', 'EXTENDING', true],
    ['restart', 'ERROR', false],
    ['flush', 'ERROR', true],
  ] as const)('for a %s is held back while it is %s: %s', (action, status, held) => {
    expect(seenAs(one, status, { action }).heldSince).toBe(held ? second(10) : undefined);
  });

  test('is held back while it is busy, from the first look that showed it', () => {
    expect(seenAs(one, 'RUNNING', { idle: false }).heldSince).toBe(second(10));
    expect(seenAs({ ...one, heldSince: second(3) }, 'RUNNING', { idle: false }).heldSince).toBe(second(3));
  });

  test('is let go by a single look and by no list', () => {
    const held = { ...one, heldSince: second(3) };
    expect(seenAs(held, 'RUNNING').heldSince).toBe(second(3));
    expect(seenAs(held, 'RUNNING', { single: true }).heldSince).toBeUndefined();
  });

  test('is known from the latest look, and a single one is as old as it says', () => {
    const look = { ...shows('RUNNING'), age: 4_000 };
    const after = afterSighting(one, look, second(10), { action: 'restart', single: true });
    expect(after.seen).toEqual({ status: 'RUNNING', idle: true, updatedAt: 'now', at: second(10) });
    expect(after.inspectedAt).toBe(second(6));
    expect(seenAs(one, 'RUNNING', { single: true }).inspectedAt).toBe(second(10));
    expect(seenAs(one, 'RUNNING').inspectedAt).toBe(openedAt);
  });
});

describe('the time out of sight', () => {
  test('is the longest between two looks', () => {
    const one = tracked('a', watching({ lookedAt: second(4), blindMs: 5_000 }));
    expect(afterLook(one, second(8)).phase).toEqual(watching({ lookedAt: second(8), blindMs: 5_000 }));
    expect(afterLook(one, second(10)).phase).toEqual(watching({ lookedAt: second(10), blindMs: 6_000 }));
  });

  test('is over for one that was given up on unseen, and is nothing to others', () => {
    const conclusion = {
      id: 'a',
      outcome: 'unknown',
      code: 'unseen',
      reason: 'its region cannot be read',
    } as const;
    const over = afterConclusion(tracked('a', watching()), conclusion, second(10));
    expect(over).toMatchObject({ doneAt: second(10), phase: { kind: 'done', conclusion, outOfSight: true } });
    expect(afterLook(over, second(20))).toEqual({
      ...over,
      phase: { kind: 'done', conclusion, outOfSight: false },
    });
    const others = [tracked('a', waiting), ended('b', 'failed')];
    for (const one of others) expect(afterLook(one, second(20))).toBe(one);
  });

  test.each([
    ['was not sent', tracked('a', waiting), 'unseen'],
    ['was seen to fail', tracked('a', watching()), 'error'],
  ])('does not begin for one that %s', (_, one, code) => {
    const conclusion = { id: 'a', outcome: 'failed', code, reason: 'as it is' } as const;
    expect(afterConclusion(one, conclusion, second(10)).phase).toMatchObject({ outOfSight: false });
  });
});
