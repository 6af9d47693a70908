import { type CheckResult, ill, well } from './check-result.ts';
import type { Endpoint } from './endpoints.ts';
import type { Identity } from './identity.ts';
import type { ServiceReach } from './reach-service.ts';

/** Whether every service answers where it is looked for, and whether each project is one of its region. */
export function checkEndpoints(
  endpoints: readonly Endpoint[],
  reached: ReadonlyMap<string, ServiceReach>,
  identity: Identity | undefined,
): readonly CheckResult[] {
  return endpoints.flatMap((endpoint) => {
    const reach = reached.get(endpoint.url);
    if (!reach) return [];
    if (reach.kind === 'silent') return [silent(endpoint, reach)];
    const flaw = projectFlaw(endpoint, identity);
    if (flaw) return [flaw];
    const of = endpoint.projectId === undefined ? '' : `; project ${projectOf(endpoint.projectId, identity)}`;
    return [
      well(
        'endpoint',
        `${endpoint.service} answers at ${hostOf(endpoint)} (${reach.tookMs} ms)${of}`,
        endpoint.of,
      ),
    ];
  });
}

/** Why nothing more is asked of an endpoint; `undefined` when nothing speaks against it. */
export function whyNotAsked(
  endpoint: Endpoint,
  reached: ReadonlyMap<string, ServiceReach>,
  identity: Identity | undefined,
): string | undefined {
  if (reached.get(endpoint.url)?.kind === 'silent') return `${endpoint.service} does not answer`;
  return projectFlaw(endpoint, identity) ? 'the project is not the right one' : undefined;
}

function silent(
  endpoint: Endpoint,
  { code, message }: Extract<ServiceReach, { kind: 'silent' }>,
): CheckResult {
  const { service, of, region } = endpoint;
  // Nobody but us asks IAM who he is.
  if (service === 'IAM')
    return ill('note', 'endpoint.silent', `${service}: ${message}`, {
      where: of,
      todo: 'only doctor asks it, for whose the keys are; --iam-endpoint says where it is',
    });
  const unknown = ['ENOTFOUND', 'EAI_AGAIN', 'ENODATA'].includes(code);
  return ill('error', unknown ? 'endpoint.unknown' : 'endpoint.silent', `${service}: ${message}`, {
    where: of,
    todo: unknown
      ? `look at the region (${region}) and the endpoint: there is no such host, or no DNS here`
      : 'look at the endpoint, and at firewalls and proxies between here and there',
  });
}

function projectFlaw(
  { of, region, projectId }: Endpoint,
  identity: Identity | undefined,
): CheckResult | undefined {
  if (projectId === undefined || identity?.kind !== 'known' || !identity.projects) return undefined;
  const { projects } = identity;
  const own = projects.find(({ id }) => id === projectId);
  // A project within a region is called REGION_NAME.
  const isOf = (name: string) => name === region || name.startsWith(`${region}_`);
  const right = projects.filter(({ name }) => isOf(name)).map(({ id, name }) => `${id} (${name})`);
  const expected =
    right.length > 0 ? `expected ${right.join(' or ')}` : `the keys have no project in ${region}`;
  const todo = `${expected}; see My Credentials > Projects`;
  if (!own)
    return ill('error', 'project.foreign', `the project ${projectId} is none that these keys belong to`, {
      where: of,
      todo,
    });
  if (!isOf(own.name))
    return ill('error', 'project.region', `the project ${projectId} is of ${own.name}, not of ${region}`, {
      where: of,
      todo,
    });
  if (own.enabled) return undefined;
  return ill('error', 'project.disabled', `the project ${projectId} is disabled`, { where: of, todo });
}

/** The id of a project, with its name where that is known. */
function projectOf(id: string, identity: Identity | undefined): string {
  const projects = identity?.kind === 'known' ? identity.projects : undefined;
  const name = projects?.find((each) => each.id === id)?.name;
  return name === undefined ? `${id}, not looked up` : `${id} (${name})`;
}

function hostOf({ url }: Endpoint): string {
  return new URL(url).host;
}
