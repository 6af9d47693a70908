import { cesEndpoint } from '../../maintenance/huawei/ces/metrics-over-clients.ts';
import { publicEndpoint } from '../../maintenance/huawei/public-endpoint.ts';
import { officialEndpoint } from '../deploy/account/functiongraph-verbs.ts';
import { hasConditions } from '../deploy/policy/schedule-needs.ts';
import type { WantedFunction } from '../deploy/serverless/deployment.ts';
import { scheduledFunction } from '../deploy/triggers/coverage-of.ts';
import { iamEndpoint, isLoopback } from '../place/environment.ts';
import { resolvePart } from '../place/schedule-part.ts';
import type { Local } from './read-local.ts';

/** A service that the schedule or the deployment needs, and where it is looked for. */
export type Endpoint = {
  readonly service: 'DCS' | 'CES' | 'OBS' | 'FunctionGraph' | 'IAM' | 'SMN';
  /** What says so: `regions.beijing`, `journal`, `serverless.yml`. */
  readonly of: string;
  readonly url: string;
  /** Huawei's id: `cn-north-4`. */
  readonly region: string;
  /** Whose things are meant there; `undefined` for services without projects. */
  readonly projectId: string | undefined;
};

/** Where everything is that the schedule and the deployment need, as far as that is known. */
export type Endpoints = {
  /** By the name that the schedule gives the region. */
  readonly regions: ReadonlyMap<string, Endpoint>;
  /** The Cloud Eye of those that a job with conditions acts in. */
  readonly metrics: ReadonlyMap<string, Endpoint>;
  readonly journal: Endpoint | undefined;
  readonly handOver: Endpoint | undefined;
  /** Where the function is deployed. */
  readonly functionGraph: Endpoint | undefined;
  readonly iam: Endpoint;
  /** The function that carries the schedule out. */
  readonly wanted: WantedFunction | undefined;
};

/** For all regions, as the official clients have it. */
export const publicIam = 'https://iam.myhuaweicloud.com';

/** A variable may say which project it is, and be missing here. */
const projectPath = 'provider.projectId';

/** Finds the endpoints. `endpoint` and `iam` are what the command line says of FunctionGraph's and IAM's. */
export async function findEndpoints(
  { parsed, serverless, lookup }: Local,
  asked: { readonly endpoint: string | undefined; readonly iam: string | undefined },
): Promise<Endpoints> {
  const deployment = serverless?.parsed.ok ? serverless.parsed.deployment : undefined;
  const regions = new Map<string, Endpoint>();
  const metrics = new Map<string, Endpoint>();
  const judged = new Set(
    parsed?.schedule.jobs.filter(hasConditions).flatMap(({ targets }) => [targets.region].flat()),
  );
  for (const name of Object.keys(parsed?.schedule.regions ?? {})) {
    const resolved = parsed && resolvePart(parsed, { region: name }, lookup);
    const region = resolved?.ok ? resolved.schedule.regions[name] : undefined;
    if (!region) continue;
    const url = region.endpoint ?? publicEndpoint('dcs', region.region);
    const of = `regions.${name}`;
    regions.set(name, { ...region, service: 'DCS', of, url });
    if (judged.has(name)) metrics.set(name, { ...region, service: 'CES', of, url: cesEndpoint(region) });
  }
  const isMissing =
    serverless?.parsed.ok && serverless.parsed.missing.some(({ path }) => path === projectPath);
  const projectId = isMissing ? undefined : (deployment?.projectId ?? lookup('HUAWEICLOUD_SDK_PROJECT_ID'));
  const functionGraph = deployment && {
    service: 'FunctionGraph' as const,
    of: serverless?.file ?? '',
    region: deployment.region,
    projectId,
    url:
      asked.endpoint ??
      deployment.endpoint ??
      (await officialEndpoint(deployment.region)) ??
      publicEndpoint('functiongraph', deployment.region),
  };
  const region = [...regions.values()][0]?.region ?? deployment?.region ?? 'cn-north-4';
  const elsewhere = [...regions.values(), functionGraph].find((each) => isLoopback(each?.url))?.url;
  return {
    ...{ regions, metrics },
    functionGraph,
    journal: journalEndpoint({ parsed, lookup }),
    handOver: handOverEndpoint({ parsed, lookup }, projectId),
    iam: {
      service: 'IAM',
      of: 'whose the keys are',
      url: asked.iam ?? iamEndpoint(lookup, elsewhere) ?? publicIam,
      region,
      projectId: undefined,
    },
    wanted: deployment && scheduledFunction(deployment),
  };
}

type Filled = Pick<Local, 'parsed' | 'lookup'>;

function journalEndpoint({ parsed, lookup }: Filled): Endpoint | undefined {
  const resolved = parsed && resolvePart(parsed, 'journal', lookup);
  if (!resolved?.ok || !resolved.schedule.journal?.url.startsWith('obs:')) return undefined;
  const { journal, regions } = resolved.schedule;
  const region = journal.region ?? Object.values(regions)[0]?.region ?? '';
  const url = journal.endpoint ?? publicEndpoint('obs', region);
  return { service: 'OBS', of: 'journal', url, region, projectId: undefined };
}

function handOverEndpoint({ parsed, lookup }: Filled, projectId: string | undefined): Endpoint | undefined {
  const resolved = parsed && resolvePart(parsed, 'handOver', lookup);
  const handOver = resolved?.ok ? resolved.schedule.handOver : undefined;
  if (!handOver) return undefined;
  const url = handOver.endpoint ?? publicEndpoint('functiongraph', handOver.region);
  return { service: 'FunctionGraph', of: 'handOver', url, region: handOver.region, projectId };
}

/** All endpoints, each once, in the order in which a run meets them. */
export function allEndpoints({
  regions,
  metrics,
  journal,
  handOver,
  functionGraph,
  iam,
}: Endpoints): readonly Endpoint[] {
  return [iam, ...regions.values(), ...metrics.values(), journal, handOver, functionGraph].filter(
    (endpoint) => endpoint !== undefined,
  );
}
