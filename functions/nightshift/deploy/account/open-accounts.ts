import { CodedError } from '../../../maintenance/foundation/coded-error.ts';
import { secretsOf } from '../../../maintenance/huawei/credentials.ts';
import { SigningClient } from '../../../maintenance/huawei/signing-client.ts';
import { endpointFlaw } from '../../../maintenance/schedule/check/address-flaws.ts';
import type { CommandContext } from '../../place/command-context.ts';
import { credentialsFrom, lookupIn } from '../../place/environment.ts';
import type { Deployment } from '../serverless/deployment.ts';
import { createFunctionAccount, type FunctionAccount } from './function-account.ts';
import { officialEndpoint, openVerbs } from './functiongraph-verbs.ts';

/** Where the functions of a deployment are. */
type Accounts = {
  readonly projectId: string;
  readonly endpoint: string;
  readonly of: (fn: { readonly name: string; readonly packageName: string }) => FunctionAccount;
};

/** The code goes out in one request, over whichever line. */
const actionTimeoutMs = 120_000;
const readTimeoutMs = 20_000;

/**
 * Opens the account of a deployment. Throws `CodedError` `endpoint.wrong`, `region.unknown`, `project.missing` and
 * `credentials.missing`.
 */
export async function openAccounts(
  { region, projectId: written, endpoint: ofFile }: Deployment,
  asked: string | undefined,
  { environment, terminal, clock }: CommandContext,
): Promise<Accounts> {
  const flaw = asked === undefined ? undefined : endpointFlaw(asked);
  if (flaw) throw new CodedError('endpoint.wrong', `--endpoint: ${flaw.found} - expected ${flaw.expected}`);
  const endpoint = asked ?? ofFile ?? (await officialEndpoint(region));
  if (endpoint === undefined)
    throw new CodedError(
      'region.unknown',
      `no address of FunctionGraph is known in the region ${region} - expected the id of a region, or --endpoint URL`,
    );
  const lookup = lookupIn(environment);
  const projectId = written ?? lookup('HUAWEICLOUD_SDK_PROJECT_ID');
  if (projectId === undefined)
    throw new CodedError(
      'project.missing',
      'the project is not known - expected provider.projectId in serverless.yml, or HUAWEICLOUD_SDK_PROJECT_ID',
    );
  const credentials = credentialsFrom(lookup);
  terminal.hide(secretsOf(credentials));
  const verbs = await openVerbs(
    new SigningClient({
      endpoint,
      projectId,
      credentials,
      readTimeoutMs,
      actionTimeoutMs,
      now: () => clock.now(),
    }),
  );
  return {
    projectId,
    endpoint,
    of: ({ name, packageName }) => createFunctionAccount(verbs, { region, projectId, packageName, name }),
  };
}
