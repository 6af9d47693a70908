import type { ActualFunction } from './actual.ts';
import type { Goal } from './goal.ts';
import { settingDifferences } from './setting-differences.ts';
import { timerDifferences } from './timer-differences.ts';
import { variableDifferences } from './variable-differences.ts';

/** One way in which a function is not as it is wanted, for people; holds no value of an encrypted variable. */
export type Difference = {
  /** `+` is made, `~` changed, `-` taken away, `=` left alone although nobody asked for it. */
  readonly sign: '+' | '~' | '-' | '=';
  /** `timeout`, `variable LEVEL`, `timer tick`. */
  readonly what: string;
  readonly from?: string;
  readonly to?: string;
  /** Why, or what is done about it. */
  readonly note?: string;
};

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

/** Whether anything is to be done about a difference. */
export function isWork({ sign }: Difference): boolean {
  return sign !== '=';
}
