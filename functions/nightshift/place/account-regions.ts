import type { Diagnostic } from '../../maintenance/document/diagnostic.ts';
import { oneOf } from '../../maintenance/document/nearest-name.ts';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { DcsRegion } from '../../maintenance/huawei/dcs/dcs-region-clients.ts';
import { projectIdFlaw, regionIdFlaw } from '../../maintenance/schedule/check/address-flaws.ts';
import type { ParsedSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import type { Job } from '../../maintenance/schedule/schedule.ts';
import type { CommandContext } from './command-context.ts';
import { endpointVariable, lookupIn } from './environment.ts';
import { findSchedule, openSchedule } from './schedule-file.ts';
import { resolvePart } from './schedule-part.ts';

/** What the person who types says of which account is meant. */
export type AskedAccount = {
  readonly schedule?: string;
  /** A name of the schedule or Huawei's id; without a schedule the id. */
  readonly region?: string;
  /** With it no schedule is read. */
  readonly project?: string;
  /** Of DCS, checked; counts only where no schedule is read. */
  readonly endpoint?: string | undefined;
};

/** Something that could not be read, and what it is about. */
export type Unread = {
  readonly code: string;
  readonly message: string;
  /** By the name of the schedule. */
  readonly region: string | null;
  readonly job: string | null;
  /** What is to be done, where the keys, the clock or the project are the cause. */
  readonly todo: string | null;
};

/** The regions to ask, by the names that their instances are told under. */
export type AccountRegions = {
  readonly regions: Readonly<Record<string, DcsRegion>>;
  /** The schedule's jobs with their targets filled in; `undefined` where no schedule was read. */
  readonly jobs: readonly Job[] | undefined;
  /** The file of the schedule. */
  readonly file: string | undefined;
  /** Regions and jobs of whom a variable is missing. */
  readonly unread: readonly Unread[];
  /** Never to be shown. */
  readonly secrets: readonly string[];
};

/** The environment's words for what no schedule says. */
const variables = { region: 'HUAWEICLOUD_SDK_REGION', project: 'HUAWEICLOUD_SDK_PROJECT_ID' } as const;

/** For the help of commands that need no schedule. */
export const accountVariables = `Without a schedule also: ${Object.values(variables).join(', ')}; ${endpointVariable} for a local cloud.`;

/** The region and the project that are named, by options or the environment. */
export function placeNamed(
  { region, project }: Pick<AskedAccount, 'region' | 'project'>,
  { environment }: Pick<CommandContext, 'environment'>,
): { readonly region: string | undefined; readonly project: string | undefined } {
  const lookup = lookupIn(environment);
  return { region: region ?? lookup(variables.region), project: project ?? lookup(variables.project) };
}

/**
 * Which regions are meant: those of the schedule, where there is one and no project is named, else the one that options or
 * the environment name. Throws `CodedError` (`region.missing`, `region.wrong`, `region.unknown`, `project.missing`, `project.wrong`), and
 * what a schedule with mistakes throws.
 */
export function accountRegions(asked: AskedAccount, context: CommandContext): AccountRegions {
  const isBare = asked.schedule === undefined && findSchedule(undefined, context) === undefined;
  if (asked.project !== undefined || isBare) return namedRegion(asked, context);
  return scheduledRegions(openSchedule(asked.schedule, context), asked.region, context);
}

function namedRegion(asked: AskedAccount, context: CommandContext): AccountRegions {
  const { region, project } = placeNamed(asked, context);
  const noSchedule = asked.project === undefined ? 'there is no schedule here, and ' : '';
  if (region === undefined)
    throw new CodedError(
      'region.missing',
      `${noSchedule}no region is named - expected --region, such as cn-north-4, or ${variables.region}`,
    );
  if (project === undefined)
    throw new CodedError(
      'project.missing',
      `${noSchedule}no project is named - expected --project with its id (My Credentials > Projects), or ${variables.project}`,
    );
  refuse('region.wrong', region, regionIdFlaw(region));
  refuse('project.wrong', project, projectIdFlaw(project));
  const { endpoint } = asked;
  return {
    regions: { [region]: { region, projectId: project, endpoint } },
    ...{ jobs: undefined, file: undefined, unread: [], secrets: [] },
  };
}

/** Throws `CodedError` for a value with a flaw. */
function refuse(code: string, value: string, flaw: ReturnType<typeof regionIdFlaw>): void {
  if (flaw) throw new CodedError(code, `${JSON.stringify(value)}: ${flaw.found} - expected ${flaw.expected}`);
}

function scheduledRegions(
  parsed: ParsedSchedule,
  asked: string | undefined,
  { environment }: Pick<CommandContext, 'environment'>,
): AccountRegions {
  const lookup = lookupIn(environment);
  const written = parsed.schedule.regions;
  const names = Object.keys(written).filter(
    (name) => asked === undefined || name === asked || written[name]?.region === asked,
  );
  if (names.length === 0)
    throw new CodedError(
      'region.unknown',
      `${parsed.file} has no region ${JSON.stringify(asked)} - expected ${oneOf(Object.keys(written), asked ?? '')}, or --project beside it to ask without the schedule`,
    );
  const regions: Record<string, DcsRegion> = {};
  const unread: Unread[] = [];
  const secrets: string[] = [];
  for (const name of names) {
    const resolved = resolvePart(parsed, { region: name }, lookup);
    const region = resolved.ok ? resolved.schedule.regions[name] : undefined;
    if (resolved.ok && region) {
      regions[name] = region;
      secrets.push(...resolved.secrets);
    } else if (!resolved.ok)
      unread.push(...resolved.diagnostics.map((each) => ({ ...untold(each), region: name, job: null })));
  }
  const jobs: Job[] = [];
  const ofTargets = parsed.references.filter(({ path }) => /^jobs\..*\.targets\b/.test(path));
  for (const job of parsed.schedule.jobs) {
    const { name } = job;
    if (!ofTargets.some(({ path }) => path.startsWith(`jobs.${name}.targets.`))) {
      jobs.push(job);
      continue;
    }
    const resolved = resolvePart(parsed, { targets: name }, lookup);
    if (resolved.ok) jobs.push(...resolved.schedule.jobs);
    else unread.push(...resolved.diagnostics.map((each) => ({ ...untold(each), region: null, job: name })));
  }
  return { regions, jobs, file: parsed.file, unread, secrets };
}

function untold({ code, message }: Diagnostic) {
  return { code, message, todo: null };
}
