import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ActualFunction } from '../../../functions/nightshift/deploy/function/actual.ts';
import { isWork } from '../../../functions/nightshift/deploy/function/difference.ts';
import type { Goal } from '../../../functions/nightshift/deploy/function/goal.ts';
import { differencesOf } from '../../../functions/nightshift/deploy/function-differences.ts';
import { conflictsOf } from '../../../functions/nightshift/deploy/plan-deploy.ts';
import { planSteps } from '../../../functions/nightshift/deploy/plan-steps.ts';
import { sortTriggers } from '../../../functions/nightshift/deploy/sort-triggers.ts';
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
          for (const { name } of made) {
            expect(state?.record?.timers).toContain(name);
            expect(state?.triggers.filter((other) => other.name === name && other.timer)).toHaveLength(1);
          }
        }
      }),
    );
  });

  test('leave no timer out for longer than it takes to make it anew', () => {
    fc.assert(
      fc.property(anyStart, anyGoal, (start, goal) => {
        fc.pre(undisputed(start, goal));
        const way = wayTo(goal, start);
        for (const [index, state] of way.entries()) {
          const [step] = plan(state, goal);
          if (step?.kind !== 'delete-timer' || step.because !== 'changed') continue;
          const [next] = plan(way[index + 1], goal);
          expect(next).toMatchObject({ kind: 'create-timer', timer: { name: step.timer.name } });
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
