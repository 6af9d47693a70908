import type { AsyncConfig } from './async-config.ts';
import type { FunctionCode } from './function-code.ts';
import type { FunctionPool } from './function-pool.ts';
import type { FunctionConfig } from './function-settings.ts';
import type { TimerTrigger } from './timer-trigger.ts';

/** A function of the local cloud, with all that hangs on it. */
export type CloudFunction = {
  /** Of its newest version; this cloud keeps no other. */
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
  deleted: boolean;
};
