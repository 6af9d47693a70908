import { describe, expect, test } from 'vitest';
import {
  heldBy as heldAt,
  isInHand,
  lookBeside,
  waitsUntil,
} from '../../../functions/maintenance/run/in-hand.ts';
import type { RunState, Tracked } from '../../../functions/maintenance/run/state.ts';
import {
  announced,
  ended,
  openedAt,
  rulesOf,
  second,
  securing,
  stateOf,
  tracked,
  watching,
} from './tracked-fixture.ts';

const waiting = { kind: 'waiting', notBefore: openedAt } as const;
const queued = tracked('a', waiting, { attempts: 0 });
const prepared = {
  'backed up': tracked('a', securing(), { attempts: 0 }),
  'to be sent again': tracked('a', waiting, { attempts: 1 }),
};
const sent = {
  announced: tracked('a', announced()),
  watched: tracked('a', watching()),
  'failed in a try': tracked('a', { kind: 'failed-try', final: false, code: 'error', reason: 'is ERROR' }),
};
const done = ended('a', 'failed');

const heldBy = (own: RunState, others: readonly RunState[], now = openedAt) => heldAt(own, others, now);
const mine = (one: Tracked): RunState => ({ ...stateOf([one]), run: 'mine' });
const theirs = (one: Tracked, opened = openedAt): RunState => ({
  ...stateOf([one]),
  run: 'theirs',
  openedAt: opened,
});
const [earlier, later] = [second(-1), second(1)];
const holds = (other: Tracked, own: Tracked, opened: number) =>
  heldBy(mine(own), [theirs(other, opened)]).get('a') === 'theirs';

describe('an instance that another run', () => {
  test.each(Object.entries(sent))('has %s is in its hand, whichever run began first', (_, other) => {
    for (const own of [queued, ...Object.values(prepared), ...Object.values(sent)])
      for (const opened of [earlier, later]) expect(holds(other, own, opened)).toBe(true);
  });

  test.each(Object.entries(prepared))(
    'has %s is in its hand, but of two that prepare it only the one that began first has it',
    (_, other) => {
      for (const opened of [earlier, later]) expect(holds(other, queued, opened)).toBe(true);
      for (const own of [...Object.values(prepared), ...Object.values(sent)])
        expect([earlier, later].map((opened) => holds(other, own, opened))).toEqual([true, false]);
    },
  );

  test('is yet to begin with is its own when it began first, and this one is yet to begin as well', () => {
    expect([earlier, later].map((opened) => holds(queued, queued, opened))).toEqual([true, false]);
    for (const own of [...Object.values(prepared), ...Object.values(sent)])
      expect(holds(queued, own, earlier)).toBe(false);
  });

  test('is done with is free', () => {
    for (const own of [queued, ...Object.values(prepared), ...Object.values(sent)])
      expect(holds(done, own, earlier)).toBe(false);
  });

  test('has in hand is nothing to a run that is done with it, or is not about it', () => {
    for (const other of [queued, ...Object.values(prepared), ...Object.values(sent)]) {
      expect(holds(other, done, earlier)).toBe(false);
      expect(heldBy(mine(tracked('b', waiting, { attempts: 0 })), [theirs(other)]).size).toBe(0);
    }
  });
});

test('of two runs that began at once, the one whose name comes first was first', () => {
  const [a, b] = [
    { ...mine(queued), run: 'a' },
    { ...mine(queued), run: 'b' },
  ];
  expect([heldBy(a, [b]).size, heldBy(b, [a]).size]).toEqual([0, 1]);
  // The name counts for nothing more.
  const late = { ...a, openedAt: later };
  expect([heldBy(late, [b]).size, heldBy(b, [late]).size]).toEqual([1, 0]);
});

test('a run that has finished holds nothing, and none holds what is its own', () => {
  const other = sent.watched;
  expect(heldBy(mine(queued), [{ ...theirs(other), finishedAt: openedAt }]).size).toBe(0);
  expect(heldBy(mine(queued), [mine(other)]).size).toBe(0);
  expect([...heldBy(mine(queued), [mine(other), theirs(other)])]).toEqual([['a', 'theirs']]);
});

test('in hand is what was sent, is backed up or is to be sent again', () => {
  for (const one of [...Object.values(prepared), ...Object.values(sent)]) expect(isInHand(one)).toBe(true);
  for (const one of [queued, done]) expect(isInHand(one)).toBe(false);
});

test('a run waits for others until its window ends, or as long as it was told to, or as long as a restart may take', () => {
  const state = stateOf([queued]);
  const about = { ...state.about, waitUntil: second(600) };
  const rules = rulesOf({ windowEnd: second(900) });
  expect(waitsUntil({ ...state, rules, about })).toBe(second(900));
  expect(waitsUntil({ ...state, about })).toBe(second(600));
  expect(waitsUntil(state)).toBe(openedAt + state.rules.settle.timeout);
});

test('an instance that another run keeps for its maintenance window only is free until that opens', () => {
  const local = { zone: 'UTC', clock: { offset: 0, changes: [] } };
  // Opened at 19:30.
  const maintenance = { begin: 20 * 3_600_000, end: 21 * 3_600_000 };
  const waits = (one: Tracked) => {
    const state = stateOf([{ ...one, maintenance }], { rules: { inMaintenanceWindow: local } });
    return { ...state, run: 'theirs', openedAt: second(-1) };
  };
  expect(heldBy(mine(queued), [waits(queued)]).size).toBe(0);
  expect(heldBy(mine(queued), [waits(queued)], second(1_800)).size).toBe(1);
  // What was done to it already is not over.
  expect(heldBy(mine(queued), [waits(prepared['to be sent again'])]).size).toBe(1);
});

describe('a look at others after another', () => {
  const run = (name: string, ...all: readonly Tracked[]): RunState => ({ ...stateOf(all), run: name });
  const busy = (id: string) => tracked(id, watching());
  const free = (id: string) => tracked(id, waiting, { attempts: 0 });
  const own = run('mine', free('a'), free('b'));
  /** What others have in hand of them after they were like this, and then like that. */
  const heldAfter = (before: readonly RunState[], now: readonly RunState[], ours = own) =>
    [...lookBeside(ours, now, openedAt, lookBeside(own, before, openedAt)).held].sort();
  const changed = (state: RunState, one: Tracked): RunState => {
    const draft = state.instances.draft();
    draft.change(one.planned.id, () => one);
    return { ...state, instances: draft.roster() };
  };

  test('sees what has changed of one of them, and of the run itself', () => {
    const other = run('other', busy('a'));
    expect(heldAfter([other], [changed(other, ended('a', 'failed'))])).toEqual([]);
    expect(heldAfter([run('other', free('b'), busy('a'))], [run('other', busy('b'), busy('a'))])).toEqual([
      ['a', 'other'],
      ['b', 'other'],
    ]);
    expect(heldAfter([other], [other], changed(own, ended('a', 'failed')))).toEqual([]);
  });

  test('sees that another one has come, is over, or stands in its place', () => {
    const [x, y] = [run('x', busy('a')), run('y', busy('b'))];
    expect(heldAfter([x], [x, y])).toEqual([
      ['a', 'x'],
      ['b', 'y'],
    ]);
    expect(heldAfter([x, y], [x])).toEqual([['a', 'x']]);
    expect(heldAfter([x], [y])).toEqual([['b', 'y']]);
    expect(heldAfter([x, y], [x, run('z', free('a'))])).toEqual([['a', 'x']]);
  });

  test('names of two that have the same the one that a whole look names', () => {
    const [x, y] = [run('x', busy('a'), free('b')), run('y', busy('a'))];
    const now = [changed(x, busy('b')), y];
    expect(heldAfter([x, y], now)).toEqual(heldAfter([], now));
  });

  test('sees that a window has opened for which the other waits, where nothing else has changed', () => {
    const rules = { inMaintenanceWindow: { zone: 'UTC', clock: { offset: 0, changes: [] } } };
    const maintenance = { begin: 20 * 3_600_000, end: 21 * 3_600_000 };
    const waits = { ...stateOf([{ ...queued, maintenance }], { rules }), run: 'theirs', openedAt: earlier };
    const before = lookBeside(own, [waits], openedAt);
    expect(before.held.size).toBe(0);
    expect([...lookBeside(own, [waits], second(1_800), before).held]).toEqual([['a', 'theirs']]);
  });
});
