import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ActualFunction } from '../../../functions/nightshift/deploy/function/actual.ts';
import { isWork } from '../../../functions/nightshift/deploy/function/difference.ts';
import type { Goal } from '../../../functions/nightshift/deploy/function/goal.ts';
import { differencesOf } from '../../../functions/nightshift/deploy/function-differences.ts';
import { conflictsOf } from '../../../functions/nightshift/deploy/plan-deploy.ts';
import { planSteps } from '../../../functions/nightshift/deploy/plan-steps.ts';
import { isOwnTimer, sortTriggers } from '../../../functions/nightshift/deploy/sort-triggers.ts';
import { isHalfChanged, mendingSteps } from '../../../functions/nightshift/deploy/standing-timers.ts';
import { anyActual, anyGoal } from './any-deploy.ts';
import { after } from './steps-taken.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const plan = (actual: ActualFunction | undefined, goal: Goal) => planSteps(actual, goal, hash);

/** All states on the way, planned anew after every step as deploy does it; the first is where it begins. */
function wayTo(goal: Goal, start: ActualFunction | undefined): (ActualFunction | undefined)[] {
  const states = [start];
  for (let nth = 0; nth < 60; nth++) {
    const now = states.at(-1);
    const [step] = plan(now, goal);
    if (!step) return states;
    states.push(after(now, step, goal, nth));
  }
  throw new Error('the steps do not end');
}

const anyStart = fc.option(anyActual, { nil: undefined });
const undisputed = (start: ActualFunction | undefined, goal: Goal) => conflictsOf(start, goal).length === 0;

function ids(actual: ActualFunction | undefined): readonly string[] {
  return (actual?.triggers ?? []).map(({ id }) => id);
}

describe('the steps of a deploy', () => {
  test('end, whatever is there and whatever is wanted, with no difference left', () => {
    fc.assert(
      fc.property(anyStart, anyGoal, (start, goal) => {
        fc.pre(undisputed(start, goal));
        const end = wayTo(goal, start).at(-1);
        expect(differencesOf(end, goal).filter(isWork)).toEqual([]);
        expect(
          end?.triggers
            .filter(({ timer }) => timer && goal.timers?.some(({ name }) => name === timer.name))
            .map(({ timer }) => timer)
            .toSorted(byName),
        ).toEqual(goal.timers?.toSorted(byName));
      }),
    );
  });

  test('show as a difference whenever there are any', () => {
    fc.assert(
      fc.property(anyStart, anyGoal, (start, goal) => {
        fc.pre(undisputed(start, goal));
        if (differencesOf(start, goal).some(isWork)) expect(plan(start, goal)).not.toEqual([]);
      }),
    );
  });

  test('never touch what somebody else made', () => {
    fc.assert(
      fc.property(anyStart, anyGoal, (start, goal) => {
        fc.pre(undisputed(start, goal));
        const foreign = sortTriggers(start, goal.timers ?? [], goal).foreign.map(({ id }) => id);
        for (const state of wayTo(goal, start)) expect(ids(state)).toEqual(expect.arrayContaining(foreign));
        const theirs = (start?.versions ?? []).filter((version) => version === 'v1');
        expect(wayTo(goal, start).at(-1)?.versions).toEqual(expect.arrayContaining(theirs));
      }),
    );
  });

  test('never make a second timer of one name, and after each of them every timer of ours is written down', () => {
    fc.assert(
      fc.property(anyStart, anyGoal, (start, goal) => {
        fc.pre(undisputed(start, goal));
        for (const state of wayTo(goal, start).slice(1)) {
          const made = (state?.triggers ?? []).filter(({ id }) => id.startsWith('new-'));
          for (const trigger of made) {
            expect(isOwnTimer(trigger, state?.record ?? { timers: [] })).toBe(true);
            const namesakes = state?.triggers.filter(({ name, timer }) => name === trigger.name && timer);
            expect(namesakes).toHaveLength(1);
          }
        }
      }),
    );
  });

  test('leave no timer out for longer than it takes to let another one come, which is there already', () => {
    fc.assert(
      fc.property(anyStart, anyGoal, (start, goal) => {
        fc.pre(undisputed(start, goal));
        for (const state of wayTo(goal, start)) {
          if (!isHalfChanged(start, state, goal)) continue;
          expect(plan(state, goal)[0]?.kind).toMatch(/^(delete|create|turn)-timer$/);
          const mended = mendingSteps(start, state, goal).reduce(
            (now, step, nth) => (isHalfChanged(start, now, goal) ? after(now, step, goal, nth + 100) : now),
            state,
          );
          expect(isHalfChanged(start, mended, goal)).toBe(false);
          // And what was mended is gone on with.
          expect(differencesOf(wayTo(goal, mended).at(-1), goal).filter(isWork)).toEqual([]);
        }
      }),
    );
  });

  test('never let a timer come beside what stands in for it, or beside what it comes in the place of', () => {
    fc.assert(
      fc.property(anyStart, anyGoal, (start, goal) => {
        fc.pre(undisputed(start, goal));
        const on = (state: ActualFunction | undefined) =>
          (state?.triggers ?? []).filter(({ timer }) => timer?.status === 'ACTIVE');
        for (const state of wayTo(goal, start)) {
          const names = on(state).map(({ name }) => name);
          const { standIns } = sortTriggers(state, goal.timers ?? [], goal);
          for (const { trigger, of } of state === start ? [] : standIns)
            expect(trigger.timer?.status === 'ACTIVE' && names.includes(of)).toBe(false);
          const isFresh = on(state).some(({ id }) => id.startsWith('new-'));
          const { surplus } = sortTriggers(state, goal.timers ?? [], goal);
          if (goal.timers && state?.record && isFresh)
            expect(surplus.filter(({ timer }) => timer?.status === 'ACTIVE')).toEqual([]);
        }
      }),
    );
  });

  test('can be gone on with wherever they were broken off, without taking anything over again', () => {
    fc.assert(
      fc.property(anyStart, anyGoal, (start, goal) => {
        fc.pre(undisputed(start, goal));
        for (const state of wayTo(goal, start).slice(1))
          expect(conflictsOf(state, { ...goal, adopts: false })).toEqual([]);
      }),
    );
  });
});

function byName(one: { name: string } | undefined, other: { name: string } | undefined): number {
  return (one?.name ?? '') < (other?.name ?? '') ? -1 : 1;
}
