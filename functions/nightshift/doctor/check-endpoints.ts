import { type Finding, ill, well } from './finding.ts';
import type { Identity } from './identity.ts';
import type { Knock } from './knock.ts';
import type { Place } from './place.ts';

/** Whether every service answers where it is looked for, and whether each project is one of its region. */
export function checkEndpoints(
  places: readonly Place[],
  knocks: ReadonlyMap<string, Knock>,
  identity: Identity | undefined,
): readonly Finding[] {
  return places.flatMap((place) => {
    const knock = knocks.get(place.url);
    if (!knock) return [];
    if (knock.kind === 'silent') return [silent(place, knock)];
    const flaw = projectFlaw(place, identity);
    if (flaw) return [flaw];
    const of = place.projectId === undefined ? '' : `; project ${projectOf(place.projectId, identity)}`;
    return [
      well('endpoint', `${place.service} answers at ${hostOf(place)} (${knock.tookMs} ms)${of}`, place.of),
    ];
  });
}

/** Why nothing more is asked of a place; `undefined` when nothing speaks against it. */
export function whyNotAsked(
  place: Place,
  knocks: ReadonlyMap<string, Knock>,
  identity: Identity | undefined,
): string | undefined {
  if (knocks.get(place.url)?.kind === 'silent') return `${place.service} does not answer`;
  return projectFlaw(place, identity) ? 'the project is not the right one' : undefined;
}

function silent(place: Place, { code, message }: Extract<Knock, { kind: 'silent' }>): Finding {
  const { service, of, region } = place;
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

function projectFlaw({ of, region, projectId }: Place, identity: Identity | undefined): Finding | undefined {
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

function hostOf({ url }: Place): string {
  return new URL(url).host;
}
