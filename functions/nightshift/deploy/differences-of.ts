import type { ActualFunction } from './actual.ts';
import type { Difference } from './difference.ts';
import type { Goal } from './goal.ts';
import { settingDifferences } from './setting-differences.ts';
import { timerDifferences } from './triggers/timer-differences.ts';
import { variableDifferences } from './variable-differences.ts';

/**
 * All differences between a function, or the lack of one, and its goal, in the order in which a reader looks. Those of
 * the code are by its digest, unless somebody has looked into it.
 */
export function differencesOf(
  actual: ActualFunction | undefined,
  goal: Goal,
  ofCode = digestDifference(actual, goal),
): readonly Difference[] {
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
    ...ofCode,
    ...settingDifferences(actual, goal),
    ...variableDifferences(actual, goal),
    ...timerDifferences(actual, goal),
  ];
}

/** Whether the code is another one; `note` says why its digest is all that is told of it. */
export function digestDifference(
  actual: ActualFunction | undefined,
  { code }: Goal,
  note?: string,
): readonly Difference[] {
  if (actual?.digest === code.digest) return [];
  const to = writeCode(code.digest, code.bytes);
  if (actual === undefined) return [{ sign: '+', what: 'code', to }];
  const from = writeCode(actual.digest, actual.codeSize);
  return [{ sign: '~', what: 'code', from, to, ...(note === undefined ? {} : { note }) }];
}

function writeCode(digest: string, bytes: number): string {
  return `sha512 ${digest.slice(0, 12)}, ${bytes} bytes`;
}
