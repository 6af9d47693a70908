import type { ActualFunction } from './actual.ts';
import type { Difference } from './difference.ts';
import type { Goal } from './goal.ts';
import { settingDifferences } from './setting-differences.ts';
import { timerDifferences } from './triggers/timer-differences.ts';
import { variableDifferences } from './variable-differences.ts';

/** All differences between a function, or the lack of one, and its goal, in the order in which a reader looks. */
export function differencesOf(actual: ActualFunction | undefined, goal: Goal): readonly Difference[] {
  return [
    ...(actual ? [] : [{ sign: '+', what: `function ${goal.packageName}/${goal.name}` } as const]),
    ...(actual && !actual.record
      ? [
          {
            sign: '~',
            what: `function ${goal.packageName}/${goal.name}`,
            note: 'taken over: it was not made by deploy',
          } as const,
        ]
      : []),
    ...settingDifferences(actual, goal),
    ...variableDifferences(actual, goal),
    ...timerDifferences(actual, goal),
  ];
}
