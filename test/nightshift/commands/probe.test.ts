import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { createHandClock, type HandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import type { Evidence } from '../../../functions/nightshift/probe/evidence.ts';
import { type Account, withAccount } from './account-beside.ts';
import type { Ended } from './kept-processes.ts';

const name = 'lost-one';
const folder = mkdtempSync(join(tmpdir(), 'nightshift-probe-'));
const own = join(folder, 'evidence.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const evidenceIn = (file: string): Evidence => JSON.parse(readFileSync(file, 'utf8'));
const changes = ({ cloud }: Account) =>
  cloud
    .audit()
    .filter((entry) => 'method' in entry && entry.method !== 'GET' && entry.kind !== 'intercepted');

async function probe({ run, cloud }: Account, output: string, args: readonly string[]): Promise<Ended> {
  const where = ['--endpoint', cloud.endpoint, '--output', output];
  return run(['probe', '--instance', instanceIdOf(name), ...where, ...args]);
}

/** However slow the machine is, the first look after a call sees what it set going, and the second its end. */
function endAtSecondLook({ cloud }: Account, clock: HandClock): void {
  let looks = 2;
  cloud.interceptor = ({ method, target }) => {
    if (method === 'PUT') looks = 0;
    if (method === 'GET' && target.endsWith(`/instances/${instanceIdOf(name)}`) && ++looks === 2)
      clock.advance(30_000);
    return 'pass';
  };
}

test('an account is probed to its end, and what is not confirmed is not done', async () => {
  const clock = createHandClock(Date.now());
  const instances = [
    { name, tags: { tier: 'cache', owner: 'kim-canary' }, keys: 77, restartSeconds: 25, flushSeconds: 25 },
    { name: 'second-canary', tags: { tier: 'cache' } },
    { name: 'other-canary', tags: { tier: 'queue' } },
    { name: 'third-canary' },
    { name: 'fourth-canary' },
  ];
  const beside = () => Date.now();
  await withAccount(
    { clock, beside, instances, securityToken: 'canary-token-0123456789' },
    async (account) => {
      const { cloud } = account;
      const before = changes(account).length;
      const readOnly = join(folder, 'read-only.json');
      const read = await probe(account, readOnly, []);
      expect([read.code, read.stderr]).toEqual([0, '']);
      expect(changes(account).slice(before)).toEqual([]);
      const unconfirmed = evidenceIn(readOnly).findings.find(({ id }) => id === 'dcs.flush.result');
      expect(unconfirmed?.unsettled).toMatch(/^nobody confirmed it: --confirm-flush/);

      const mistaken = join(folder, 'mistaken.json');
      const other = await probe(account, mistaken, [
        '--confirm-restart',
        name,
        '--confirm-flush',
        'other-one',
      ]);
      expect([other.code, other.stderr.replaceAll(/\s+/g, ' ')]).toEqual([
        1,
        `nightshift: --confirm-flush other-one is not the name of the instance - expected ${name}; nothing was changed, and ${mistaken} has what was seen `,
      ]);
      expect(changes(account).slice(before)).toEqual([]);

      endAtSecondLook(account, clock);
      const confirmed = ['--confirm-objects', 'journal', '--confirm-restart', name, '--confirm-flush', name];
      const whole = await probe(account, own, confirmed);
      expect([whole.code, whole.stderr]).toEqual([0, '']);
      expect(whole.stdout).toMatch(/^Two objects below \S+ are appended to the bucket journal, /m);
      const { findings, exchanges } = evidenceIn(own);
      expect(findings.filter(({ differs }) => differs)).toEqual([]);
      const reasons = findings.flatMap(({ id, unsettled }) =>
        /^(obs\.(append\.taken|list)|functiongraph\.digest|dcs\.(restart\.statuses|statistic))/.test(id)
          ? [[id, unsettled ?? 'settled']]
          : [],
      );
      expect(reasons.filter(([, why]) => why !== 'settled')).toEqual([]);
      expect(reasons.length).toBeGreaterThan(5);
      const accepted = cloud.audit().flatMap((entry) => (entry.kind === 'accepted' ? [entry.action] : []));
      expect(accepted).toEqual(['soft_restart', 'flush']);
      expect(cloud.obs.bucket('journal')?.list({ prefix: '', marker: '', maxKeys: 9 })).toMatchObject({
        objects: [],
      });
      const text = readFileSync(own, 'utf8');
      for (const each of [
        cloud.accessKey,
        cloud.projects['cn-north-4'] ?? '',
        instanceIdOf(name),
        'canary',
        name,
      ])
        expect(text).not.toContain(each);
      expect(exchanges.length).toBeGreaterThan(30);

      // Ctrl-C after the call that restarts: what was seen is written, and nothing is sent any more.
      const sent = changes(account).length;
      let kill: (signal: NodeJS.Signals) => void = () => {};
      cloud.interceptor = ({ method }) => {
        if (method === 'PUT') kill('SIGINT');
        return 'pass';
      };
      const cut = join(folder, 'cut.json');
      const args = ['probe', '--instance', instanceIdOf(name), '--endpoint', cloud.endpoint, '--output', cut];
      const ended = await account.run(
        [...args, '--confirm-restart', name, '--confirm-flush', name],
        {},
        (send) => {
          kill = send;
        },
      );
      expect(ended.code).toBe(130);
      expect(ended.stderr).toContain(
        `interrupted: ${name} was sent a soft_restart; ${cut} has what was seen`,
      );
      expect(changes(account)).toHaveLength(sent + 1);
      expect(evidenceIn(cut).findings.find(({ id }) => id === 'dcs.restart.lag')?.unsettled).toBe(
        'it was interrupted',
      );
      expect(evidenceIn(cut).exchanges.at(-1)).toMatchObject({ method: 'PUT' });
    },
  );
});

/** What the local cloud says until it is ready, or ends. */
async function cloudSaying(file: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [resolve('dist/local/nightshift.mjs'), 'cloud', '--evidence', file]);
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
      if (said.stdout.includes('Ctrl-C ends it')) child.kill('SIGINT');
    });
  await once(child, 'close');
  return said;
}

test('the local cloud plays evidence, and says what differs and what is none', async () => {
  expect((await cloudSaying(own)).stdout).toMatch(/evidence\.json: nothing differs from what is assumed\n/);
  const broken = join(folder, 'broken.json');
  writeFileSync(broken, readFileSync(own, 'utf8').replace('"findings": [', '"findings": 7, "others": ['));
  expect((await cloudSaying(broken)).stderr).toBe(
    `nightshift: ${broken}:5:14 findings: the number 7 - expected a list of findings\n`,
  );
});
