import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Summary } from '../../functions/maintenance/report/summary.ts';
import { createFunctionHost } from '../../functions/minicloud/functiongraph/function-host.ts';
import type { Invocation } from '../../functions/minicloud/functiongraph/function-host-invocation.ts';
import { startCloud } from '../../functions/minicloud/gateway/cloud.ts';
import { createCloudClock } from '../../functions/minicloud/wire/cloud-clock.ts';
import { instancesOf, type Place, placesOf } from '../maintenance/run/many-regions.ts';
import { startAt } from '../maintenance/run/night.ts';
import { type Figure, figure } from './figure.ts';
import { peakOfBareNode } from './process-peak.ts';

/** The function may have so many megabytes (of 1024 kilobytes), all of its process counted. */
const mostMegabytes = 256;

const regions = 20;
const securityToken = 'a-security-token-of-no-other-use';

/** What an invocation answers, as far as it matters here. */
type Answer = {
  readonly summaries?: readonly Summary[];
  readonly unfinished?: readonly { readonly run: string }[];
};

/**
 * The most memory that the function's process holds in a run over so many instances in each of 20 regions of a local cloud,
 * with its journal in a bucket there and at least one invocation that takes it up from that. The local platform kills
 * a process of more than the function may have, as FunctionGraph does. Throws when not every instance was restarted.
 */
export async function measureLargeRunMemory(instancesEach: number): Promise<Figure[]> {
  const { peak, invocations } = await carryOut(instancesEach);
  const count = (regions * instancesEach).toLocaleString('en');
  return [
    figure(`peak memory, ${count} instances, ${invocations} invocations`, 'MB', {
      value: peak / 2 ** 20,
      baseline: peakOfBareNode() / 2 ** 20,
      atMost: mostMegabytes,
    }),
  ];
}

async function carryOut(
  instancesEach: number,
): Promise<{ readonly peak: number; readonly invocations: number }> {
  const places = placesOf(regions);
  const clock = createCloudClock({ scale: 300, startAt });
  const cloud = await startCloud({
    clock,
    securityToken,
    projects: Object.fromEntries(places.map(({ region, projectId }) => [region, projectId])),
    instances: instancesOf(places, instancesEach),
    buckets: ['journal'],
  });
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-'));
  const schedule = join(folder, 'schedule.yaml');
  await writeFile(schedule, scheduleText(places, 2 * instancesEach, cloud.endpoint));
  const { accessKey, secretKey } = cloud;
  const host = createFunctionHost({
    codeDirectory: resolve('dist/function'),
    handler: 'index.handler',
    environment: { NIGHTSHIFT_SCHEDULE: schedule },
    credentials: { accessKey, secretKey, securityToken },
    timeLimitMs: 180_000,
    memoryMb: mostMegabytes,
    functionName: 'nightshift',
    projectId: places[0]?.projectId ?? '',
    clock,
  });
  try {
    let peak = 0;
    let event: unknown = { job: 'everything' };
    for (let invocations = 1; ; invocations++) {
      const invocation = await host.invoke(event);
      peak = Math.max(peak, invocation.peakMemoryBytes ?? 0);
      const { summaries, unfinished } = answerOf(invocation);
      const [left] = unfinished ?? [];
      if (left) {
        event = { continueRun: left.run };
        continue;
      }
      const counts = summaries?.[0]?.counts;
      if (counts?.succeeded !== regions * instancesEach) throw new Error(JSON.stringify(counts));
      if (invocations === 1) throw new Error('no invocation took the run up from its journal');
      return { peak, invocations };
    }
  } finally {
    await host.stop();
    await cloud.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function answerOf(invocation: Invocation): Answer {
  if (invocation.kind === 'answered') return invocation.answer as Answer;
  throw new Error(`the function did not answer: ${JSON.stringify({ ...invocation, logs: [] })}`);
}

function scheduleText(places: readonly Place[], concurrency: number, endpoint: string): string {
  const written = places.map(
    ({ name, region, projectId }) =>
      `  ${name}: { region: ${region}, projectId: "${projectId}", endpoint: "${endpoint}" }`,
  );
  return `version: 1
timezone: Asia/Shanghai
journal: { url: "obs://journal/nightshift", region: ${places[0]?.region}, endpoint: "${endpoint}" }
regions:
${written.join('\n')}
jobs:
  everything:
    action: soft_restart
    targets: { region: [${places.map(({ name }) => name).join(', ')}], names: ["*"] }
    destroysData: acknowledged
    rollout: { concurrency: ${concurrency} }
`;
}
