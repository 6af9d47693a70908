import type { AsyncConfig } from './async-config.ts';
import type { FunctionCode } from './function-code.ts';
import type { FunctionPool } from './function-pool.ts';
import type { FunctionConfig } from './function-settings.ts';
import type { TimerTrigger } from './timer-trigger.ts';

/** What a function was when it was published; it is never invoked here. */
export type PublishedVersion = {
  readonly name: string;
  readonly description: string;
  readonly config: FunctionConfig;
  readonly code: FunctionCode;
  /** Milliseconds since 1970. */
  readonly publishedAt: number;
};

/** A function of the local cloud, with all that hangs on it. */
export type CloudFunction = {
  /** Of its version `latest`. */
  readonly urn: string;
  readonly project: string;
  readonly pool: FunctionPool;
  config: FunctionConfig;
  code: FunctionCode;
  /** Milliseconds since 1970. */
  modifiedAt: number;
  asyncConfig: (AsyncConfig & { readonly createdAt: number; readonly modifiedAt: number }) | undefined;
  /** By id. */
  readonly triggers: Map<string, TimerTrigger>;
  /** By name, in the order of their publication. */
  readonly versions: Map<string, PublishedVersion>;
  deleted: boolean;
};
