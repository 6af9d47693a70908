import type { ActualFunction } from './actual.ts';
import { samePolicy, writePolicy } from './async-policy.ts';
import type { Difference } from './difference.ts';
import type { Goal } from './goal.ts';

type Shown = string | number | boolean | undefined;

/** What of a function's settings and its asynchronous policy is not as it is wanted. */
export function settingDifferences(actual: ActualFunction | undefined, goal: Goal): readonly Difference[] {
  const settings: readonly (readonly [string, Shown, Shown, string?])[] = [
    ['runtime', actual?.runtime, goal.runtime],
    ['handler', actual?.handler, goal.handler],
    ['memory', actual?.memorySize, goal.memorySize, 'MB'],
    ['timeout', actual?.timeout, goal.timeout, 's'],
    ['description', actual?.description, goal.description],
    ['agency', actual?.xrole, goal.xrole],
    ['execution agency', actual?.appXrole, goal.appXrole],
    ['most instances', actual?.maxInstanceNum, goal.maxInstanceNum],
    ['log delivery', actual?.enableLtsLog, goal.enableLtsLog],
    ['log group', actual?.logGroupId, goal.logConfig?.groupId],
    ['log stream', actual?.logStreamId, goal.logConfig?.streamId],
  ];
  return [
    ...settings.flatMap(([what, from, to, unit]) =>
      to === undefined || from === to || (actual === undefined && to === '')
        ? []
        : [changed(what, from, to, unit)],
    ),
    ...policyDifference(actual, goal),
  ];
}

function policyDifference(actual: ActualFunction | undefined, { asyncPolicy }: Goal): readonly Difference[] {
  const what = 'asynchronous invocations';
  const present = actual?.asyncPolicy;
  if (asyncPolicy === 'as it is') return [];
  if (asyncPolicy === undefined) {
    if (present === undefined) return [];
    const from = writePolicy(present);
    if (actual?.record?.async) return [{ sign: '-', what, from }];
    return [{ sign: '=', what, from, note: 'not made by deploy, left alone' }];
  }
  const to = writePolicy(asyncPolicy);
  if (present === undefined) return [{ sign: '+', what, to }];
  return samePolicy(present, asyncPolicy) ? [] : [{ sign: '~', what, from: writePolicy(present), to }];
}

function changed(what: string, from: Shown, to: Shown, unit?: string): Difference {
  const written = (value: Shown) => `${value === '' ? 'none' : value}${unit === undefined ? '' : ` ${unit}`}`;
  if (from === undefined) return { sign: '+', what, to: written(to) };
  return { sign: '~', what, from: written(from), to: written(to) };
}
