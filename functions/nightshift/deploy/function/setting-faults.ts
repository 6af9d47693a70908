import type { AsyncPolicy } from '../serverless/deployment.ts';

/** Settings of a function, as `serverless.yml` wants them or as they are in the account; `undefined`: left as they are. */
export type RunSettings = {
  readonly timeout: number;
  readonly xrole: string | undefined;
  readonly appXrole: string | undefined;
  readonly asyncPolicy: Pick<AsyncPolicy, 'maxAsyncRetryAttempts'> | undefined;
  readonly maxInstanceNum: number | undefined;
  readonly enableLtsLog: boolean | undefined;
};

/** A setting by which runs fail, or cost or last longer than anybody wants, whatever else there is. */
export type SettingFault = {
  /** As differences call it. */
  readonly what: string;
  /** Its key in `serverless.yml`, below the function. */
  readonly key: 'timeout' | 'xrole' | 'asyncInvokeConfig' | 'maxInstanceNum' | 'enableLtsLog';
  readonly severity: 'warning' | 'error';
  readonly code: string;
  readonly found: string;
  readonly expected: string;
};

/** Seconds: with a journal the next invocation does the rest. */
const longestWithJournal = 900;

/**
 * What is wrong with the settings of a function that carries out a schedule: some by themselves, some as they are made for
 * a schedule with a journal and some as they are made for one without. `hasJournal` is `undefined` where that is not known.
 */
export function settingFaults(
  { timeout, xrole, appXrole, asyncPolicy, maxInstanceNum, enableLtsLog }: RunSettings,
  hasJournal: boolean | undefined,
): readonly SettingFault[] {
  const faults: SettingFault[] = [];
  const add = (
    [what, key]: readonly [what: string, key: SettingFault['key']],
    severity: SettingFault['severity'],
    code: string,
    [found, expected]: readonly [found: string, expected: string],
  ) => faults.push({ what, key, severity, code: `function.${code}`, found, expected });

  if (timeout <= 3)
    add(['timeout', 'timeout'], 'error', 'timeout', [
      `a timeout of ${timeout} s, which is FunctionGraph's default, ends every run half-way`,
      'timeout: 900 or more',
    ]);
  else if (hasJournal === true && timeout > longestWithJournal)
    add(['timeout', 'timeout'], 'warning', 'timeout-long', [
      `a timeout of ${timeout} s is for runs without a journal: an invocation that hangs is billed for all of it`,
      `timeout: ${longestWithJournal}; the next invocation does the rest`,
    ]);
  if (!xrole && !appXrole)
    add(['agency', 'xrole'], 'error', 'agency', [
      'it has no agency, and so no credentials: every run fails at once',
      'xrole: an agency with what nightshift policy prints',
    ]);
  const retries = asyncPolicy?.maxAsyncRetryAttempts;
  if (hasJournal === false && retries !== undefined && retries > 0)
    add(['asynchronous invocations', 'asyncInvokeConfig'], 'error', 'retries', [
      `${retries} retries and no journal: a failed run is repeated from the beginning, including flushes`,
      'maxAsyncRetryAttempts: 0, or journal: obs://… in the schedule',
    ]);
  if (hasJournal === true && retries === 0)
    add(['asynchronous invocations', 'asyncInvokeConfig'], 'warning', 'no-retries', [
      'no retries, which is the setting without a journal: a lost invocation is not repeated',
      'maxAsyncRetryAttempts: 3, which the journal makes safe',
    ]);
  if (maxInstanceNum === 0)
    add(['most instances', 'maxInstanceNum'], 'error', 'disabled', [
      'it may have no instances, so it is disabled',
      'maxInstanceNum: 1 or more',
    ]);
  else if (hasJournal === false && maxInstanceNum !== undefined && maxInstanceNum !== 1)
    add(['most instances', 'maxInstanceNum'], 'warning', 'instances', [
      'more than one instance and no journal: nothing keeps two runs apart',
      'maxInstanceNum: 1, or journal: obs://… in the schedule',
    ]);
  else if (hasJournal === true && maxInstanceNum === 1)
    add(['most instances', 'maxInstanceNum'], 'warning', 'one-instance', [
      'one instance, which is the setting without a journal: while it carries out a run, no other run and no tick can start',
      'maxInstanceNum: 10, as the journal keeps runs apart',
    ]);
  if (enableLtsLog === false)
    add(['log delivery', 'enableLtsLog'], 'warning', 'logs', [
      'its logs are not delivered: the outcome of a run is only in the channels',
      'enableLtsLog: true',
    ]);
  return faults;
}
