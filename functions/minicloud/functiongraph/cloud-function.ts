import type { FunctionCode } from './function-code.ts';
import type { FunctionPool } from './function-pool.ts';
import type { AsyncConfig, FunctionConfig } from './function-settings.ts';
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

/** What a function's URN says; `version` is `latest`, a number or `!` and an alias, absent for `latest`. */
type FunctionUrn = {
  readonly region: string;
  readonly project: string;
  readonly packageName: string;
  readonly name: string;
  readonly version: string | undefined;
};

/** Reads `urn:fss:<region>:<project>:function:<package>:<name>[:<version>]`; `undefined` for anything else. */
export function parseFunctionUrn(text: string): FunctionUrn | undefined {
  const [urn, fss, region, project, kind, packageName, name, version, ...rest] = text.split(':');
  if (urn !== 'urn' || fss !== 'fss' || kind !== 'function' || rest.length > 0) return undefined;
  if (!region || !project || !packageName || !name) return undefined;
  return { region, project, packageName, name, version };
}

/** The URN of a function's newest version. */
export function latestUrn({ region, project, packageName, name }: Omit<FunctionUrn, 'version'>): string {
  return `urn:fss:${region}:${project}:function:${packageName}:${name}:latest`;
}
