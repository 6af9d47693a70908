import type { DeployRecord } from './record.ts';
import type { AsyncPolicy, Timer, WantedFunction } from './serverless/deployment.ts';

/** A trigger as it was read; `timer` only for the type TIMER. */
export type ActualTrigger = {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly timer: Timer | undefined;
};

/** What a function, or a published version of one, is configured with. */
export type ActualConfig = Pick<
  WantedFunction,
  'handler' | 'memorySize' | 'timeout' | 'description' | 'variables'
> & {
  readonly runtime: string;
  /** SHA-512 of the zip, in hexadecimal. */
  readonly digest: string;
  readonly codeSize: number;
  readonly xrole: string;
  readonly appXrole: string;
  /** -1 for any number. */
  readonly maxInstanceNum: number | undefined;
  readonly enableLtsLog: boolean | undefined;
  readonly logGroupId: string | undefined;
  readonly logStreamId: string | undefined;
  readonly record: DeployRecord | undefined;
};

/** A function as it was read. */
export type ActualFunction = ActualConfig & {
  readonly asyncPolicy: AsyncPolicy | undefined;
  readonly triggers: readonly ActualTrigger[];
  /** Names of the published versions, in the order they were read. */
  readonly versions: readonly string[];
};
