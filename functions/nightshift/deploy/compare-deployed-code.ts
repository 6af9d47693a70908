import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { readDeployedCode } from './account/deployed-code.ts';
import type { FunctionAccount } from './account/function-account.ts';
import type { ActualFunction } from './function/actual.ts';
import type { Difference } from './function/difference.ts';
import type { Goal } from './function/goal.ts';
import { digestDifference } from './function-differences.ts';
import type { Zip } from './pack/pack-function.ts';
import { unzipFiles } from './pack/zip.ts';
import { zipDifferences } from './pack/zip-differences.ts';

/**
 * How the code, the schedule and the calendars that are deployed differ from those in a zip. Who may deploy may not
 * always read code: then digests are all there is to compare, and why is said.
 */
export async function compareDeployedCode(
  account: Pick<FunctionAccount, 'showCode'>,
  actual: ActualFunction | undefined,
  goal: Goal,
  zip: Zip,
): Promise<readonly Difference[]> {
  if (actual === undefined || actual.digest === goal.code.digest) return digestDifference(actual, goal);
  try {
    const deployed = await readDeployedCode(account, { version: 'latest', digest: actual.digest });
    const [from, to] = [deployed, zip].map(({ content }) => unzipFiles(content));
    if (from && to) return zipDifferences(from, to);
    return digestDifference(actual, goal, 'what is deployed is no zip');
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return digestDifference(actual, goal, `what is deployed cannot be looked into: ${error.message}`);
  }
}
