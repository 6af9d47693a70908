import { createHash } from 'node:crypto';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { FunctionAccount } from './account/function-account.ts';
import { readCode } from './account/read-code.ts';
import { secretsDigest } from './account/secrets-digest.ts';
import type { ActualFunction } from './actual.ts';
import { conflictsOf, hindrancesOf } from './conflicts.ts';
import type { Difference } from './difference.ts';
import { differencesOf } from './differences-of.ts';
import { goBack } from './go-back.ts';
import { type Goal, goalOf } from './goal.ts';
import { planSteps } from './plan-steps.ts';
import type { WantedFunction } from './serverless/deployment.ts';
import type { Step } from './step.ts';

/** What was found out about one function before anything is done about it. */
export type Survey = {
  readonly name: string;
  readonly account: FunctionAccount;
  readonly actual: ActualFunction | undefined;
  readonly goal: Goal;
  /** The goal's code in base64. */
  readonly zip: string;
  readonly differences: readonly Difference[];
  readonly steps: readonly Step[];
};

/** What was asked for on the command line. */
export type Asked = { readonly folder: string; readonly adopts: boolean; readonly to: string | undefined };

/** SHA-256 in hexadecimal. */
export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * Compares a function with what is wanted of it. Throws `CodedError` `deploy.conflict` where something of somebody
 * else's is in the way, `deploy.impossible` where no call could bring it about.
 */
export async function survey(
  wanted: WantedFunction,
  account: FunctionAccount,
  { folder, adopts, to }: Asked,
): Promise<Survey> {
  const code = to === undefined ? readCode(wanted.codeUri, folder) : undefined;
  const actual = await account.read();
  const { goal, zip, notes } = code
    ? {
        goal: goalOf(wanted, {
          code,
          secrets: await secretsDigest(wanted.encrypted, actual?.record?.secrets),
          adopts,
        }),
        zip: code.base64,
        notes: [],
      }
    : await goBack(wanted, account, actual, to ?? '');
  const conflicts = conflictsOf(actual, goal);
  if (conflicts.length > 0)
    throw new CodedError(
      'deploy.conflict',
      `${conflicts.join('; ')} - expected another name in serverless.yml, or --adopt to take it over`,
    );
  const hindrances = hindrancesOf(actual, goal);
  if (hindrances.length > 0) throw new CodedError('deploy.impossible', hindrances.join('; '));
  return {
    name: wanted.name,
    account,
    actual,
    goal,
    zip,
    differences: [...differencesOf(actual, goal), ...notes],
    steps: planSteps(actual, goal, sha256),
  };
}
