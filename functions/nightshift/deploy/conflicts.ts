import type { ActualFunction } from './function/actual.ts';
import type { Goal } from './function/goal.ts';
import { sortTriggers } from './sort-triggers.ts';

/** What of somebody else's stands where deploy is to make something, a line each; all of it can be taken over. */
export function conflictsOf(actual: ActualFunction | undefined, goal: Goal): readonly string[] {
  if (!actual || goal.adopts) return [];
  if (!actual.record)
    return [`the function ${goal.packageName}/${goal.name} is there and was not made by deploy`];
  const { foreign, absent } = sortTriggers(actual, goal.timers ?? [], goal);
  const taken = new Set(foreign.flatMap(({ timer }) => (timer ? [timer.name] : [])));
  return absent
    .filter(({ name }) => taken.has(name))
    .map(({ name }) => `the timer ${name} of ${goal.name} is there and was not made by deploy`);
}

/** What no step can bring about. */
export function hindrancesOf(actual: ActualFunction | undefined, goal: Goal): readonly string[] {
  if (!actual) return [];
  const hindrances: string[] = [];
  if (actual.runtime !== goal.runtime)
    hindrances.push(
      `the runtime of ${goal.name} is ${actual.runtime} and cannot be changed to ${goal.runtime} - ` +
        'expected another name in serverless.yml, or remove and deploy',
    );
  const { foreign, absent } = sortTriggers(actual, goal.timers ?? [], goal);
  const others = foreign.length + (goal.timers?.length ?? 0);
  if (absent.length > 0 && others > mostTriggers)
    hindrances.push(
      `${goal.name} would have ${others} triggers, ${foreign.length} of them not made by deploy - ` +
        `expected at most ${mostTriggers}`,
    );
  return hindrances;
}

const mostTriggers = 10;
