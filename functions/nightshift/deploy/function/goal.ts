import type { WantedFunction } from '../serverless/deployment.ts';
import type { ActualConfig, DeployMark } from './actual.ts';

/** The zip that the function shall have. */
export type Code = {
  /** SHA-512 in hexadecimal. */
  readonly digest: string;
  readonly bytes: number;
};

/**
 * What one function is to be brought to: what serverless.yml wants, or a version that was published. What is
 * `undefined` is left as it is.
 */
export type Goal = Omit<
  WantedFunction,
  'key' | 'codeUri' | 'runtime' | 'encrypted' | 'timers' | 'asyncPolicy'
> & {
  readonly runtime: string;
  readonly code: Code;
  readonly encrypted: WantedFunction['encrypted'] | undefined;
  readonly timers: WantedFunction['timers'] | undefined;
  readonly asyncPolicy: WantedFunction['asyncPolicy'] | 'as it is';
  /** The digest of the encrypted variables to write down; that of the record when it is of the same ones. */
  readonly secrets: string;
  /** Whether a function, or a timer of a wanted name, that deploy did not make is taken over. */
  readonly adopts: boolean;
  /** Of who brings it about; `undefined` where it is only held against what is there. */
  readonly mark?: DeployMark | undefined;
};

/** The goal that serverless.yml describes. */
export function goalOf(
  { key: _, codeUri: __, ...settings }: WantedFunction,
  rest: Pick<Goal, 'code' | 'secrets' | 'adopts'>,
): Goal {
  return { ...settings, ...rest };
}

/** The goal of being again what a published version is; triggers and policies are no part of a version. */
export function goalOfVersion(
  { name, packageName }: Pick<WantedFunction, 'name' | 'packageName'>,
  version: ActualConfig,
  current: ActualConfig,
): Goal {
  const { runtime, handler, memorySize, timeout, description, variables, xrole, appXrole } = version;
  return {
    ...{ name, packageName, runtime, handler, memorySize, timeout, description, variables },
    xrole: xrole === '' ? undefined : xrole,
    appXrole: appXrole === '' ? undefined : appXrole,
    maxInstanceNum: undefined,
    enableLtsLog: version.enableLtsLog,
    logConfig: undefined,
    encrypted: undefined,
    timers: undefined,
    asyncPolicy: 'as it is',
    code: { digest: version.digest, bytes: version.codeSize },
    secrets: current.record?.secrets ?? '',
    adopts: false,
  };
}
