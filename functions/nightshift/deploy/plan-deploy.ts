import { createHash, randomBytes } from 'node:crypto';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { build } from '../../maintenance/foundation/version.ts';
import type { WrittenSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import { otherVersion } from '../place/describe-build.ts';
import type { FunctionAccount } from './account/function-account.ts';
import { secretsDigest } from './account/secrets-digest.ts';
import { compareDeployedCode } from './compare-deployed-code.ts';
import { type ActualFunction, codeMark, type DeployMark } from './function/actual.ts';
import type { Difference } from './function/difference.ts';
import { type Goal, goalOf } from './function/goal.ts';
import { differencesOf } from './function-differences.ts';
import { goBack } from './go-back.ts';
import { builtFrom, packChecked, type Zip } from './pack/pack-function.ts';
import { unzipFiles } from './pack/zip.ts';
import { planSteps } from './plan-steps.ts';
import { mostTriggers } from './plan-timers.ts';
import type { WantedFunction } from './serverless/deployment.ts';
import { sortTriggers } from './sort-triggers.ts';
import type { Step } from './step.ts';

/** What was found out about one function before anything is done about it. */
export type DeployPlan = {
  readonly name: string;
  readonly account: FunctionAccount;
  readonly actual: ActualFunction | undefined;
  readonly goal: Goal;
  /** The goal's code. */
  readonly zip: Zip;
  readonly differences: readonly Difference[];
  /** The text of the schedule that is deployed, where it could be read and will be replaced. */
  readonly scheduleBefore: string | undefined;
  /** That what is deployed, or will be, is of another version than this program; `undefined` where it is not. */
  readonly otherVersion: string | undefined;
  readonly steps: readonly Step[];
};

/** What a function is to become: what is written in the files of a folder, or a version that was published. */
export type Asked = { readonly adopts: boolean; readonly now: number } & (
  | { readonly to: string }
  | {
      readonly to: undefined;
      readonly folder: string;
      readonly schedule: WrittenSchedule;
    }
);

/** SHA-256 in hexadecimal. */
export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * Compares a function with what is wanted of it. Throws `CodedError` `deploy.conflict` where something of somebody
 * else's is in the way, `deploy.impossible` where no call could bring it about.
 */
export async function planDeploy(
  wanted: WantedFunction,
  account: FunctionAccount,
  asked: Asked,
): Promise<DeployPlan> {
  const packed =
    asked.to === undefined
      ? await packChecked(wanted.codeUri, asked.folder, asked.schedule, asked.now)
      : undefined;
  const actual = await account.read();
  const { zip, notes, ...end } = packed
    ? {
        goal: goalOf(wanted, {
          code: { digest: packed.digest, bytes: packed.bytes },
          secrets: await secretsDigest(wanted.encrypted, actual?.record?.secrets),
          adopts: asked.adopts,
        }),
        zip: packed,
        notes: [],
      }
    : await goBack(wanted, account, actual, asked.to ?? '');
  const goal: Goal = { ...end.goal, mark: markOf(asked.now, zip) };
  const conflicts = conflictsOf(actual, goal);
  if (conflicts.length > 0)
    throw new CodedError(
      'deploy.conflict',
      `${conflicts.join('; ')} - expected another name in serverless.yml, or --adopt to take it over`,
    );
  const hindrances = hindrancesOf(actual, goal);
  if (hindrances.length > 0) throw new CodedError('deploy.impossible', hindrances.join('; '));
  const compared = await compareDeployedCode(account, actual, goal, zip);
  return {
    name: wanted.name,
    account,
    actual,
    goal,
    zip,
    differences: [...differencesOf(actual, goal, compared.differences), ...notes],
    scheduleBefore: compared.schedule,
    otherVersion: otherVersion(compared.build, goal.mark?.code?.build),
    steps: planSteps(actual, goal, sha256),
  };
}

/** By this a deploy knows what it has written itself, and others who it was. */
function markOf(now: number, { digest, content }: Zip): DeployMark {
  const code = codeMark(digest, builtFrom(unzipFiles(content) ?? {}));
  return {
    id: randomBytes(6).toString('base64url'),
    at: new Date(now).toISOString(),
    ...(build !== undefined && { build }),
    ...(code && { code }),
  };
}

/** What of somebody else's stands where deploy is to make something, a line each; all of it can be taken over. */
export function conflictsOf(actual: ActualFunction | undefined, goal: Goal): readonly string[] {
  if (!actual || goal.adopts) return [];
  if (!actual.record)
    return [`the function ${goal.packageName}/${goal.name} is there and was not made by deploy`];
  const { foreign, absent } = sortTriggers(actual, goal.timers ?? [], goal);
  const taken = new Set(foreign.flatMap(({ timer }) => (timer ? [timer.name] : [])));
  return absent
    .filter(({ name }) => taken.has(name))
    .map(({ name }) => `the timer ${name} of ${goal.name} is there and was not made by deploy`);
}

/** What no step can bring about. */
export function hindrancesOf(actual: ActualFunction | undefined, goal: Goal): readonly string[] {
  if (!actual) return [];
  const hindrances: string[] = [];
  if (actual.runtime !== goal.runtime)
    hindrances.push(
      `the runtime of ${goal.name} is ${actual.runtime} and cannot be changed to ${goal.runtime} - ` +
        'expected another name in serverless.yml, or remove and deploy',
    );
  const { foreign, absent } = sortTriggers(actual, goal.timers ?? [], goal);
  const others = foreign.length + (goal.timers?.length ?? 0);
  if (absent.length > 0 && others > mostTriggers)
    hindrances.push(
      `${goal.name} would have ${others} triggers, ${foreign.length} of them not made by deploy - ` +
        `expected at most ${mostTriggers}`,
    );
  return hindrances;
}
