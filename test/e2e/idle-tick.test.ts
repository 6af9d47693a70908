import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, onTestFinished, test } from 'vitest';
import { timerEvent } from '../../functions/minicloud/functiongraph/timer-event.ts';

/** What the example schedule refers to, and a secret that nothing is signed with. */
const environment = {
  BEIJING_PROJECT_ID: '0123456789abcdef0123456789abcdef',
  OPS_WEBHOOK_URL: 'https://hooks.example.com/ops/0123456789abcdef',
  OPS_WEBHOOK_SECRET: 'whsec_b3BzLXNlY3JldC1vZi1uby1vdGhlci11c2U=',
  AUDIT_WEBHOOK_URL: 'https://hooks.example.com/audit/0123456789abcdef',
  AUDIT_WEBHOOK_SECRET: 'whsec_YXVkaXQtc2VjcmV0LW9mLW5vLW90aGVyLXVzZQ==',
};
const keys = { accessKey: 'ACCESSKEY', secretKey: 'secret-key', securityToken: 'token' };

/** `index.js` and what else is deployed for the example schedule, in a folder, but the other code. */
function deployIndexAlone(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const zip = join(folder, 'nightshift.zip');
  const packed = spawnSync(process.execPath, ['dist/local/nightshift.mjs', 'pack', '--out', zip]);
  expect(packed.status).toBe(0);
  const { 'run.js': run, 'rest.js': rest, ...files } = unzipSync(readFileSync(zip));
  expect(run?.length).toBeGreaterThan(100_000);
  expect(rest?.length).toBeGreaterThan(100_000);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** In a process of its own, which ends with 0 when nothing was due. */
function deliverTick(code: string, time: string) {
  const event = timerEvent({ time: Date.parse(time), triggerName: 'tick' });
  const asked = [event, environment, keys].map((each) => JSON.stringify(each));
  const argv = [resolve('test/bench/deliver-event.cjs'), code, ...asked];
  return spawnSync(process.execPath, argv, { env: {}, encoding: 'utf8' });
}

test('a tick with nothing to do needs index.js alone, and one with something run.js', () => {
  const code = deployIndexAlone();
  expect(deliverTick(code, '2026-11-24T05:05:00+08:00')).toMatchObject({ status: 0, stderr: '' });
  const due = deliverTick(code, '2026-11-24T03:30:00+08:00');
  expect(due.status).not.toBe(0);
  expect(due.stderr).toContain("Cannot find module './run.js'");
});
