import type { FunctionContext } from './function-context.ts';

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
