import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { timerEvent } from '../../functions/minicloud/functiongraph/timer-event.ts';
import { type Cloud, startCloud } from '../../functions/minicloud/gateway/cloud.ts';
import { createCloudClock } from '../../functions/minicloud/wire/cloud-clock.ts';
import { packFunction } from '../../functions/nightshift/deploy/pack/pack-function.ts';
import { unzipFiles } from '../../functions/nightshift/deploy/pack/zip.ts';
import { openSchedule } from '../../functions/nightshift/place/schedule-file.ts';
import { costOfBareNode, startMetered } from './cost-of-process.ts';
import { type Figure, pairedFigure } from './figure.ts';

/** So many times as much as a process that does nothing, and as a script on the SDK that does the same. */
const mostOver = { bare: 4.6, script: 0.8 };

const projectId = '0123456789abcdef0123456789abcdef';
const tickMs = 300_000;
const patienceMs = 60_000;

/** Milliseconds of CPU in one round: whatever else the machine does meanwhile, all three have of it. */
type Round = { readonly bareMs: number; readonly scriptMs: number; readonly functionMs: number };

/**
 * The CPU time of a process from its start until the restart it asks for has arrived, signed, at the local cloud: it
 * loads what is deployed, is told a tick on which a job is due, and lists the region. Over a bare `node -e 0`, and over
 * a script that does the same with the official SDK, each right before it.
 */
export async function measureFirstPut(rounds: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-bench-'));
  try {
    const own = await deployed(join(folder, 'function'));
    const script = await bundledScript(join(folder, 'script'));
    const measured: Round[] = [];
    for (let round = 0; round < rounds; round++)
      measured.push({
        bareMs: (await costOfBareNode()).cpuMs,
        scriptMs: await cpuUntilPut(script),
        functionMs: await cpuUntilPut(own),
      });
    const figureOver = (name: string, baselineOf: (round: Round) => number, atMost: number) => {
      const pairs = measured.map((round) => [round.functionMs, baselineOf(round)] as const);
      return pairedFigure(name, 'ms', pairs, atMost);
    };
    return [
      figureOver('CPU to the first PUT', ({ bareMs }) => bareMs, mostOver.bare),
      figureOver('CPU to the first PUT, over a script', ({ scriptMs }) => scriptMs, mostOver.script),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What is deployed of the function for a schedule whose job is due at every tick. */
async function deployed(folder: string): Promise<string> {
  await mkdir(folder);
  await writeFile(join(folder, 'schedule.yaml'), scheduleText);
  const schedule = openSchedule(join(folder, 'schedule.yaml'), { environment: {} });
  const { content } = packFunction('dist/function', '.', schedule);
  const files = unzipFiles(content) ?? {};
  if (!files['schedule.json']) throw new Error('only the built bench has a schedule.json');
  for (const [path, bytes] of Object.entries(files)) await writeFile(join(folder, path), bytes);
  return folder;
}

/** The script with its packages, as somebody deploys one who is told to put all into one file. */
async function bundledScript(folder: string): Promise<string> {
  await build({
    entryPoints: ['test/bench/sdk-script.ts'],
    outfile: join(folder, 'index.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.15',
    define: { 'import.meta.dirname': '__dirname' },
    logLevel: 'error',
  });
  await writeFile(join(folder, 'schedule.yaml'), scheduleText);
  return folder;
}

/** A cloud of its own for each, whose answer to the restart never comes: nothing is done after it. */
async function cpuUntilPut(code: string): Promise<number> {
  const cloud = await startCloud({
    clock: createCloudClock(),
    projects: { 'cn-north-4': projectId },
    instances: [{ name: 'cache', cacheMode: 'ha' }],
    faults: [{ operation: 'RestartOrFlushInstances', effect: { kind: 'silent' } }],
    securityToken: 'local-cloud-security-token',
  });
  const { endpoint, accessKey, secretKey, securityToken } = cloud;
  const event = timerEvent({ time: Math.floor(Date.now() / tickMs) * tickMs, triggerName: 'tick' });
  const told = [event, { DCS_ENDPOINT: endpoint }, { accessKey, secretKey, securityToken }];
  const { child, cost } = startMetered([
    resolve('test/bench/deliver-event.cjs'),
    code,
    ...told.map((each) => JSON.stringify(each)),
  ]);
  try {
    const ended = cost();
    await Promise.race([
      putArrived(cloud),
      ended.then(() => Promise.reject(new Error('nothing was asked for'))),
    ]);
    child.kill('SIGTERM');
    return (await ended).cpuMs;
  } finally {
    child.kill('SIGKILL');
    await cloud.close();
  }
}

/** The process waits for an answer meanwhile, so looking late does not bend the figure. */
async function putArrived(cloud: Cloud): Promise<void> {
  const until = Date.now() + patienceMs;
  while (Date.now() < until) {
    const isThere = cloud
      .audit()
      .some((entry) => entry.kind === 'call' && entry.operation === 'RestartOrFlushInstances');
    if (isThere) return;
    await sleep(5);
  }
  throw new Error(`no restart was asked for within ${patienceMs} ms: ${JSON.stringify(cloud.audit())}`);
}

const scheduleText = `version: 1
timezone: Asia/Shanghai
regions:
  beijing: { region: cn-north-4, projectId: ${projectId}, endpoint: "\${DCS_ENDPOINT}" }
jobs:
  nightly-soft-restart:
    action: soft_restart
    cron: "*/5 * * * *"
    targets: { region: beijing, names: [cache] }
    destroysData: acknowledged
`;
