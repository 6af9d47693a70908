import { randomUUID } from 'node:crypto';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { firstNames } from '../../maintenance/foundation/first-names.ts';
import { type Credentials, secretsOf } from '../../maintenance/huawei/credentials.ts';
import { functionUrn } from '../../maintenance/huawei/functiongraph/functiongraph-client.ts';
import { publicEndpoint } from '../../maintenance/huawei/public-endpoint.ts';
import { SigningClient } from '../../maintenance/huawei/signing-client.ts';
import { secretsOfDeployment } from '../deploy/serverless/deployment.ts';
import { findEndpoints } from '../doctor/endpoints.ts';
import { readLocal } from '../doctor/read-local.ts';
import { type AskedAccount, accountRegions } from '../place/account-regions.ts';
import type { CommandContext } from '../place/command-context.ts';
import { credentialsFrom, lookupIn } from '../place/environment.ts';
import { resolvePart } from '../place/schedule-part.ts';
import { type Ask, askSigned, type Recording, timeouts } from './ask.ts';
import type { Bucket } from './probe-bucket.ts';
import type { DcsAccess } from './read-dcs.ts';

/** What is to be probed, and where. */
export type Probed = {
  readonly dcs: DcsAccess;
  /** Or why there is none to ask about. */
  readonly fn:
    | { readonly urn: string; readonly absent: string; readonly ask: Ask }
    | { readonly why: string };
  /** The same of the bucket of the journal. */
  readonly bucket: (Omit<Bucket, 'leftBehind'> & { readonly name: string }) | { readonly why: string };
  /** Never to be seen, in whatever form. */
  readonly secrets: readonly string[];
  /** Private, and perhaps told by no answer. */
  readonly known: Readonly<Record<string, string>>;
};

/** Whom the command line names. */
export type AskedProbe = AskedAccount & { readonly serverless?: string };

const noFunction = 'there is no serverless.yml here that names the function';
const unread = 'with --project no schedule and no serverless.yml is read: name them, too';

/** Finds where everything is; asks nobody. Throws `CodedError` for files, names and keys that are missing or wrong. */
export async function findAccount(
  asked: AskedProbe,
  context: CommandContext,
  recording: Recording,
): Promise<Probed> {
  const { environment, terminal, clock } = context;
  const { regions, secrets } = accountRegions(asked, context);
  const [region, ...others] = Object.values(regions);
  if (!region || others.length > 0)
    throw new CodedError(
      'region.several',
      `the schedule has the regions ${firstNames(Object.keys(regions), 5)} - expected one of them with --region`,
    );
  const credentials = credentialsFrom(lookupIn(environment));
  terminal.hide([...secretsOf(credentials), ...secrets]);
  const now = () => clock.now();
  const client = (endpoint: string, projectId: string) =>
    new SigningClient({ endpoint, projectId, credentials, now, ...timeouts });
  const dcsUrl = region.endpoint ?? publicEndpoint('dcs', region.region);
  const foreign = randomUUID().replaceAll('-', '');
  const isBare =
    asked.project !== undefined && asked.schedule === undefined && asked.serverless === undefined;
  const local = isBare ? undefined : await readLocal(asked, context);
  const { parsed: serverless } = local?.serverless ?? {};
  const variables = serverless?.ok ? secretsOfDeployment(serverless.deployment) : [];
  terminal.hide(variables);
  const { functionGraph, wanted, journal } = local
    ? await findEndpoints(local, { endpoint: asked.endpoint, iam: undefined })
    : {};
  const fn = () => {
    const projectId = functionGraph?.projectId ?? region.projectId;
    if (!functionGraph || !wanted) return { why: isBare ? unread : noFunction };
    const named = { region: functionGraph.region, projectId, packageName: wanted.packageName };
    return {
      urn: functionUrn({ ...named, name: wanted.name, version: 'latest' }),
      absent: functionUrn({ ...named, name: `absent-${randomUUID().slice(0, 8)}`, version: 'latest' }),
      ask: askSigned('FunctionGraph', client(functionGraph.url, projectId), recording),
    };
  };
  return {
    dcs: {
      ask: askSigned('DCS', client(dcsUrl, region.projectId), recording),
      // Called otherwise, as a refusal for the project is none for a permission.
      askForeign: askSigned('DCS, a foreign project', client(dcsUrl, foreign), recording),
      freshId: randomUUID,
    },
    fn: fn(),
    bucket: local ? bucketOf(local, journal?.url, { credentials, recording, clock }) : { why: unread },
    secrets: [...secretsOf(credentials), ...secrets, ...variables],
    known: { project: region.projectId, 'foreign-project': foreign, host: new URL(dcsUrl).host },
  };
}

function bucketOf(
  { parsed, lookup }: Awaited<ReturnType<typeof readLocal>>,
  url: string | undefined,
  {
    credentials,
    recording,
    clock,
  }: Pick<Bucket, 'recording' | 'clock'> & { readonly credentials: Credentials },
): Probed['bucket'] {
  const resolved = parsed && resolvePart(parsed, 'journal', lookup);
  const written = resolved?.ok ? resolved.schedule.journal?.url : undefined;
  const [, name = '', prefix = ''] = /^obs:\/\/([^/]*)\/?(.*?)\/*$/.exec(written ?? '') ?? [];
  if (url === undefined || name === '') return { why: 'there is no schedule here with a journal in OBS' };
  const above = prefix === '' ? '' : `${prefix}/`;
  return {
    name,
    sender: { endpoint: new URL(url), bucket: name, credentials },
    prefix: `${above}nightshift-probe-${randomUUID()}/`,
    recording,
    clock,
  };
}
