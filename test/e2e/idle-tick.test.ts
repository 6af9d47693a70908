import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { timerEvent } from '../../functions/minicloud/functiongraph/timer-event.ts';
import { startObsOverTls } from '../bench/obs-over-tls.ts';

const firstTick = Date.parse('2026-12-08T05:00:00+08:00');
const tickMs = 300_000;

/** A function in a process of its own for each tick, with a journal in a bucket that is reached over TLS. */
async function deployed() {
  const obs = await startObsOverTls();
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-idle-'));
  onTestFinished(async () => {
    await obs.close();
    await rm(folder, { recursive: true });
  });
  const [schedule, certificate] = [join(folder, 'schedule.yaml'), join(folder, 'certificate.pem')];
  await writeFile(certificate, obs.certificate);
  await writeFile(
    schedule,
    `version: 1
timezone: Asia/Shanghai
journal: { url: "obs://journal/nightshift", endpoint: "${obs.endpoint}" }
regions:
  beijing: { region: cn-north-4, projectId: 0123456789abcdef0123456789abcdef }
jobs:
  nightly-soft-restart:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["*"] }
`,
  );
  const { accessKey, secretKey, securityToken } = obs.cloud;
  /** Throws unless the function answers that nothing was due. */
  const tick = async (at: number) => {
    const told = [
      timerEvent({ time: at, triggerName: 'tick' }),
      { NIGHTSHIFT_SCHEDULE: schedule },
      { accessKey, secretKey, securityToken },
    ];
    const argv = [resolve('test/bench/deliver-event.cjs'), resolve('dist/function')];
    const child = spawn(process.execPath, [...argv, ...told.map((each) => JSON.stringify(each))], {
      env: { NODE_EXTRA_CA_CERTS: certificate },
    });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
    const [status] = await once(child, 'close');
    if (status !== 0) throw new Error(`the tick was not idle: ${Buffer.concat(said)}`);
  };
  const requests = () =>
    obs.cloud.audit().map((entry) => (entry.kind === 'obs' ? entry.operation : entry.kind));
  return { ...obs, tick, requests };
}

test('a tick with nothing to do asks OBS twice and nobody else, each on a connection of its own, with one handshake', async () => {
  const { tick, requests, connections, cloud } = await deployed();
  const ofOne = ['ListObjects', 'AppendObject'];
  for (const count of [1, 2, 3]) {
    await tick(firstTick + count * tickMs);
    expect(requests()).toEqual(Array.from({ length: count }, () => ofOne).flat());
  }
  // A process knows nothing of the session of the one before it.
  expect(connections.map(({ resumed }) => resumed)).toEqual([false, true, false, true, false, true]);
  const kept = cloud.obs.bucket('journal')?.list({ prefix: '', marker: '', maxKeys: 9 }).objects ?? [];
  expect(kept.map(([key]) => key)).toEqual([
    'nightshift/open/tick/2026-12-07T21%3A05%3A00%2E000Z',
    'nightshift/open/tick/2026-12-07T21%3A10%3A00%2E000Z',
    'nightshift/open/tick/2026-12-07T21%3A15%3A00%2E000Z',
  ]);
});

test('a tick that was delivered twice is noted once', async () => {
  const { tick, requests } = await deployed();
  await tick(firstTick);
  await tick(firstTick);
  expect(requests()).toEqual(['ListObjects', 'AppendObject', 'ListObjects']);
});
