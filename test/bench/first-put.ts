import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoFleet } from '../../functions/minicloud/demo/demo-fleet.ts';
import type { AuditEntryOf } from '../../functions/minicloud/foundation/audit-entry.ts';
import { timerEvent } from '../../functions/minicloud/functiongraph/timer-event.ts';
import { type Cloud, startCloud } from '../../functions/minicloud/gateway/cloud.ts';
import { createCloudClock } from '../../functions/minicloud/wire/cloud-clock.ts';
import type { Figure } from './figure.ts';
import { median } from './median.ts';

const projectId = '0123456789abcdef0123456789abcdef';
const tickMs = 300_000;
const patienceMs = 20_000;

/**
 * From the start of a process until the first restart it asks for has arrived, signed, at the local cloud: it loads
 * dist/function, reads a schedule of its own, is told a tick on which a job is due, and lists the region. The baseline is
 * the whole life of a bare `node -e 0` right before it.
 */
export async function measureFirstPut(pairs: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-bench-'));
  try {
    const measured: { readonly bareMs: number; readonly putMs: number }[] = [];
    for (let pair = 0; pair < pairs; pair++)
      measured.push({
        bareMs: await timeBareNode(),
        putMs: await timeFirstPut(join(folder, 'schedule.yaml')),
      });
    return [
      {
        name: 'cold start to the first PUT',
        unit: 'ms',
        value: median(measured.map(({ putMs }) => putMs)),
        baseline: median(measured.map(({ bareMs }) => bareMs)),
        ratio: median(measured.map(({ putMs, bareMs }) => putMs / bareMs)),
        limit: null,
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function timeBareNode(): Promise<number> {
  const begun = performance.now();
  await once(spawn(process.execPath, ['-e', '0'], { env: {}, stdio: 'ignore' }), 'exit');
  return performance.now() - begun;
}

async function timeFirstPut(schedule: string): Promise<number> {
  const cloud = await startCloud({
    clock: createCloudClock(),
    projects: { 'cn-north-4': projectId },
    instances: demoFleet,
    securityToken: 'local-cloud-security-token',
  });
  const { endpoint, accessKey, secretKey, securityToken, clock } = cloud;
  const tick = Math.floor(clock.now() / tickMs) * tickMs;
  await writeFile(schedule, scheduleDueAt(tick, endpoint));
  const argv = [
    resolve('test/bench/deliver-event.cjs'),
    resolve('dist/function'),
    ...[
      timerEvent({ time: tick, triggerName: 'tick' }),
      { NIGHTSHIFT_SCHEDULE: schedule },
      { accessKey, secretKey, securityToken },
    ].map((each) => JSON.stringify(each)),
  ];
  const begun = clock.now();
  const child = spawn(process.execPath, argv, { env: {}, stdio: 'ignore' });
  try {
    return (await firstPut(cloud, begun + patienceMs)).at - begun;
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
    await cloud.close();
  }
}

/** Looking often does not bend the figure: the audit log has the instant at which the call arrived. */
async function firstPut(cloud: Cloud, until: number): Promise<AuditEntryOf<'call'>> {
  while (cloud.clock.now() < until) {
    for (const entry of cloud.audit())
      if (entry.kind === 'call' && entry.operation === 'RestartOrFlushInstances') return entry;
    await sleep(5);
  }
  throw new Error(`no restart was asked for within ${patienceMs} ms: ${JSON.stringify(cloud.audit())}`);
}

function scheduleDueAt(instant: number, endpoint: string): string {
  const [hour, minute] = [new Date(instant).getUTCHours(), new Date(instant).getUTCMinutes()];
  return `version: 1
timezone: UTC
regions:
  beijing: { region: cn-north-4, projectId: ${projectId}, endpoint: "${endpoint}" }
jobs:
  nightly-soft-restart:
    action: soft_restart
    cron: "${minute} ${hour} * * *"
    targets: { region: beijing, names: ["*"] }
`;
}
