import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { timerEvent } from '../../functions/minicloud/functiongraph/timer-event.ts';
import type { Cloud } from '../../functions/minicloud/gateway/cloud.ts';
import { packFunction } from '../../functions/nightshift/deploy/pack/pack-function.ts';
import { unzipFiles } from '../../functions/nightshift/deploy/pack/zip.ts';
import { openSchedule } from '../../functions/nightshift/place/schedule-file.ts';
import type { Figure } from './figure.ts';
import { median } from './median.ts';
import { startObsOverTls } from './obs-over-tls.ts';

/** So many times as much as a process that does nothing. With a journal, half of what is above one is TLS. */
const mostOverBare = { withoutJournal: 1.5, withJournal: 2.4 };

const tickMs = 300_000;
/** A minute past a job of the schedule below; from here on nothing is due for a day. */
const firstTick = Date.parse('2025-12-09T03:35:00+08:00');

type Pair = { readonly bareMs: number; readonly tickMs: number; readonly requests: readonly string[] };

/**
 * The CPU time of a process that loads what is deployed and is told a tick on which nothing is due, over that of a
 * bare `node -e 0` right before it: without a journal, and with one in OBS, which is asked over TLS as a deployment
 * asks it. So many pairs of each. Throws when a tick does anything but nothing, or asks OBS for more than it needs.
 */
export async function measureTickCpu(pairs: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-bench-'));
  const obs = await startObsOverTls();
  const { cloud, endpoint } = obs;
  try {
    const certificate = join(folder, 'certificate.pem');
    await writeFile(certificate, obs.certificate);
    const without = await deployed(join(folder, 'without'), '');
    const journal = `journal: { url: "obs://journal/nightshift", endpoint: "${endpoint}" }`;
    const withJournal = await deployed(join(folder, 'with'), journal);
    const measured = { without: [] as Pair[], withJournal: [] as Pair[] };
    for (let pair = 0; pair < pairs; pair++) {
      const at = firstTick + pair * tickMs;
      measured.without.push(await measurePair(without, at, cloud, certificate));
      measured.withJournal.push(await measurePair(withJournal, at, cloud, certificate));
    }
    checkRequests(measured.without, []);
    checkRequests(measured.withJournal, ['ListObjects', 'AppendObject']);
    return [
      figureOf('CPU of an idle tick', measured.without, mostOverBare.withoutJournal),
      figureOf('CPU of an idle tick with a journal in OBS', measured.withJournal, mostOverBare.withJournal),
    ];
  } finally {
    await obs.close();
    await rm(folder, { recursive: true });
  }
}

/** What is deployed, but for run.js: an idle tick that came to need it would fail. */
async function deployed(folder: string, journal: string): Promise<string> {
  await mkdir(folder);
  const file = join(folder, 'schedule.yaml');
  await writeFile(file, scheduleWith(journal));
  const { content } = packFunction('dist/function', '.', openSchedule(file, { environment: {} }));
  const files = unzipFiles(content) ?? {};
  if (!files['schedule.json']) throw new Error('only the built bench has a schedule.json');
  for (const [path, bytes] of Object.entries(files))
    if (path !== 'run.js') await writeFile(join(folder, path), bytes);
  return folder;
}

async function measurePair(code: string, at: number, cloud: Cloud, certificate: string): Promise<Pair> {
  const { accessKey, secretKey, securityToken } = cloud;
  const event = timerEvent({ time: at, triggerName: 'tick' });
  const told = [event, {}, { accessKey, secretKey, securityToken }].map((each) => JSON.stringify(each));
  const bareMs = await cpuOf(['-e', '0'], certificate);
  const before = cloud.audit().length;
  const tickMs = await cpuOf([resolve('test/bench/deliver-event.cjs'), code, ...told], certificate);
  const requests = cloud
    .audit()
    .slice(before)
    .map((entry) => (entry.kind === 'obs' ? `${entry.operation}` : entry.kind));
  return { bareMs, tickMs, requests };
}

/** Milliseconds, with an environment of its own: whatever this machine tells node to load would be the larger part. */
async function cpuOf(argv: readonly string[], certificate: string): Promise<number> {
  const child = spawn(process.execPath, ['--require', resolve('test/bench/report-cpu.cjs'), ...argv], {
    env: { NODE_EXTRA_CA_CERTS: certificate },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [said, cpu] = [[] as Buffer[], [] as Buffer[]];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => said.push(chunk));
  (child.stdio[3] as Readable).on('data', (chunk: Buffer) => cpu.push(chunk));
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`the tick was not idle: ${Buffer.concat(said)}`);
  return Number(Buffer.concat(cpu)) / 1000;
}

/** Now and then the notes of earlier ticks are cleared away, with one request more. */
function checkRequests(pairs: readonly Pair[], wanted: readonly string[]): void {
  for (const { requests } of pairs) {
    const others = requests.filter((each) => each !== 'DeleteObjects');
    if (String(others) !== String(wanted)) throw new Error(`an idle tick asked for ${requests.join(', ')}`);
  }
}

function figureOf(name: string, pairs: readonly Pair[], atMost: number): Figure {
  return {
    name,
    unit: 'ms',
    value: median(pairs.map(({ tickMs }) => tickMs)),
    baseline: median(pairs.map(({ bareMs }) => bareMs)),
    ratio: median(pairs.map(({ tickMs, bareMs }) => tickMs / bareMs)),
    limit: { of: 'ratio', atMost },
  };
}

function scheduleWith(journal: string): string {
  return `version: 1
timezone: Asia/Shanghai
regions:
  beijing: { region: cn-north-4, projectId: 0123456789abcdef0123456789abcdef }
${journal}
jobs:
  nightly-soft-restart:
    action: soft_restart
    cron: "30 3 * * *"
    window: 2h
    targets: { region: beijing, names: ["*"] }
`;
}
