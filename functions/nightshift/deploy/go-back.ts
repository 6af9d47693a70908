import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { readDeployedCode } from './account/deployed-code.ts';
import type { FunctionAccount } from './account/function-account.ts';
import type { ActualFunction } from './function/actual.ts';
import type { Difference } from './function/difference.ts';
import { type Goal, goalOfVersion } from './function/goal.ts';
import type { Zip } from './pack/pack-function.ts';
import type { WantedFunction } from './serverless/deployment.ts';
import { ownVersions, versionMeant } from './version-names.ts';

/** The way back to a version. */
type WayBack = { readonly goal: Goal; readonly zip: Zip; readonly notes: readonly Difference[] };

/** Reads a published version as a goal. Throws `CodedError` `version.unknown`, `version.code`. */
export async function goBack(
  wanted: WantedFunction,
  account: FunctionAccount,
  actual: ActualFunction | undefined,
  asked: string,
): Promise<WayBack> {
  const version = versionMeant(asked, actual?.versions ?? []);
  if (!actual || version === undefined) {
    const own = ownVersions(actual?.versions ?? []);
    const expected = own.length > 0 ? `one of ${own.join(', ')}` : 'a deploy before it';
    throw new CodedError('version.unknown', `${wanted.name} has no version ${asked} - expected ${expected}`);
  }
  const config = await account.readVersion(version);
  const zip = await readDeployedCode(account, { version, digest: config.digest });
  return {
    goal: goalOfVersion(wanted, config, actual),
    zip,
    notes: notesOn(config.record?.secrets ?? '', actual.record?.secrets ?? ''),
  };
}

function notesOn(then: string, now: string): readonly Difference[] {
  const same = {
    sign: '=',
    what: 'timers and asynchronous invocations',
    note: 'no part of a version, left alone',
  } as const;
  if (then === now) return [same];
  const note = 'others than then; they cannot be read back, and stay as they are now';
  return [{ sign: '=', what: 'encrypted variables', note }, same];
}
