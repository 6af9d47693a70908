import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tellUntil, timeBudget, timeFrame } from '../../../functions/maintenance/invocation/time-budget.ts';

const now = Date.parse('2026-11-22T19:30:00Z');
const usual = { acceptance: 60_000, poll: 10_000 };

describe('how long an invocation may act', () => {
  test.each([
    // 25 s are kept for telling, and 90 s for seeing what was started come back.
    [900, usual, 785, 875],
    [259_200, usual, 259_085, 259_175],
    [300, usual, 185, 275],
    // A short one keeps a quarter for telling, and half of the rest for starting.
    [80, usual, 30, 60],
    [3, usual, 1.125, 2.25],
    [900, { acceptance: 1_800_000, poll: 10_000 }, 437.5, 875],
    [0, usual, 0, 0],
    [-5, usual, 0, 0],
  ])('%i s left, settling in %j: starts for %d s, acts for %d s', (remaining, settle, start, act) => {
    const { startUntil, actUntil } = timeBudget(now, remaining * 1_000, settle);
    expect([(startUntil - now) / 1_000, (actUntil - now) / 1_000]).toEqual([start, act]);
  });

  test('starts end before acting does, and acting before the function is killed', () => {
    const settling = fc.record({ acceptance: fc.nat({ max: 3_600_000 }), poll: fc.nat({ max: 60_000 }) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 259_200_000 }), settling, (remaining, settle) => {
        const { startUntil, actUntil } = timeBudget(now, remaining, settle);
        expect(startUntil).toBeGreaterThan(now);
        expect(startUntil).toBeLessThanOrEqual(actUntil);
        expect(actUntil).toBeLessThan(now + remaining);
      }),
      { seed: 20_261_123 },
    );
  });
});

describe('how long telling may take', () => {
  test.each([
    [900, 20],
    [22, 20],
    [12, 10],
    [2, 0],
    [0, 0],
    [-5, 0],
  ])('%i s left: %i s, so that the answer is given before the function is killed', (remaining, expected) => {
    expect(tellUntil(now, remaining * 1_000) - now).toBe(expected * 1_000);
  });
});

describe('by when a call must have ended', () => {
  test.each([
    // A minute: 15 s are kept for telling, of which an action may take some.
    [60, 0, 45, 52.5],
    [60, 44, 45, 52.5],
    // What is written down after people were told, or the run was left.
    [60, 45, 58, 58],
    [900, 0, 875, 892],
    [3, 0, 2.25, 2.625],
  ])('of %d s, at %d s: reads by %d s, actions by %d s', (limit, at, reads, actions) => {
    let instant = now;
    const frame = timeFrame({ now: () => instant }, () => limit * 1_000);
    instant = now + at * 1_000;
    expect((frame.readsUntil() - now) / 1_000).toBe(reads);
    expect((frame.actionsUntil() - now) / 1_000).toBe(actions);
  });
});
