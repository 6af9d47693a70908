import type { Invocation } from '../invocation/invocation.ts';

/** A function that has no context (a plain script) gets as long as a synchronous invocation may last. */
const longestSyncMs = 900_000;

/**
 * Wraps FunctionGraph's context, a class whose methods use `this`, in a plain object of bound functions. Spreading
 * it or passing its methods on would lose them. Whatever is missing is `undefined` and never throws.
 */
export function adaptContext(context: unknown, now: () => number): Invocation {
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
