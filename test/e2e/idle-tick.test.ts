import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, onTestFinished, test } from 'vitest';
import { timerEvent } from '../../functions/minicloud/functiongraph/timer-event.ts';
import { startCloud } from '../../functions/minicloud/gateway/cloud.ts';
import { createCloudClock } from '../../functions/minicloud/wire/cloud-clock.ts';

/** What the example schedule refers to, and a secret that nothing is signed with. */
const environment = {
  BEIJING_PROJECT_ID: '0123456789abcdef0123456789abcdef',
  OPS_WEBHOOK_URL: 'https://hooks.example.com/ops/0123456789abcdef',
  OPS_WEBHOOK_SECRET: 'whsec_b3BzLXNlY3JldC1vZi1uby1vdGhlci11c2U=',
  AUDIT_WEBHOOK_URL: 'https://hooks.example.com/audit/0123456789abcdef',
  AUDIT_WEBHOOK_SECRET: 'whsec_YXVkaXQtc2VjcmV0LW9mLW5vLW90aGVyLXVzZQ==',
};
const keys = { accessKey: 'ACCESSKEY', secretKey: 'secret-key', securityToken: 'token' };

/** What is deployed for a schedule, in a folder, but these files of the code. */
function deployWithout(left: readonly string[], schedule = 'config/schedule.yaml'): string {
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const zip = join(folder, 'nightshift.zip');
  const packed = spawnSync(process.execPath, [
    ...['dist/local/nightshift.mjs', 'pack', '--schedule', schedule, '--out', zip],
  ]);
  expect(packed.status).toBe(0);
  const files = unzipSync(readFileSync(zip));
  for (const name of left) expect(files[name]?.length).toBeGreaterThan(100_000);
  for (const [path, content] of Object.entries(files)) {
    if (left.includes(path)) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** In a process of its own, which ends with 0 when nothing was due. */
function deliverTick(code: string, time: string) {
  const argv = argumentsOf(code, time, environment, keys);
  return spawnSync(process.execPath, argv, { env: {}, encoding: 'utf8' });
}

function argumentsOf(code: string, time: string, userData: object, credentials: object): readonly string[] {
  const event = timerEvent({ time: Date.parse(time), triggerName: 'tick' });
  const asked = [event, userData, credentials].map((each) => JSON.stringify(each));
  return [resolve('test/bench/deliver-event.cjs'), code, ...asked];
}

test('a tick with nothing to do needs index.js alone, and one with something run.js', () => {
  const code = deployWithout(['run.js', 'rest.js']);
  expect(deliverTick(code, '2026-11-24T05:05:00+08:00')).toMatchObject({ status: 0, stderr: '' });
  const due = deliverTick(code, '2026-11-24T03:30:00+08:00');
  expect(due.status).not.toBe(0);
  expect(due.stderr).toContain("Cannot find module './run.js'");
});

test('a run needs no rest.js until it has sent its first restart', async () => {
  const cloud = await startCloud({
    clock: createCloudClock(),
    projects: { 'cn-north-4': environment.BEIJING_PROJECT_ID },
    instances: [{ name: 'cache', cacheMode: 'ha' }],
  });
  onTestFinished(() => cloud.close());
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const schedule = join(folder, 'schedule.yaml');
  writeFileSync(schedule, restartOf(cloud.endpoint));
  const code = deployWithout(['rest.js'], schedule);
  const minute = new Date(Math.floor(Date.now() / 300_000) * 300_000).toISOString();
  const { accessKey, secretKey } = cloud;
  const argv = argumentsOf(code, minute, {}, { accessKey, secretKey });
  const child = spawn(process.execPath, argv, { env: {}, stdio: 'ignore' });
  onTestFinished(() => void child.kill());
  const operations = () => cloud.audit().flatMap((entry) => (entry.kind === 'call' ? [entry.operation] : []));
  const isOver = () => operations().includes('RestartOrFlushInstances') || child.exitCode !== null;
  await expect.poll(isOver, { interval: 20, timeout: 600_000 }).toBe(true);
  expect(operations()).toContain('RestartOrFlushInstances');
});

const restartOf = (endpoint: string) => `version: 1
timezone: Asia/Shanghai
regions:
  beijing: { region: cn-north-4, projectId: ${environment.BEIJING_PROJECT_ID}, endpoint: "${endpoint}" }
jobs:
  often:
    action: restart
    cron: "*/5 * * * *"
    targets: { region: beijing, names: [cache] }
    destroysData: acknowledged
`;
