import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { playEvidence } from '../../../functions/minicloud/demo/evidence-knobs.ts';
import { createPlatform, type Platform } from '../../../functions/minicloud/functiongraph/platform.ts';
import type { PlatformKnobs } from '../../../functions/minicloud/functiongraph/platform-knobs.ts';
import { type Cloud, startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import type { ObsKnobs } from '../../../functions/minicloud/obs/obs-knobs.ts';
import { createHandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { runCommandLine } from '../../../functions/nightshift/commands/run-command-line.ts';
import { openInterruption } from '../../../functions/nightshift/place/interruption.ts';
import { openTerminal, type Streams } from '../../../functions/nightshift/place/terminal.ts';
import type { Evidence } from '../../../functions/nightshift/probe/evidence.ts';
import { functionBody } from '../../minicloud/functiongraph/small-platform.ts';
import { sendSigned } from '../../minicloud/gateway/signed-request.ts';
import { scheduleText, serverlessText } from '../commands/by-hand-beside.ts';
import { project, urn } from '../commands/functiongraph-beside.ts';

const name = 'instance';
const folder = mkdtempSync(join(tmpdir(), 'nightshift-probe-'));
const clock = createHandClock(Date.parse('2026-12-02T03:02:00+08:00'));
let cloud: Cloud;
let platform: Platform;

beforeAll(async () => {
  cloud = await startCloud({
    ...{ clock, beside: () => Date.now(), projects: { 'cn-north-4': project }, buckets: ['journal'] },
    instances: [{ name, tags: { list: 'link' } }, { name: 'second' }],
  });
  platform = await createPlatform({ cloud, timers: 'off' });
  const of = (path: string, body: object) =>
    sendSigned(cloud, 'POST', `/v2/${project}/fgs/${path}`, { body }).then(({ status, text }) => {
      if (status >= 300) throw new Error(text);
    });
  const variables = { func_name: 'nightshift', encrypted_user_data: '{"HOOK":"canary-hook"}' };
  await of('functions', functionBody('logs', variables));
  const event_data = { name: 'tick', schedule_type: 'Cron', schedule: '0 */5 * * * ?' };
  await of(`triggers/${urn}`, { trigger_type_code: 'TIMER', event_data });
  writeFileSync(join(folder, 'serverless.yml'), serverlessText());
  const jobs = '  nightly: { action: soft_restart, targets: { region: beijing, names: ["*"] } }\n';
  writeFileSync(join(folder, 'schedule.yaml'), scheduleText({ jobs }, cloud.endpoint));
});
afterAll(async () => {
  await platform.close();
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

let probes = 0;
async function probe(): Promise<Evidence> {
  const output = join(folder, `evidence-${probes++}.json`);
  let said = '';
  const stream = new Writable({
    write(chunk, _, done) {
      said += String(chunk);
      done();
    },
  });
  const streams = { stdin: { isTTY: false }, stdout: stream, stderr: stream, env: {} } as unknown as Streams;
  const files = ['--schedule', join(folder, 'schedule.yaml'), '--serverless', join(folder, 'serverless.yml')];
  const where = ['--endpoint', cloud.endpoint, '--output', output, '--confirm-objects', 'journal'];
  const interruption = openInterruption();
  const code = await runCommandLine(['probe', '--instance', instanceIdOf(name), ...files, ...where], {
    terminal: openTerminal(streams, interruption),
    interruption,
    environment: { HUAWEICLOUD_SDK_AK: cloud.accessKey, HUAWEICLOUD_SDK_SK: cloud.secretKey },
    // Nothing takes time but what is waited for.
    clock: { now: () => clock.now(), wait: async (ms) => clock.advance(ms) },
  });
  expect(code, said).toBe(0);
  const text = readFileSync(output, 'utf8');
  expect(text).not.toMatch(/canary|instance-|"journal"/);
  return JSON.parse(text);
}

const usual: { readonly functiongraph: Partial<PlatformKnobs>; readonly obs: ObsKnobs } = {
  functiongraph: {
    absentFunction: 'FSS.1051',
    absentAsyncConfig: 'FSS.0404',
    encryptedVariables: 'left-out',
    mostInstancesTold: true,
    digestOf: 'sha512',
    triggerList: 'bare',
    syncExecutionTold: true,
    latestAmongVersions: true,
  },
  obs: {
    requestId: 'told',
    missingKey: 'NoSuchKey',
    nextPosition: 'told',
    takenPosition: 'PositionNotEqualToLength',
    objectType: 'told',
    rangeFromEnd: 'refused',
    removedKeys: 'told',
    listOrder: 'by-bytes',
    readLagSeconds: 0,
    listLagSeconds: 0,
  },
};
const otherwise: typeof usual = {
  functiongraph: {
    absentFunction: 'FSS.0404',
    absentAsyncConfig: 'FSS.1051',
    encryptedVariables: 'masked',
    mostInstancesTold: false,
    digestOf: 'sha256',
    triggerList: 'in-a-document',
    syncExecutionTold: false,
    latestAmongVersions: false,
  },
  obs: {
    requestId: 'left-out',
    missingKey: 'AccessDenied',
    nextPosition: 'left-out',
    takenPosition: 'ObjectNotAppendable',
    objectType: 'left-out',
    rangeFromEnd: 'ignored',
    removedKeys: 'not-told',
    listOrder: 'small-letters-first',
    readLagSeconds: 7,
    listLagSeconds: 3,
  },
};

test.each([
  ['as they are assumed to be', usual],
  ['in every point otherwise', otherwise],
])('FunctionGraph and OBS %s are seen so, and played so', async (_, knobs) => {
  Object.assign(platform.knobs, knobs.functiongraph);
  Object.assign(cloud.obs.knobs, knobs.obs);
  const evidence = await probe();
  const { knobs: played, differing } = playEvidence(evidence);
  // A refusal of OBS is what it says for a key that is not there.
  expect(played.functiongraph).toEqual(knobs.functiongraph);
  expect(played.obs).toEqual(knobs.obs);
  expect(differing.filter((line) => line.endsWith('no knob plays that'))).toEqual([]);
  if (knobs === usual) expect(differing).toEqual([]);
  else expect(differing.length).toBeGreaterThan(15);
  expect(cloud.obs.bucket('journal')?.list({ prefix: '', marker: '', maxKeys: 9 }).objects).toEqual([]);
});
