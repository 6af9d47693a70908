import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { CommandContext } from '../place/command-context.ts';
import { credentialsFrom, lookupIn } from '../place/environment.ts';
import { openAccounts } from './account/open-accounts.ts';
import { recordedBuild } from './function/actual.ts';
import { openServerless } from './serverless/serverless-file.ts';

/** Of a function of `serverless.yml`, what its code was built from; or why that is not known. */
export type DeployedVersion =
  | { readonly name: string; readonly build: string }
  | { readonly name: string; readonly error: CodedError };

/**
 * Asks which versions are deployed, for a command that needs no account for its own work: nothing where there is no
 * `serverless.yml` that says whom to ask or no key to ask with, and nothing of a function of which nobody wrote down
 * what it was built from.
 */
export async function deployedVersions(
  asked: { readonly serverless?: string; readonly endpoint?: string },
  context: CommandContext,
): Promise<readonly DeployedVersion[]> {
  const parsed = (await openServerless(asked.serverless, context))?.parsed;
  if (!parsed?.ok || parsed.missing.some(({ path }) => path === 'provider.projectId')) return [];
  if (!hasKeys(context)) return [];
  const { functions } = parsed.deployment;
  const accounts = await openAccounts(parsed.deployment, asked.endpoint, context);
  const versions = await Promise.all(
    functions.map(async ({ name, packageName }): Promise<DeployedVersion | undefined> => {
      try {
        const build = recordedBuild(await accounts.of({ name, packageName }).readVersion('latest'));
        return build === undefined ? undefined : { name, build };
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        return { name, error };
      }
    }),
  );
  return versions.filter((version) => version !== undefined);
}

function hasKeys({ environment }: CommandContext): boolean {
  try {
    credentialsFrom(lookupIn(environment));
    return true;
  } catch {
    return false;
  }
}
