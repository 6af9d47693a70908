import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { Credentials } from '../../maintenance/huawei/credentials.ts';
import { isZone } from '../../maintenance/runtime/zone-offset.ts';
import {
  journalUrlFlaw,
  projectIdFlaw,
  regionIdFlaw,
} from '../../maintenance/schedule/check/address-flaws.ts';
import type { Project } from '../doctor/identity.ts';
import { placeNamed } from '../place/account-regions.ts';
import type { CommandContext } from '../place/command-context.ts';
import { iamEndpoint, lookupIn } from '../place/environment.ts';
import type { Terminal } from '../place/terminal.ts';
import { keysHere, projectsOf, type Unseen } from './look-around.ts';

/** What options answer beforehand. */
export type Answers = {
  readonly region?: string;
  readonly project?: string;
  readonly bucket?: string;
  readonly timezone?: string;
  readonly endpoint?: string | undefined;
  readonly iamEndpoint?: string | undefined;
  readonly yes?: boolean;
};

/** Where a new project is, and with which keys it can be looked at. */
type Found = {
  readonly region: string;
  readonly projectId: string | undefined;
  readonly credentials: Credentials | undefined;
  readonly timezone: string;
  readonly bucket: string;
  /** What nobody named, and what was taken for it. */
  readonly taken: readonly string[];
  readonly unseen: readonly Unseen[];
};

/** Where most of Huawei Cloud's customers begin. */
const usualRegion = 'cn-north-4';

/**
 * Finds region, project, zone and bucket: by options, the environment, what IAM tells of the keys, and a question where
 * somebody is there and `yes` is not said. Throws `CodedError` for an option that cannot be.
 */
export async function findPlace(answers: Answers, context: CommandContext): Promise<Found> {
  const { terminal } = context;
  const named = placeNamed(answers, context);
  const taken: string[] = [];
  const unseen: Unseen[] = [];
  const someone = answers.yes ? undefined : terminal;

  const region = await settle(named.region, {
    ...{ question: 'Region', usual: usualRegion, flawOf: regionIdFlaw, someone, code: 'region.wrong' },
  });
  if (region.by === 'usual')
    taken.push(`no region was named, so it is ${usualRegion}; --region names another`);
  const place = region.value;

  const keys = keysHere(context);
  const credentials = 'why' in keys ? undefined : keys;
  if ('why' in keys) unseen.push(keys);
  const projects =
    credentials && named.project === undefined ? await askIam(credentials, place, answers, context) : [];
  if ('why' in projects) unseen.push(projects);
  const usual = 'why' in projects ? undefined : projectFor(place, projects);
  const project = await settle(named.project, {
    ...{
      question: 'Project id',
      usual: usual?.id ?? '',
      flawOf: projectIdFlaw,
      someone,
      code: 'project.wrong',
    },
    mayBeNone: true,
  });
  const projectId = project.value === '' ? undefined : project.value;
  if (project.by === 'usual' && usual)
    taken.push(`no project was named, so it is ${usual.name} (${usual.id}) of these keys`);
  if (projectId === undefined)
    unseen.push({
      what: 'the project',
      why: 'none was named, so HUAWEICLOUD_SDK_PROJECT_ID stands for it in the files',
      todo: 'name it with --project (My Credentials > Projects), or set that variable before you deploy',
    });
  return {
    ...{ region: place, projectId, credentials, taken, unseen },
    timezone: zoneOf(answers.timezone, place),
    bucket: bucketOf(answers.bucket, projectId),
  };
}

/** The project that a region has from the start is called as the region; else the only one in it. */
function projectFor(region: string, projects: readonly Project[]): Project | undefined {
  const usable = projects.filter(({ enabled }) => enabled);
  const inside = usable.filter(({ name }) => name.startsWith(`${region}_`));
  return usable.find(({ name }) => name === region) ?? (inside.length === 1 ? inside[0] : undefined);
}

function askIam(
  credentials: Credentials,
  region: string,
  { endpoint, iamEndpoint: asked }: Answers,
  context: CommandContext,
) {
  const where = asked ?? iamEndpoint(lookupIn(context.environment), endpoint);
  return projectsOf(credentials, { region, endpoint: where }, context);
}

type Flaw = ReturnType<typeof regionIdFlaw>;

/** A value that was named, else what is answered or usual. */
async function settle(
  named: string | undefined,
  {
    question,
    usual,
    flawOf,
    someone,
    code,
    mayBeNone = false,
  }: {
    readonly question: string;
    readonly usual: string;
    readonly flawOf: (value: string) => Flaw;
    readonly someone: Terminal | undefined;
    readonly code: string;
    readonly mayBeNone?: boolean;
  },
): Promise<{ readonly value: string; readonly by: 'person' | 'usual' }> {
  if (named !== undefined) {
    refuse(code, named, flawOf(named));
    return { value: named, by: 'person' };
  }
  for (;;) {
    const answer = await someone?.askFor(
      mayBeNone && usual === '' ? `${question} (empty: not known yet)` : question,
      usual,
    );
    if (answer === undefined) return { value: usual, by: 'usual' };
    const flaw = answer === '' && mayBeNone ? undefined : flawOf(answer);
    if (!flaw) return { value: answer, by: 'person' };
    someone?.complain(`${JSON.stringify(answer)}: ${flaw.found} - expected ${flaw.expected}`);
  }
}

/** The zone of the region's people; elsewhere that of this machine. */
function zoneOf(asked: string | undefined, region: string): string {
  if (asked === undefined) {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return region.startsWith('cn-') ? 'Asia/Shanghai' : isZone(own) ? own : 'UTC';
  }
  if (isZone(asked)) return asked;
  throw new CodedError(
    'timezone.wrong',
    `${JSON.stringify(asked)}: no time zone that is known - expected one of IANA's, such as Asia/Shanghai`,
  );
}

/** Stands for a bucket where not even the project is known. */
export const unnamedBucket = 'nightshift-your-bucket';

/** Names of buckets are the whole world's, and a project's id is its own. */
function bucketOf(asked: string | undefined, projectId: string | undefined): string {
  if (asked === undefined) return projectId === undefined ? unnamedBucket : `nightshift-${projectId}`;
  refuse('bucket.wrong', asked, journalUrlFlaw(`obs://${asked}/nightshift`));
  return asked;
}

function refuse(code: string, value: string, flaw: Flaw): void {
  if (flaw) throw new CodedError(code, `${JSON.stringify(value)}: ${flaw.found} - expected ${flaw.expected}`);
}
