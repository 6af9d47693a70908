import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { InstanceSeed } from '../../functions/minicloud/dcs/instance-seed.ts';
import { createFunctionHost } from '../../functions/minicloud/functiongraph/function-host.ts';
import type { Invocation } from '../../functions/minicloud/functiongraph/function-host-invocation.ts';
import { type Cloud, type CloudOptions, startCloud } from '../../functions/minicloud/gateway/cloud.ts';
import { type CloudClock, createCloudClock } from '../../functions/minicloud/wire/cloud-clock.ts';
import type { Place } from '../maintenance/run/many-regions.ts';
import { startAt } from '../maintenance/run/night.ts';

/** The function may have so many megabytes (of 1024 kilobytes), all of its process counted. */
export const mostMegabytes = 256;

const securityToken = 'a-security-token-of-no-other-use';

/** The cloud, the jobs of the schedule in YAML, and the time that an invocation has. */
type Scene = Pick<CloudOptions, 'faults' | 'obsFaults'> & {
  readonly places: readonly Place[];
  readonly instances: readonly InstanceSeed[];
  readonly jobs: string;
  readonly scale: number;
  readonly timeLimitSeconds: number;
};

/** What an invocation answered, and what it took. */
export type Answered = Extract<Invocation, { kind: 'answered' }>;

/** The built function beside a local cloud. */
type Stage = {
  readonly cloud: Cloud;
  readonly clock: CloudClock;
  /** Throws when the function does not answer. */
  readonly invoke: (event: unknown) => Promise<Answered>;
};

/**
 * The built function on a local cloud of many regions, with its journal in a bucket there, for as long as `use` takes. The
 * local platform kills a process of more than the function may have, as FunctionGraph does.
 */
export async function withFunctionOnCloud<Result>(
  { places, instances, jobs, scale, timeLimitSeconds, ...faults }: Scene,
  use: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const clock = createCloudClock({ scale, startAt });
  const cloud = await startCloud({
    clock,
    securityToken,
    projects: Object.fromEntries(places.map(({ region, projectId }) => [region, projectId])),
    instances,
    buckets: ['journal'],
    ...faults,
  });
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-'));
  const schedule = join(folder, 'schedule.yaml');
  await writeFile(schedule, scheduleText(places, jobs, cloud.endpoint));
  const { accessKey, secretKey } = cloud;
  const host = createFunctionHost({
    codeDirectory: resolve('dist/function'),
    handler: 'index.handler',
    environment: { NIGHTSHIFT_SCHEDULE: schedule },
    credentials: { accessKey, secretKey, securityToken },
    timeLimitMs: timeLimitSeconds * 1_000,
    memoryMb: mostMegabytes,
    functionName: 'nightshift',
    projectId: places[0]?.projectId ?? '',
    clock,
  });
  const invoke = async (event: unknown): Promise<Answered> => {
    const invocation = await host.invoke(event);
    if (invocation.kind === 'answered') return invocation;
    throw new Error(`the function did not answer: ${JSON.stringify({ ...invocation, logs: [] })}`);
  };
  try {
    return await use({ cloud, clock, invoke });
  } finally {
    await host.stop();
    await cloud.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function scheduleText(places: readonly Place[], jobs: string, endpoint: string): string {
  const regions = places.map(
    ({ name, region, projectId }) =>
      `  ${name}: { region: ${region}, projectId: "${projectId}", endpoint: "${endpoint}" }`,
  );
  return `version: 1
timezone: Asia/Shanghai
journal: { url: "obs://journal/nightshift", region: ${places[0]?.region}, endpoint: "${endpoint}" }
regions:
${regions.join('\n')}
jobs:
${jobs}`;
}
