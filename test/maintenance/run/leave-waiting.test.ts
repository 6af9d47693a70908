import { describe, expect, test } from 'vitest';
import { mayLeaveWaiting } from '../../../functions/maintenance/run/leave-waiting.ts';
import type { Phase, Tracked } from '../../../functions/maintenance/run/state.ts';
import {
  announced,
  ended,
  openedAt,
  second,
  securing,
  seen,
  stateOf,
  tracked,
  watching,
} from './tracked-fixture.ts';

// `settle.inFunction` and `settle.acceptance` are 60 s, `settle.timeout` 30 minutes.
const leaves = (at: number, one: Tracked, parts?: Parameters<typeof stateOf>[1], others: Tracked[] = []) =>
  mayLeaveWaiting(stateOf([one, ...others], parts), second(at));

const away = (leftAt: number) => tracked('a', watching({ leftAt: second(leftAt) }));
const waiting = (notBefore: number) => tracked('a', { kind: 'waiting', notBefore: second(notBefore) });
const backedUpByOther = { id: 'a', usable: undefined, busy: true, made: undefined, pushesOut: false };

describe('what is in doubt is kept in sight, however long it takes,', () => {
  test.each<[string, Phase]>([
    ['a call of which nothing is known', announced()],
    ['an action whose answer was lost', watching({ certainty: 'lost' })],
    ['an action that the answer did not name', watching({ certainty: 'unnamed' })],
    ['a try that failed', { kind: 'failed-try', final: false, code: 'error', reason: 'is ERROR' }],
    ['a backup that was asked for', securing({ stage: { step: 'asked', at: openedAt } })],
    ['a backup that is about to be asked for', securing({})],
  ])('%s', (_, phase) => {
    expect(leaves(1_000, tracked('a', phase))).toBe(false);
    const others = [ended('b', 'succeeded', { outageMs: 900_000 })];
    expect(leaves(1_000, tracked('a', phase), {}, others)).toBe(false);
  });
});

describe('an instance that is away', () => {
  test('is waited for as long as the settings say, by whoever comes', () => {
    expect(leaves(59, away(0))).toBe(false);
    expect(leaves(60, away(0))).toBe(true);
    expect(leaves(300, away(241))).toBe(false);
  });

  test('is not waited for once another of the run took longer than that', () => {
    expect(leaves(1, away(0), {}, [ended('b', 'succeeded', { outageMs: 60_001 })])).toBe(true);
    expect(leaves(1, away(0), {}, [ended('b', 'succeeded', { outageMs: 60_000 })])).toBe(false);
  });

  test('is waited for when the other was only out of sight for so long', () => {
    const seenLate = ended('b', 'succeeded', { outageMs: 290_000, outageWithinMs: 240_000 });
    expect(leaves(1, away(0), {}, [seenLate])).toBe(false);
  });

  test('is waited for as long as the quickest may have come back', () => {
    const others = [
      ended('b', 'succeeded', { outageMs: 900_000 }),
      ended('c', 'succeeded', { outageMs: 9_000 }),
    ];
    expect(leaves(1, away(0), {}, others)).toBe(false);
    expect(leaves(1, away(0), {}, others.toReversed())).toBe(false);
  });

  test('and came back is seen healthy by the same invocation, unless that takes long, too', () => {
    const back = (parts = {}) => tracked('a', watching({ leftAt: second(0), backAt: second(600), ...parts }));
    const others = [ended('b', 'succeeded', { outageMs: 600_000 })];
    expect(leaves(659, back(), {}, others)).toBe(false);
    expect(leaves(660, back(), {}, others)).toBe(true);
    expect(leaves(660, back({ confirmedAt: second(605) }), {}, others)).toBe(false);
  });
});

/** What is accepted shows within so long. */
const shownWithin = (acceptance: number) => ({
  rules: { settle: { timeout: 1_800_000, poll: 10_000, acceptance, inFunction: 60_000 } },
});
const [quick, slow] = [shownWithin(30_000), shownWithin(600_000)];

test('an instance that has not left yet is waited for until its acceptance is over', () => {
  expect(leaves(59, tracked('a', watching()))).toBe(false);
  expect(leaves(60, tracked('a', watching()))).toBe(true);
  expect(leaves(100, tracked('a', watching()), slow)).toBe(true);
  expect(leaves(541, tracked('a', watching()), slow)).toBe(false);
});

test('a try that is due soon is waited for, and one that is not is left', () => {
  expect(leaves(0, waiting(60))).toBe(false);
  expect(leaves(0, waiting(61))).toBe(true);
});

test('a turn that has not come does not keep anybody', () => {
  expect(leaves(100, waiting(0))).toBe(true);
});

test('an instance that is busy when its turn comes is waited for as long as the settings say', () => {
  const held = tracked('a', { kind: 'waiting', notBefore: openedAt }, { heldSince: second(10) });
  expect(leaves(69, held)).toBe(false);
  expect(leaves(70, held)).toBe(true);
});

test('a backup that is being made is waited for as long as the settings say', () => {
  const made = tracked('a', securing({ stage: { step: 'made', backup: 'x' } }));
  expect(leaves(59, made)).toBe(false);
  expect(leaves(60, made)).toBe(true);
  expect(leaves(59, made, quick)).toBe(false);
});

test("somebody else's backup is waited for as long as the settings say", () => {
  const held = tracked('a', securing({ sight: backedUpByOther, sightAt: second(50) }));
  expect(leaves(59, held)).toBe(false);
  expect(leaves(60, held)).toBe(true);
});

describe('a region that is paused', () => {
  test('is waited for when the pause is short', () => {
    expect(leaves(100, waiting(0), { region: { pausedUntil: second(160) } })).toBe(false);
    expect(leaves(100, waiting(0), { region: { pausedUntil: second(161) } })).toBe(true);
    expect(leaves(100, waiting(0), { region: { pausedUntil: second(100) } })).toBe(true);
  });

  test('because it cannot be read is waited for as long as the settings say', () => {
    const region = { pausedUntil: second(130), blindSince: second(41) };
    expect(leaves(100, waiting(0), { region })).toBe(false);
    expect(leaves(101, waiting(0), { region })).toBe(true);
  });
});

test('the pause between two waves is waited for when it is short', () => {
  const others = [ended('b', 'succeeded', { doneAt: second(100) })];
  const pausing = (pauseBetween: number) => ({ rules: { pauseBetween } });
  expect(leaves(110, waiting(0), pausing(30_000), others)).toBe(false);
  expect(leaves(130, waiting(0), pausing(30_000), others)).toBe(true);
  expect(leaves(110, waiting(0), pausing(600_000), others)).toBe(true);
  expect(leaves(110, waiting(0), pausing(0), others)).toBe(true);
});

test('whoever waits for nothing in particular leaves', () => {
  expect(leaves(0, ended('a', 'succeeded', { doneAt: openedAt }))).toBe(true);
});

describe('in another region', () => {
  const elsewhere = (one: Tracked): Tracked => ({ ...one, planned: { ...one.planned, region: 'shanghai' } });
  const late = ended('b', 'succeeded', { outageMs: 900_000 });

  test('an instance that was quick to come back counts as well', () => {
    const quickest = elsewhere(ended('c', 'succeeded', { outageMs: 9_000 }));
    expect(leaves(1, away(0), {}, [late, quickest])).toBe(false);
  });

  test('an instance that was not away shows nothing', () => {
    expect(leaves(1, away(0), {}, [late, elsewhere(ended('c', 'failed'))])).toBe(true);
  });

  test('an instance to which nothing was done ends no pause between waves, nor keeps others from it', () => {
    const others = [ended('b', 'succeeded', { doneAt: second(100) }), elsewhere(ended('c', 'failed'))];
    expect(leaves(110, waiting(0), { rules: { pauseBetween: 30_000 } }, others)).toBe(false);
  });
});

test('a try that is due soon is waited for, whatever the instance looks like', () => {
  const busy = { ...waiting(60), seen: seen({ status: 'EXTENDING' }) };
  expect(leaves(0, busy)).toBe(false);
  expect(leaves(0, { ...busy, phase: waiting(61).phase })).toBe(true);
});

describe('an instance that waits for its own window', () => {
  const hour = 3_600_000;
  const rules = { inMaintenanceWindow: { zone: 'UTC', clock: { offset: 0, changes: [] } } };
  /** It opens half an hour into the run. */
  const one = tracked(
    'a',
    { kind: 'waiting', notBefore: openedAt },
    { maintenance: { begin: 20 * hour, end: 22 * hour } },
  );

  test('is waited for where that opens within what the settings say', () => {
    expect(leaves(1_739, one, { rules })).toBe(true);
    expect(leaves(1_740, one, { rules })).toBe(false);
  });

  test('is left, also where its next try would be due before that', () => {
    const next = { kind: 'waiting', notBefore: second(60) } as const;
    expect(leaves(0, { ...one, phase: next }, { rules })).toBe(true);
  });
});

describe('a pause between waves', () => {
  const rules = { pauseBetween: 600_000 };
  const next = tracked('next', { kind: 'waiting', notBefore: openedAt }, { wave: 2 });
  const done = (id: string, at: number, wave = 1) => ended(id, 'succeeded', { doneAt: second(at), wave });

  test('is waited for where it is soon over, after any of the waves', () => {
    expect(leaves(639, next, { rules }, [done('b', 100)])).toBe(true);
    expect(leaves(640, next, { rules }, [done('b', 100)])).toBe(false);
    expect(leaves(640, next, { rules }, [done('b', 100), done('c', 0, 0)])).toBe(false);
    expect(leaves(640, next, { rules }, [done('b', 0), done('c', 100, 0)])).toBe(false);
  });
});
