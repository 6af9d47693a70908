import type * as z from 'zod/mini';
import type { asyncInvokeConfig } from './async-schema.ts';
import type { ServerlessSettings } from './serverless-schema.ts';
import type { timerEvent } from './timer-schema.ts';

type FunctionSettings = ServerlessSettings['functions'][string];

/** A TIMER trigger as it is wanted; its name tells it from the others of its function. */
export type Timer = { readonly status: 'ACTIVE' | 'DISABLED' } & Readonly<
  z.output<typeof timerEvent>['eventData']
>;

/** How asynchronous invocations of a function are repeated, and who hears of their end. */
export type AsyncPolicy = z.output<typeof asyncInvokeConfig>;

/** Variables of a function and their values. */
export type Variables = Readonly<Record<string, string>>;

/** A function as it is wanted. What is `undefined` is left as it is. */
export type WantedFunction = {
  /** Its key below `functions`. */
  readonly key: string;
  readonly name: string;
  readonly packageName: string;
  readonly runtime: 'Node.js20.15';
  readonly handler: string;
  /** Where its code is built; `undefined` for the function that came with the command line. */
  readonly codeUri: string | undefined;
  readonly memorySize: number;
  /** Seconds. */
  readonly timeout: number;
  readonly description: string;
  readonly variables: Variables;
  /** Never shown. */
  readonly encrypted: Variables;
  readonly xrole: string | undefined;
  readonly appXrole: string | undefined;
  readonly maxInstanceNum: number | undefined;
  readonly enableLtsLog: boolean | undefined;
  readonly logConfig: FunctionSettings['logConfig'];
  readonly asyncPolicy: AsyncPolicy | undefined;
  readonly timers: readonly Timer[];
};

/** What a `serverless.yml` asks for. */
export type Deployment = {
  readonly service: string;
  /** Huawei's id: `cn-north-4`. */
  readonly region: string;
  readonly projectId: string | undefined;
  readonly endpoint: string | undefined;
  readonly functions: readonly WantedFunction[];
};

/** The names of all variables of its functions. */
export function variablesOfDeployment({ functions }: Deployment): readonly string[] {
  return functions.flatMap(({ encrypted, variables }) => [
    ...Object.keys(encrypted),
    ...Object.keys(variables),
  ]);
}

/** What must not be shown; short values are no secrets, and hiding them would garble everything else. */
export function secretsOfDeployment({ functions }: Deployment): readonly string[] {
  return functions.flatMap(({ encrypted }) => Object.values(encrypted)).filter((value) => value.length >= 6);
}
