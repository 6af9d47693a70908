import { functionUrn } from '../../maintenance/huawei/functiongraph/functiongraph-client.ts';
import type { ParsedSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import type { Platform } from '../functiongraph/platform.ts';
import type { Cloud } from '../gateway/cloud.ts';
import { type DemoCloud, demoRegion } from './demo-cloud.ts';
import { keptFromDefragment } from './demo-fleet.ts';
import { type LocalJob, leadSchedule, type Places, placesOf } from './lead-schedule.ts';

/** What the demonstration deploys: the function with its schedule, and what it finds in its environment. */
type DemoDeployment = {
  readonly zip: Uint8Array;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeLimitSeconds: number;
  /** At once; as many as FunctionGraph gives where it is left out. */
  readonly mostInstances?: number | undefined;
  /** The trigger that names jobs, and the tick that names none; expressions of FunctionGraph, seconds first. */
  readonly triggers: readonly {
    readonly name: string;
    readonly schedule: string;
    readonly userEvent: string;
  }[];
};

/** Creates the function and its timers, and gives its URN. */
export async function deployDemo(
  { cloud, platform }: { readonly cloud: Cloud; readonly platform: Platform },
  { zip, environment, timeLimitSeconds, mostInstances, triggers }: DemoDeployment,
): Promise<string> {
  const [[region, projectId] = ['', '']] = Object.entries(cloud.projects);
  const post = (path: string, body: object) =>
    platform.asConsole('POST', `/v2/${projectId}/fgs/${path}`, body);
  await post('functions', {
    func_name: 'nightshift',
    package: 'default',
    runtime: 'Node.js20.15',
    handler: 'index.handler',
    memory_size: 256,
    timeout: timeLimitSeconds,
    ...(mostInstances === undefined ? {} : { strategy_config: { concurrency: mostInstances } }),
    code_type: 'zip',
    code_filename: 'nightshift.zip',
    func_code: { file: Buffer.from(zip).toString('base64') },
    user_data: JSON.stringify(environment),
    xrole: 'nightshift-dcs',
  });
  const urn = functionUrn({
    region,
    projectId,
    packageName: 'default',
    name: 'nightshift',
    version: 'latest',
  });
  for (const { name, schedule, userEvent } of triggers)
    await post(`triggers/${urn}`, {
      trigger_type_code: 'TIMER',
      trigger_status: 'ACTIVE',
      event_data: { name, schedule_type: 'Cron', schedule, user_event: userEvent },
    });
  return urn;
}

/**
 * A schedule whose variables a demonstration has, led to its cloud with every line that had to be another one; and beside
 * the job of that name, at its time, one that shows conditions.
 */
export function leadToDemo(
  parsed: ParsedSchedule,
  { cloud, environment }: Pick<DemoCloud, 'cloud' | 'environment'>,
  beside?: string,
): ReturnType<typeof leadSchedule> {
  const lookup = (name: string) => environment[name];
  const places = placesOf(parsed, lookup, undefined);
  if (places.bucket !== undefined) cloud.obs.createBucket(places.bucket);
  return leadSchedule(parsed, places, {
    endpoint: cloud.endpoint,
    channel: () => ({
      set: { allowLoopback: true },
      to: 'true',
      why: 'its URL leads to the inbox of this machine',
    }),
    fillIn: lookup,
    jobs: new Set(parsed.schedule.jobs.map(({ name }) => name)),
    added: jobWithConditions(parsed, places, beside),
  });
}

/** `undefined` where the schedule has such a job of its own, or no region or time for one. */
function jobWithConditions(
  { schedule }: ParsedSchedule,
  { regions }: Places,
  beside: string | undefined,
): LocalJob | undefined {
  const name = 'defragment';
  const other = schedule.jobs.find((job) => job.name === beside);
  const cron = other?.cron?.text;
  const [region] = [...regions].flatMap(([own, id]) => (id === demoRegion ? [own] : []));
  const hasOne = schedule.jobs.some((job) => job.name === name || job.onlyIf !== undefined);
  if (!other || !cron || region === undefined || hasOne) return undefined;
  const wanted = '> 1.5 for 30m';
  return {
    name,
    job: {
      action: 'soft_restart',
      cron,
      timezone: other.timezone,
      targets: { region, names: ['*'], exclude: { names: keptFromDefragment } },
      onlyIf: { memory_frag_ratio: wanted },
      notify: other.notify.slice(0, 1),
    },
    to: `restarts what has memory_frag_ratio ${wanted}`,
    why: 'added, to show conditions',
  };
}
