import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { type Credentials, secretsOf } from '../../maintenance/huawei/credentials.ts';
import { publicEndpoint } from '../../maintenance/huawei/public-endpoint.ts';
import { SigningClient } from '../../maintenance/huawei/signing-client.ts';
import type { FunctionAccount } from '../deploy/account/function-account.ts';
import { openAccounts } from '../deploy/account/open-accounts.ts';
import type { ActualFunction } from '../deploy/function/actual.ts';
import type { CommandContext } from '../place/command-context.ts';
import { credentialsFrom } from '../place/environment.ts';
import { mostSkewMs, skewOf } from './check-clock.ts';
import type { Keys } from './check-credentials.ts';
import { whyNotAsked } from './check-endpoints.ts';
import { allEndpoints, type Endpoint, type Endpoints, publicIam } from './endpoints.ts';
import { IamClient, type Identity, identify } from './identity.ts';
import { reachService, type ServiceReach } from './reach-service.ts';
import type { Local } from './read-local.ts';

/** The function as it is deployed, as far as that is known. */
export type Deployed =
  /** It was not asked for. */
  | { readonly kind: 'held'; readonly why: string }
  | { readonly kind: 'unreadable'; readonly error: CodedError }
  | { readonly kind: 'absent' }
  | { readonly kind: 'there'; readonly actual: ActualFunction; readonly account: FunctionAccount };

/** What several checks need to know; each is asked once. */
export type Facts = {
  readonly keys: Keys;
  readonly credentials: Credentials | undefined;
  /** By address. */
  readonly reached: Promise<ReadonlyMap<string, ServiceReach>>;
  readonly identity: Promise<Identity | undefined>;
  /** Why nothing that is signed is asked of anybody; `undefined` when nothing speaks against it. */
  readonly held: Promise<string | undefined>;
  /** Why nothing that is signed is asked of an endpoint. */
  readonly heldAt: (endpoint: Endpoint) => Promise<string | undefined>;
  readonly deployed: Promise<Deployed>;
  /** A client for a service; only where keys are there. */
  readonly client: (url: string, projectId: string) => SigningClient;
};

/** For a call that only looks. */
const readTimeoutMs = 10_000;

/** Begins to ask for the facts, those that wait for no other side by side. */
export function gatherFacts(local: Local, endpoints: Endpoints, context: CommandContext): Facts {
  const { clock, terminal } = context;
  const now = () => clock.now();
  const { keys, credentials } = readKeys(local, terminal);
  const addresses = [...new Set(allEndpoints(endpoints).map(({ url }) => url))];
  const reached = Promise.all(
    addresses.map(async (address) => [address, await reachService(address, now)] as const),
  ).then((all) => new Map(all));
  const client = (endpoint: string, projectId: string) => {
    if (!credentials) throw new TypeError('there are no keys');
    return new SigningClient({
      ...{ endpoint, projectId, credentials, now },
      ...{ readTimeoutMs, actionTimeoutMs: readTimeoutMs },
    });
  };
  const unsigned = reached.then((all) => {
    if (keys.kind === 'none') return 'there are no keys';
    const { aheadMs = 0 } = skewOf(all) ?? {};
    return Math.abs(aheadMs) >= mostSkewMs ? 'this clock is too far off' : undefined;
  });
  const identity = unsigned.then(async (why): Promise<Identity | undefined> => {
    const { iam } = endpoints;
    const answer = (await reached).get(iam.url);
    if (why !== undefined) return undefined;
    if (answer?.kind === 'silent') return { kind: 'unknown', message: answer.message };
    // STS, unlike IAM, has an address in each region.
    const sts = iam.url === publicIam ? publicEndpoint('sts', iam.region) : iam.url;
    return identify(new IamClient(client(iam.url, ''), client(sts, '')));
  });
  const held = identity.then(async (one) => (one?.kind === 'refused' ? 'the keys are refused' : unsigned));
  const heldAt = async (endpoint: Endpoint) =>
    (await held) ?? whyNotAsked(endpoint, await reached, await identity);
  const deployed = readDeployed(local, endpoints, heldAt, context);
  // Heard of where they are awaited; a check that ended early must not make an unheard failure of them.
  for (const fact of [reached, identity, held, deployed]) fact.catch(() => undefined);
  return { keys, credentials, reached, identity, held, heldAt, deployed, client };
}

function readKeys(
  { lookup }: Local,
  terminal: CommandContext['terminal'],
): { readonly keys: Keys; readonly credentials: Credentials | undefined } {
  try {
    const credentials = credentialsFrom(lookup);
    terminal.hide(secretsOf(credentials));
    return {
      keys: { kind: 'there', temporary: credentials.securityToken !== undefined },
      credentials,
    };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { keys: { kind: 'none', message: error.message }, credentials: undefined };
  }
}

async function readDeployed(
  { serverless }: Local,
  { functionGraph, wanted }: Endpoints,
  heldAt: Facts['heldAt'],
  context: CommandContext,
): Promise<Deployed> {
  if (!serverless?.parsed.ok || !functionGraph || !wanted)
    return { kind: 'held', why: 'no serverless.yml that names it can be read' };
  // A variable that is missing is told as such.
  const isUnresolved =
    serverless.parsed.deployment.projectId !== undefined && functionGraph.projectId === undefined;
  const why =
    (await heldAt(functionGraph)) ?? (isUnresolved ? 'the variable with its project is missing' : undefined);
  if (why !== undefined) return { kind: 'held', why };
  try {
    const accounts = await openAccounts(serverless.parsed.deployment, functionGraph.url, context);
    const account = accounts.of(wanted);
    const actual = await account.read();
    return actual ? { kind: 'there', actual, account } : { kind: 'absent' };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { kind: 'unreadable', error };
  }
}

/** What the checks are made of. */
export type Subject = {
  readonly local: Local;
  readonly endpoints: Endpoints;
  readonly facts: Facts;
  readonly context: CommandContext;
};
