import type { ActualFunction } from './function/actual.ts';
import type { Difference } from './function/difference.ts';
import type { Goal } from './function/goal.ts';
import type { AsyncPolicy } from './serverless/deployment.ts';
import { timerDifferences } from './sort-triggers.ts';

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

/** Whether two policies ask for the same. */
export function samePolicy(one: AsyncPolicy, other: AsyncPolicy): boolean {
  return writePolicy(one) === writePolicy(other);
}

/** A policy in a line. */
function writePolicy({
  maxAsyncRetryAttempts,
  maxAsyncEventAgeInSeconds,
  enableAsyncStatusLog,
  destinationConfig: { onSuccess, onFailure },
}: AsyncPolicy): string {
  return [
    `${maxAsyncRetryAttempts} retries`,
    `events of at most ${maxAsyncEventAgeInSeconds} s`,
    ...(enableAsyncStatusLog ? ['status log'] : []),
    ...(onSuccess ? [`on success ${writeDestination(onSuccess)}`] : []),
    ...(onFailure ? [`on failure ${writeDestination(onFailure)}`] : []),
  ].join(', ');
}

type Destination = NonNullable<AsyncPolicy['destinationConfig']['onFailure']>;

function writeDestination({ destination, param }: Destination): string {
  const { topicUrn, bucket, prefix, expires, streamName, funcUrn } = param;
  const parts = [topicUrn, bucket, prefix, expires, streamName, funcUrn].filter((part) => part !== undefined);
  return `${destination} ${parts.join(' ')}`;
}
