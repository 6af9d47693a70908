import { CodedError } from '../../../maintenance/foundation/coded-error.ts';
import { parseJson } from '../../../maintenance/foundation/parse-json.ts';
import { zoneOffset } from '../../../maintenance/runtime/zone-offset.ts';
import type { ParsedSchedule } from '../../../maintenance/schedule/parse-schedule.ts';
import type { Job } from '../../../maintenance/schedule/schedule.ts';
import { openServerless } from '../../../nightshift/deploy/serverless/serverless-file.ts';
import { scheduledFunction } from '../../../nightshift/deploy/triggers/coverage-of.ts';
import { planTriggers } from '../../../nightshift/deploy/triggers/trigger-plan.ts';
import type { CommandContext } from '../../../nightshift/place/command-context.ts';
import { lookupIn } from '../../../nightshift/place/environment.ts';
import { type ListedInstances, listedInstancesSchema } from '../../../nightshift/place/listed-instance.ts';
import { readBounded } from '../../../nightshift/place/read-bounded.ts';
import { findJob, openSchedule } from '../../../nightshift/place/schedule-file.ts';
import { resolvePart } from '../../../nightshift/place/schedule-part.ts';
import { placesOf } from '../lead-schedule.ts';
import { fleetOfList, fleetOfTargets } from './make-fleet.ts';
import { measuredFleet } from './measured-fleet.ts';
import type { Project } from './play-night.ts';

/** What is asked for on the command line. */
export type AskedProject = {
  readonly schedule?: string;
  readonly serverless?: string;
  readonly instances?: string;
  readonly job?: readonly string[];
};

/** A project that can be played, the jobs it is about, and what is to be known of it. */
type Opened = {
  readonly project: Project;
  readonly jobs: readonly Job[];
  /** Variables that are not in the environment. */
  readonly madeUp: readonly string[];
  readonly fleetFrom: 'targets' | 'list';
  readonly notes: readonly string[];
  readonly leftOut: readonly string[];
};

/** More would show nothing in the time that there is. */
const mostJobs = 40;

/** 5,000 instances of the list with all that is told of them. */
const mostListBytes = 32 * 1024 * 1024;

/**
 * Opens somebody's schedule, with the function and triggers of his `serverless.yml` where there is one that can be read.
 * Throws `CodedError` for what cannot be played.
 */
export async function openProject(asked: AskedProject, context: CommandContext): Promise<Opened> {
  const { environment, clock } = context;
  const lookup = lookupIn(environment);
  const parsed = openSchedule(asked.schedule, context);
  const { schedule } = parsed;
  for (const name of asked.job ?? []) findJob(name, schedule.jobs);
  const list = asked.instances === undefined ? undefined : readList(asked.instances);
  const notes: string[] = [];
  const fillIn = (name: string) => lookup(name) ?? `made-up-${name.toLowerCase().replaceAll('_', '-')}`;
  const variables = new Set(parsed.references.map(({ name }) => name));
  const madeUp = [...variables].filter((name) => lookup(name) === undefined);
  const serverless = await openServerless(asked.serverless, context);
  const deployment = serverless?.parsed.ok ? serverless.parsed.deployment : undefined;
  if (serverless && !deployment)
    notes.push(
      `${serverless.file} has mistakes, so triggers and time limit are the usual ones (nightshift validate)`,
    );
  const fn = deployment && scheduledFunction(deployment);
  const places = placesOf(parsed, lookup, deployment?.region);
  const wanted =
    asked.job === undefined ? schedule.jobs : schedule.jobs.filter(({ name }) => asked.job?.includes(name));
  const jobs = wanted.slice(0, mostJobs).map((job) => resolvedJob(parsed, job, fillIn));
  const leftOut =
    wanted.length > jobs.length
      ? [`${wanted.length - jobs.length} more jobs after ${jobs.at(-1)?.name}: --job plays one`]
      : [];
  const saved = list && fleetOfList(list.instances, jobs, places.regions, clock.now());
  const { fleet, notes: ofFleet } = saved ?? fleetOfTargets(jobs);
  const { measured, notes: ofMetrics } = measuredFleet(jobs, fleet);
  notes.push(...ofFleet, ...ofMetrics);
  const timers = fn?.timers.filter(({ status }) => status === 'ACTIVE');
  const project: Project = {
    ...{ parsed, places, fleet, measured, fillIn },
    jobs: new Set(jobs.map(({ name }) => name)),
    mostInstances: fn?.maxInstanceNum ?? (schedule.journal ? 10 : 1),
    timeoutSeconds: fn?.timeout ?? (schedule.journal ? 900 : 7_200),
    triggers: (timers ?? planTriggers(schedule, { now: clock.now(), zoneOffset }).triggers).map(
      ({ name, schedule: expression, userEvent }) => ({
        name,
        schedule: expression,
        userEvent: userEvent ?? '',
      }),
    ),
  };
  return { project, jobs, madeUp, fleetFrom: saved ? 'list' : 'targets', notes, leftOut };
}

function resolvedJob(parsed: ParsedSchedule, job: Job, fillIn: (name: string) => string): Job {
  const resolved = resolvePart(parsed, { targets: job.name }, fillIn);
  return (resolved.ok ? resolved.schedule.jobs[0] : undefined) ?? job;
}

/** A list as `nightshift instances --json` has printed it. */
function readList(file: string): ListedInstances {
  const expected = 'what nightshift instances --json has printed';
  let text: string;
  try {
    text = Buffer.from(readBounded(file, mostListBytes)).toString('utf8');
  } catch (cause) {
    throw new CodedError('instances.unreadable', `${file} cannot be read - expected ${expected}`, { cause });
  }
  const { data, error } = listedInstancesSchema.safeParse(parseJson(text.replace(/^\uFEFF/, '')));
  if (data) return data;
  const [issue] = error.issues;
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.join('.')}` : '';
  throw new CodedError(
    'instances.unreadable',
    `${file} is no list of instances${where} - expected ${expected}`,
  );
}
