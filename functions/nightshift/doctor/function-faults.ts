import type { ActualFunction } from '../deploy/function/actual.ts';
import { type CheckResult, ill } from './check-result.ts';

const deploy = 'nightshift deploy sets what serverless.yml says';

/** What of a deployed function is wrong whatever `serverless.yml` says, by the name that a difference has. */
export function functionFaults(
  actual: ActualFunction,
  { where, hasJournal }: { readonly where: string; readonly hasJournal: boolean | undefined },
): ReadonlyMap<string, CheckResult> {
  const { timeout, xrole, appXrole, asyncPolicy, maxInstanceNum, enableLtsLog } = actual;
  const faults = new Map<string, CheckResult>();
  const add = (what: string, severity: 'warning' | 'error', code: string, found: string, todo: string) =>
    faults.set(what, ill(severity, `function.${code}`, found, { where, todo }));
  if (timeout <= 3)
    add(
      'timeout',
      'error',
      'timeout',
      `a timeout of ${timeout} s, which is FunctionGraph's default, ends every run in its middle`,
      `write timeout: 900 or more into serverless.yml; ${deploy}`,
    );
  if (xrole === '' && appXrole === '')
    add(
      'agency',
      'error',
      'agency',
      'it has no agency, and so no credentials: every run fails at once',
      `write xrole into serverless.yml, an agency with what nightshift policy prints; ${deploy}`,
    );
  const retries = asyncPolicy?.maxAsyncRetryAttempts ?? 0;
  if (retries > 0 && hasJournal === false)
    add(
      'asynchronous invocations',
      'error',
      'retries',
      `${retries} retries and no journal: a run that failed is done again from its beginning, flushes too`,
      `write maxAsyncRetryAttempts: 0 into serverless.yml, or journal: obs://… into the schedule; ${deploy}`,
    );
  if (maxInstanceNum === 0)
    add('most instances', 'error', 'disabled', 'it may have no instance: it is disabled', deploy);
  else if (maxInstanceNum !== 1 && hasJournal === false)
    add(
      'most instances',
      'warning',
      'instances',
      'more than one instance and no journal: nothing keeps two runs apart',
      `write maxInstanceNum: 1 into serverless.yml, or journal: obs://… into the schedule; ${deploy}`,
    );
  if (enableLtsLog === false)
    add(
      'log delivery',
      'warning',
      'logs',
      'its logs are not delivered: what becomes of a run is nowhere to be read but in the channels',
      `write enableLtsLog: true into serverless.yml; ${deploy}`,
    );
  return faults;
}
