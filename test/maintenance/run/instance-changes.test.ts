import { describe, expect, test } from 'vitest';
import {
  afterFigures,
  afterLook,
  afterMeasuring,
  afterMeasuringAnew,
  afterSighting,
  isUntried,
  withoutOldLooks,
} from '../../../functions/maintenance/run/instance-changes.ts';
import type { Tracked, Watching } from '../../../functions/maintenance/run/state.ts';
import { failureOf } from './applied-event.ts';
import { announced, openedAt, second, securing, seen, tracked, watching } from './tracked-fixture.ts';

const waiting = { kind: 'waiting', notBefore: openedAt } as const;
const back = { status: 'RUNNING', idle: true, updatedAt: 'now', id: 'a' };
const figures = { keys: new Map([['a', 0]]), nodes: new Map([['a', { total: 2, active: 2, masters: 1 }]]) };
const measuredAtOf = ({ phase }: Tracked) => (phase.kind === 'watching' ? phase.measuredAt : 'not watched');

describe('figures of an instance', () => {
  const away = tracked('a', watching({ leftAt: second(5) }));

  test('that were taken while it was away say nothing of it once it is back', () => {
    const measured = afterMeasuring(away, figures, second(10), false);
    const listed = afterSighting(measured, back, second(20), { action: 'flush', single: false });
    const confirmed = afterSighting(listed, back, second(21), { action: 'flush', single: true });
    expect(measuredAtOf(measured)).toBe(second(10));
    expect(measuredAtOf(confirmed)).toBeUndefined();
  });

  test('that were taken after it was confirmed to be back hold while it stays so', () => {
    const confirmed = afterSighting(away, back, second(21), { action: 'flush', single: true });
    const measured = afterMeasuring(confirmed, figures, second(22), false);
    const again = afterSighting(measured, back, second(31), { action: 'flush', single: true });
    expect(measuredAtOf(again)).toBe(second(22));
  });

  test('keep the fewest keys that were counted since the call', () => {
    const fewest = (before: number | undefined, ...counts: readonly number[]) => {
      const one = tracked('a', watching({ fewestKeys: before }));
      const keys = new Map(counts.map((count) => ['a', count]));
      const { phase } = afterMeasuring(one, { ...figures, keys }, second(10), false);
      return phase.kind === 'watching' ? phase.fewestKeys : phase.kind;
    };
    expect([fewest(undefined, 7), fewest(3, 7), fewest(9, 7), fewest(3)]).toEqual([7, 3, 7, 3]);
  });
});

describe('figures of an instance that is about to be restarted again', () => {
  const nodes = (active: number, total = 2) => ({ total, active, masters: 1 });
  /** What counts as what it had before, of one that had `before` and has `now`. */
  const counted = (
    before: ReturnType<typeof nodes>,
    now: ReturnType<typeof nodes>,
    parts?: Partial<Tracked>,
  ) =>
    afterMeasuringAnew(
      tracked('a', waiting, { sent: watching(), nodesBefore: before, ...parts }),
      { keys: new Map(), nodes: new Map([['a', now]]) },
      second(10),
    ).nodesBefore;

  test('are what it had before, but for what its own try has cost it', () => {
    expect(counted(nodes(2), nodes(1))).toEqual(nodes(2));
    expect(counted(nodes(1), nodes(2))).toEqual(nodes(2));
    expect(counted(nodes(2), nodes(2, 3))).toEqual(nodes(2, 3));
  });

  test('are what it had before whatever others have cost it, where none was sent', () => {
    expect(counted(nodes(2), nodes(1), { sent: undefined })).toEqual(nodes(1));
  });
});

test.each<[boolean, Partial<Tracked>]>([
  [true, {}],
  [false, { sent: watching() }],
  [false, { attempts: 1 }],
  [false, { failedTries: 1 }],
])('that nothing was ever sent for an instance is %s with %j', (expected, parts) => {
  expect(isUntried(tracked('a', waiting, { attempts: 0, ...parts }))).toBe(expected);
});

test('a status that the targets are not for holds up an instance, but not one that was tried', () => {
  const look = { ...back, status: 'ERROR' };
  const heldSince = (attempts: number) =>
    afterSighting(tracked('a', waiting, { attempts }), look, second(10), {
      action: 'restart',
      startFrom: ['RUNNING'],
      single: true,
    }).heldSince;
  expect([heldSince(0), heldSince(1)]).toEqual([second(10), undefined]);
});

describe('an instance whose run goes on in another invocation', () => {
  const judged = {
    verdict: { kind: 'met', reason: 'it is so' },
    at: openedAt,
    keeps: false,
    old: false,
  } as const;
  const unknown = { inspectedAt: undefined, figuresAt: undefined };

  test.each<[string, Tracked]>([
    ['that was looked at', tracked('a', waiting, { figuresAt: undefined })],
    ['whose figures were taken', tracked('a', waiting, { inspectedAt: undefined })],
    ['whose metrics were looked at', tracked('a', waiting, { ...unknown, judged })],
    ['whose backup is looked after', tracked('a', securing(), { judged })],
  ])('%s is looked at anew before it is sent', (_, one) => {
    const old = one.judged && { ...judged, old: true };
    expect(withoutOldLooks(one)).toEqual({ ...one, ...unknown, judged: old });
  });

  test.each<[string, Tracked]>([
    ['of which nothing was seen', tracked('a', waiting, unknown)],
    [
      'whose look at its metrics is an old one',
      tracked('a', waiting, { ...unknown, judged: { ...judged, old: true } }),
    ],
    ['that was sent', tracked('a', watching(), { judged })],
  ])('%s stays as it is', (_, one) => {
    expect(withoutOldLooks(one)).toBe(one);
  });
});

describe('an action that this run did not ask for', () => {
  const look = (status: string) => ({ ...back, status });

  test.each(['restart', 'soft_restart'] as const)(
    'is no sign of its own: an accepted %s has not begun where FLUSHING was seen',
    (action) => {
      const accepted = tracked('a', watching({ certainty: 'accepted' }));
      const flushing = afterSighting(accepted, look('FLUSHING'), second(10), { action, single: false });
      const again = afterSighting(flushing, back, second(20), { action, single: false });
      expect(again.phase).toMatchObject({ leftAt: undefined, backAt: undefined, others: 'FLUSHING' });
      const restarting = afterSighting(again, look('RESTARTING'), second(30), { action, single: false });
      expect(restarting.phase).toMatchObject({ leftAt: second(30), others: 'FLUSHING' });
    },
  );

  test('is no sign of an accepted flush either', () => {
    const accepted = tracked('a', watching({ certainty: 'accepted' }));
    const seen = afterSighting(accepted, look('RESTARTING'), second(10), { action: 'flush', single: false });
    expect(seen.phase).toMatchObject({ leftAt: undefined, others: 'RESTARTING' });
  });
});

describe('an instance whose call is under way', () => {
  const shown = (status: string, phase = announced()) =>
    afterSighting(tracked('a', phase), { ...back, status }, second(10), { action: 'restart', single: false });

  test('has begun when it is first seen to carry the action out, and by nothing else', () => {
    const phase = { ...announced(), lookedAt: second(4) };
    const begun = { at: second(10), withinMs: 6_000 };
    expect(shown('RESTARTING', phase).phase).toEqual({ ...phase, begun });
    const before = { at: second(3), withinMs: 2_000 };
    expect(shown('RESTARTING', { ...phase, begun: before }).phase).toEqual({ ...phase, begun: before });
    for (const status of ['RUNNING', 'FLUSHING']) expect(shown(status, phase).phase).toEqual(phase);
  });

  test('was out of sight for the longest time between two looks', () => {
    const phase = { ...announced(), lookedAt: second(4), blindMs: 5_000 };
    const looked = (at: number) => afterLook(tracked('a', phase), second(at)).phase;
    expect(looked(8)).toEqual({ ...phase, lookedAt: second(8) });
    expect(looked(10)).toEqual({ ...phase, lookedAt: second(10), blindMs: 6_000 });
  });
});

describe('an instance that waits after it was sent', () => {
  const sent = watching({
    certainty: 'refused',
    lookedAt: second(2),
    fewestKeys: 8,
    confirmedAt: second(2),
    measuredAt: second(2),
  });
  const one = tracked('a', waiting, {
    sent,
    seen: seen({ at: second(4) }),
    heldSince: second(3),
    cohort: '0',
    trouble: { since: second(2), code: 'DCS.4111', reason: 'Huawei Cloud refused the call' },
    keysBefore: 10,
  });
  const looked = (from: Tracked, status = 'FLUSHING') =>
    afterSighting(from, { ...back, status }, second(10), { action: 'flush', single: false });
  /** Watched as it was when its call had ended. */
  const again = (phase: Partial<Watching>, parts: Partial<Tracked>): Tracked => ({
    ...one,
    ...parts,
    phase: { ...sent, lookedAt: second(4), confirmedAt: undefined, measuredAt: undefined, ...phase },
    sent: undefined,
    heldSince: undefined,
    cohort: '',
    trouble: undefined,
  });

  test('and is seen to carry the action out was taken all the same', () => {
    const now = { status: 'FLUSHING', idle: true, updatedAt: 'now', at: second(10) };
    const taken = { certainty: 'accepted', leftAt: second(10) } as const;
    expect(looked(one)).toEqual(again({ ...taken, leftWithinMs: 6_000 }, { seen: now }));
    // Where no look is known, since the last one at its region.
    expect(looked({ ...one, seen: undefined }).phase).toMatchObject({ ...taken, leftWithinMs: 8_000 });
    const still = { phase: waiting, heldSince: second(3) };
    expect(looked({ ...one, sent: undefined })).toMatchObject(still);
    expect(looked(one, 'EXTENDING')).toMatchObject({ ...still, sent });
  });

  const throttled = { ...sent, answer: { kind: 'failure', failure: failureOf('throttled') } } as const;
  const counted = (from: Tracked, count: number | undefined) => afterFigures(from, count, second(10));
  const figuresAt = second(10);

  test.each<[string, Partial<Tracked>, number | undefined, number | undefined]>([
    ['the count is the one before it', { sent: undefined, keysBefore: 10 }, 7, 7],
    ['an older count stands where there is none', { sent: undefined, keysBefore: 10 }, undefined, 10],
    ['a refusal is believed without a count', {}, undefined, 10],
    ['one that keeps its keys is sent again', { sent: { ...sent, certainty: 'lost' } }, 9, 10],
    ['one of which none were counted before, too', { keysBefore: undefined }, 1, undefined],
    ['keys expire while it waits after a call that came too often', { sent: throttled }, 3, 3],
    ['so they do where none were counted before', { sent: throttled, keysBefore: undefined }, 0, 0],
  ])('or was not, to be flushed: %s', (_, parts, count, keysBefore) => {
    const from = { ...one, keys: 3, ...parts };
    expect(counted(from, count)).toEqual({ ...from, figuresAt, keys: count, keysBefore });
  });

  test('for a flush and has lost keys since is watched again', () => {
    expect(counted(one, 8)).toEqual(again({ fewestKeys: 8 }, { figuresAt, keys: 8 }));
    expect(counted(one, 3)).toEqual(again({ fewestKeys: 3 }, { figuresAt, keys: 3 }));
  });

  test('for a flush whose call came too often and is empty now is watched again, and has been tried', () => {
    const { answer } = throttled;
    expect(counted({ ...one, sent: throttled }, 0)).toEqual(
      again({ answer, fewestKeys: 0 }, { figuresAt, keys: 0, attempts: one.attempts + 1 }),
    );
  });

  test('for a flush whose answer was lost is watched again when its keys cannot be counted', () => {
    const lost = { certainty: 'lost' } as const;
    expect(counted({ ...one, sent: { ...sent, ...lost } }, undefined)).toEqual(
      again({ ...lost, fewestKeys: undefined }, { figuresAt, keys: undefined }),
    );
  });

  test('no more is not changed by its count', () => {
    const flown = tracked('a', watching(), { keysBefore: 10 });
    expect(counted(flown, 7)).toBe(flown);
  });
});
