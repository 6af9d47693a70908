import type { ActualFunction, ActualTrigger } from './function/actual.ts';
import type { Goal } from './function/goal.ts';
import type { Timer } from './serverless/deployment.ts';
import { sameSchedule, sortTriggers, standInName, type Triggered } from './sort-triggers.ts';
import type { Step } from './step.ts';

/** A step about a timer. */
type TimerStep = Extract<Step, { timer: Timer }>;

/** Of one function, in FunctionGraph. */
export const mostTriggers = 10;

/**
 * The steps to the timers that are wanted. What comes in the place of another timer is made first, turned off, and turned
 * on when that is gone: so there are never two that come for the same, and to come to an end takes no more than a change
 * of status. FunctionGraph changes no schedule in place, and may refuse two of one name: while a timer has to be made
 * anew, one of another name stands in for it, turned off, with the schedule that is wanted.
 */
export function planTimers(actual: ActualFunction | undefined, goal: Goal): readonly TimerStep[] {
  const { timers: wanted } = goal;
  if (wanted === undefined) return [];
  // By then all of them are written down.
  const timers = [...(actual?.record?.timers ?? []), ...wanted.map(({ name }) => name)];
  const steps: TimerStep[] = [];
  let triggers = actual?.triggers ?? [];
  for (;;) {
    const step = nextStep({ record: { timers }, triggers }, wanted, goal);
    if (!step) return steps;
    steps.push(step);
    triggers = triggersAfter(triggers, step);
  }
}

function nextStep(actual: Triggered, wanted: readonly Timer[], goal: Goal): TimerStep | undefined {
  const { absent, other, turned, surplus, standIns } = sortTriggers(actual, wanted, goal);
  const standInOf = ({ name }: Timer) => standIns.find(({ of }) => of === name)?.trigger;
  const isRoom = actual.triggers.length < mostTriggers;

  const doubled = other.find(({ trigger, timer }) => isOn(trigger) && isOn(standInOf(timer)));
  if (doubled) return turn(standInOf(doubled.timer), 'DISABLED');
  const secured = absent.find((timer) => standInOf(timer) && !isOn(standInOf(timer)));
  if (secured) return { kind: 'create-timer', timer: secured };

  const needed = new Set(other.map(({ timer }) => standInOf(timer)));
  const old = [...surplus, ...standIns.map(({ trigger }) => trigger).filter((each) => !needed.has(each))];
  const [fresh] = absent;
  if (fresh && (isRoom || old.length === 0))
    return { kind: 'create-timer', timer: old.some(isOn) ? { ...fresh, status: 'DISABLED' } : fresh };
  const off = turned.find(({ timer }) => timer.status === 'DISABLED');
  if (off) return { kind: 'turn-timer', id: off.trigger.id, timer: off.timer };
  const [gone] = old;
  if (gone) return remove(gone, 'surplus');
  const [on] = turned;
  if (on) return { kind: 'turn-timer', id: on.trigger.id, timer: on.timer };

  const [change] = other;
  if (!change) return undefined;
  const { trigger, timer } = change;
  const standIn = standInOf(timer);
  if (standIn?.timer && !sameSchedule(standIn.timer, timer)) return remove(standIn, 'surplus');
  const name = standInName(timer.name);
  const isTaken = [...actual.triggers, ...wanted].some((each) => each.name === name);
  if (!standIn && isOn(trigger) && timer.status === 'ACTIVE' && isRoom && !isTaken)
    return { kind: 'create-timer', timer: { ...timer, name, status: 'DISABLED' }, standsFor: timer.name };
  return remove(trigger, 'changed');
}

function isOn(trigger: ActualTrigger | undefined): boolean {
  return trigger?.timer?.status === 'ACTIVE';
}

function turn(trigger: ActualTrigger | undefined, status: Timer['status']): TimerStep | undefined {
  return trigger?.timer && { kind: 'turn-timer', id: trigger.id, timer: { ...trigger.timer, status } };
}

function remove({ id, timer }: ActualTrigger, because: 'surplus' | 'changed'): TimerStep | undefined {
  return timer && { kind: 'delete-timer', id, timer, because };
}

/** The triggers of a function after a step, the id of a new one not yet being known. */
export function triggersAfter(
  triggers: readonly ActualTrigger[],
  step: TimerStep,
  newId = `new ${step.timer.name}`,
): readonly ActualTrigger[] {
  const { timer } = step;
  switch (step.kind) {
    case 'create-timer':
      return [...triggers, { id: newId, type: 'TIMER', name: timer.name, timer }];
    case 'turn-timer':
      return triggers.map((each) => (each.id === step.id ? { ...each, timer } : each));
    case 'delete-timer':
      return triggers.filter(({ id }) => id !== step.id);
    default:
      return step satisfies never;
  }
}
