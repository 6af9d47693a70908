import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { readDeployedCode } from './account/deployed-code.ts';
import type { FunctionAccount } from './account/function-account.ts';
import { type ActualFunction, recordedBuild } from './function/actual.ts';
import type { Difference } from './function/difference.ts';
import type { Goal } from './function/goal.ts';
import { digestDifference } from './function-differences.ts';
import { builtFrom, scheduleYaml, type Zip } from './pack/pack-function.ts';
import { unzipFiles } from './pack/zip.ts';
import { zipDifferences } from './pack/zip-differences.ts';

/** How code differs from what is deployed. */
type Compared = {
  readonly differences: readonly Difference[];
  /** The text of the schedule that is deployed, where it could be read and is another one. */
  readonly schedule: string | undefined;
  /** What the code that is deployed was built from, as far as that is known. */
  readonly build: string | undefined;
};

/**
 * How the code, the schedule and the calendars that are deployed differ from those in a zip. Who may deploy may not
 * always read code: then digests are all there is to compare, and why is said.
 */
export async function compareDeployedCode(
  account: Pick<FunctionAccount, 'showCode'>,
  actual: ActualFunction | undefined,
  goal: Goal,
  zip: Zip,
): Promise<Compared> {
  const byDigest = (why?: string) => ({
    differences: digestDifference(actual, goal, why),
    schedule: undefined,
    build: actual && recordedBuild(actual),
  });
  if (actual === undefined || actual.digest === goal.code.digest) return byDigest();
  try {
    const deployed = await readDeployedCode(account, { version: 'latest', digest: actual.digest });
    const [from, to] = [deployed, zip].map(({ content }) => unzipFiles(content));
    if (!from || !to) return byDigest('what is deployed is no zip');
    return {
      differences: zipDifferences(from, to),
      schedule: textOf(from[scheduleYaml]),
      build: builtFrom(from),
    };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return byDigest(`what is deployed cannot be looked into: ${error.message}`);
  }
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString('utf8');
}
