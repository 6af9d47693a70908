import type { Clock } from '../foundation/clock.ts';
import { CodedError } from '../foundation/coded-error.ts';
import {
  type Credentials,
  concealCredentials,
  type RawCredentials,
  secretsOf,
} from '../huawei/credentials.ts';
import type { Log } from '../invocation/invocation.ts';
import type { PlanMemory } from '../invocation/plan-memory.ts';
import type { Records } from '../run/journal.ts';
import type { TicksAhead } from './ticks-ahead.ts';
import type { Waits } from './waits.ts';

/** What FunctionGraph tells an invocation of itself, in our words. */
type FunctionContext = {
  /** The same in the platform's logs, and on every retry of an asynchronous invocation. */
  readonly requestId: string;
  readonly functionName: string | undefined;
  /** The app that the function belongs to. */
  readonly functionPackage: string | undefined;
  /** `latest`, or the number of a published one. */
  readonly functionVersion: string | undefined;
  readonly projectId: string | undefined;
  /** Milliseconds until the platform kills the function. */
  readonly remainingMs: () => number;
  /** The same under the name by which middy's own middleware looks for it. */
  readonly getRemainingTimeInMillis: () => number;
  /** An environment variable of the function, encrypted or not; `undefined` when absent or empty. */
  readonly userData: (name: string) => string | undefined;
  /** Read anew at every call, which is made when keys are refused: they are valid for 24 hours and cached for 10 minutes. `undefined` without an agency. */
  readonly credentials: () => RawCredentials | undefined;
};

/** The process of the function, which FunctionGraph keeps warm: what outlives an invocation. */
export type FunctionProcess = {
  /** Where the bundle and, by default, `schedule.yaml` are. */
  readonly codeDirectory: string;
  readonly processEnvironment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** This process's own, for schedules without a durable journal. */
  readonly records: Records;
  readonly plans: PlanMemory;
  readonly ticksAhead: TicksAhead;
};

/** The context as middy hands it on: FunctionGraph's, adapted, with the invocation's log and what it waits for. */
export type HandlerContext = FunctionContext & { readonly log: Log; readonly waits?: Waits };

/** A function that has no context (a plain script) gets as long as a synchronous invocation may last. */
const longestSyncMs = 900_000;

/**
 * Wraps FunctionGraph's context, a class whose methods use `this`, in a plain object of bound functions. Spreading
 * it or passing its methods on would lose them. Whatever is missing is `undefined` and never throws.
 */
export function adaptContext(context: unknown, now: () => number): FunctionContext {
  const call = (method: string, ...args: string[]): unknown => {
    const found: unknown =
      typeof context === 'object' && context !== null ? Reflect.get(context, method) : undefined;
    return typeof found === 'function' ? Reflect.apply(found, context, args) : undefined;
  };
  const text = (method: string, ...args: string[]): string | undefined => {
    const value = call(method, ...args);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const startedAt = now();
  const remainingMs = () => {
    const remaining = Number(call('getRemainingTimeInMilliSeconds') ?? Number.NaN);
    return Number.isFinite(remaining) ? remaining : startedAt + longestSyncMs - now();
  };
  return {
    requestId: text('getRequestID') ?? 'no-request-id',
    functionName: text('getFunctionName'),
    functionPackage: text('getPackage'),
    functionVersion: text('getVersion'),
    projectId: text('getProjectID'),
    remainingMs,
    getRemainingTimeInMillis: remainingMs,
    userData: (name) => text('getUserData', name),
    credentials: () => {
      // getAccessKey and getSecretKey are dead: FunctionGraph "has stopped maintaining" them.
      const accessKey = text('getSecurityAccessKey');
      const secretKey = text('getSecuritySecretKey');
      const securityToken = text('getSecurityToken');
      if (accessKey === undefined || secretKey === undefined) return undefined;
      return { accessKey, secretKey, ...(securityToken === undefined ? {} : { securityToken }) };
    },
  };
}

/**
 * The agency's credentials as they are now, hidden from the log from now on. Throws `CodedError` `credentials.missing`
 * without an agency, `CredentialsError` for keys that cannot sign.
 */
export function agencyCredentials({
  credentials,
  log,
}: Pick<HandlerContext, 'credentials' | 'log'>): Credentials {
  const found = credentials();
  if (found) {
    const concealed = concealCredentials(found);
    log.hide(secretsOf(concealed));
    return concealed;
  }
  throw new CodedError(
    'credentials.missing',
    'the function has no credentials - it needs an agency: create an IAM agency that delegates to FunctionGraph, ' +
      'give it the policy in config/iam-policy.json, and choose it under Configuration > Permissions ' +
      '(a new agency takes about 10 minutes to work)',
  );
}

/** The value of a variable of the function; `undefined` when it is absent or empty. */
export type EnvironmentLookup = (name: string) => string | undefined;

/**
 * `getUserData` first, as it also has the encrypted variables; then the process, where some runtimes put them
 * (UNCONFIRMED for FunctionGraph's event functions in Node.js, so neither alone is enough).
 */
export function environmentOf(
  context: Pick<FunctionContext, 'userData'>,
  processEnvironment: Readonly<Record<string, string | undefined>>,
): EnvironmentLookup {
  return (name) => context.userData(name) ?? (processEnvironment[name] || undefined);
}
