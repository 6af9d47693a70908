import type { ActualFunction } from './actual.ts';
import type { Difference } from './difference.ts';
import type { Goal } from './goal.ts';

/** Which of a function's variables are not as they are wanted. */
export function variableDifferences(actual: ActualFunction | undefined, goal: Goal): readonly Difference[] {
  const present = actual?.variables ?? {};
  const names = [...new Set([...Object.keys(goal.variables), ...Object.keys(present)])];
  return [
    ...names.flatMap((name): Difference[] => {
      const what = `variable ${name}`;
      const [from, to] = [present[name], goal.variables[name]];
      if (from === to) return [];
      // What is only in the cloud may be anybody's secret.
      if (to === undefined) return [{ sign: '-', what }];
      if (hides(name) || goal.encrypted?.[name] !== undefined)
        return [{ sign: from === undefined ? '+' : '~', what, note: 'value not shown' }];
      return [from === undefined ? { sign: '+', what, to } : { sign: '~', what, from, to }];
    }),
    ...encryptedDifference(actual, goal),
  ];
}

/** Of encrypted variables only their names are told; FunctionGraph does not give them back. */
function encryptedDifference(
  actual: ActualFunction | undefined,
  { encrypted, secrets }: Goal,
): readonly Difference[] {
  if (encrypted === undefined) return [];
  const names = Object.keys(encrypted);
  const list = names.length === 0 ? 'none' : names.join(', ');
  const what = 'encrypted variables';
  if (actual === undefined) return names.length === 0 ? [] : [{ sign: '+', what, to: list }];
  if (actual.record === undefined)
    return [{ sign: '~', what, to: list, note: 'what is there cannot be compared, set again' }];
  if (actual.record.secrets === secrets) return [];
  return [{ sign: '~', what, to: list, note: 'not the ones of the last deploy' }];
}

function hides(name: string): boolean {
  return /url|secret|token|passw|key|credential/i.test(name);
}
