import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { CommandContext } from '../place/command-context.ts';
import { credentialsFrom, lookupIn } from '../place/environment.ts';
import { type FunctionAccount, saysAbsent } from './account/function-account.ts';
import { openAccounts } from './account/open-accounts.ts';
import { recordedBuild } from './function/actual.ts';
import { openServerless } from './serverless/serverless-file.ts';
import { timerAsk } from './triggers/timer-meaning.ts';

/** A function of `serverless.yml` as it is in the account, or why that is not known. */
export type DeployedVersion = { readonly name: string } & (
  | {
      readonly kind: 'there';
      /** What its code was built from, where somebody wrote that down. */
      readonly build: string | undefined;
      readonly account: Pick<FunctionAccount, 'readTriggers'>;
    }
  | { readonly kind: 'absent'; readonly region: string }
  | { readonly kind: 'unread'; readonly error: CodedError }
);

/**
 * Asks which versions are deployed, for a command that needs no account for its own work: nothing where there is no
 * `serverless.yml` that says whom to ask or no key to ask with.
 */
export async function deployedVersions(
  asked: { readonly serverless?: string; readonly endpoint?: string },
  context: CommandContext,
): Promise<readonly DeployedVersion[]> {
  const parsed = (await openServerless(asked.serverless, context))?.parsed;
  if (!parsed?.ok || parsed.missing.some(({ path }) => path === 'provider.projectId')) return [];
  if (!hasKeys(context)) return [];
  const { functions, region } = parsed.deployment;
  const accounts = await openAccounts(parsed.deployment, asked.endpoint, context);
  return Promise.all(
    functions.map(async ({ name, packageName }): Promise<DeployedVersion> => {
      const account = accounts.of({ name, packageName });
      try {
        return { name, kind: 'there', build: recordedBuild(await account.readVersion('latest')), account };
      } catch (error) {
        if (saysAbsent(error)) return { name, kind: 'absent', region };
        if (!(error instanceof CodedError)) throw error;
        return { name, kind: 'unread', error };
      }
    }),
  );
}

/** Why no function goes on with runs that are open; `undefined` where one does, or that is not known. */
export async function whyNobodyGoesOn(deployed: readonly DeployedVersion[]): Promise<string | undefined> {
  if (deployed.length === 0) return undefined;
  const silent: string[] = [];
  for (const one of deployed) {
    if (one.kind === 'unread') return undefined;
    if (one.kind === 'there' && (await ticks(one.account)) !== false) return undefined;
    silent.push(
      one.kind === 'absent'
        ? `the function ${one.name} is not there`
        : `no timer of ${one.name} that names no job is on`,
    );
  }
  return silent.join(', ');
}

/** Whether a timer comes that lets a function look for open runs; `undefined` where that cannot be seen. */
async function ticks(account: Pick<FunctionAccount, 'readTriggers'>): Promise<boolean | undefined> {
  try {
    const timers = (await account.readTriggers()).flatMap(({ timer }) => timer ?? []);
    return timers.some(({ status, userEvent }) => status === 'ACTIVE' && timerAsk(userEvent).kind !== 'jobs');
  } catch (error) {
    if (error instanceof CodedError) return undefined;
    throw error;
  }
}

function hasKeys({ environment }: CommandContext): boolean {
  try {
    credentialsFrom(lookupIn(environment));
    return true;
  } catch {
    return false;
  }
}
