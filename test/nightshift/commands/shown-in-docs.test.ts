import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { startDemoCloud } from '../../../functions/minicloud/demo/demo-cloud.ts';
import { createPlatform } from '../../../functions/minicloud/functiongraph/platform.ts';
import { createCloudClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { endedRunsText, openRunsText } from '../../../functions/nightshift/commands/runs-text.ts';
import { pageAt } from '../../house/documents.ts';
import type { Ended } from './kept-processes.ts';
import { withFiles } from './run-nightshift.ts';

/** What a page shows after a command. */
function shownAfter(path: string, command: string): string {
  const { blocks } = pageAt(path);
  const at = blocks.findIndex(({ code }) => code === `nightshift ${command}\n`);
  return blocks[at + 1]?.code ?? '';
}

/** What is another one in each account, build or night. */
const same = (text: string, endpoint = 'http://127.0.0.1:18080') =>
  text
    .replaceAll(new URL(endpoint).host, '127.0.0.1:18080')
    .replaceAll(/sha512 \w{12}/g, 'sha512 CODE')
    .replaceAll(/\d+ bytes/g, 'N bytes')
    .replaceAll(/version (\d)-\w{8}/g, 'version $1-PRINT')
    .replaceAll(/plan \w{12}|"confirm":"\w{12}"/g, 'HASH')
    .replaceAll(/ {2}- its timer is skipped by .*\n/g, '')
    .replaceAll(/\(\d+ ms\)/g, '(N ms)')
    .replaceAll(/Deploy\? \[y\/N\] y\n/g, '');

const example = readFileSync('config/schedule.yaml', 'utf8');
const serverless = readFileSync('serverless.yml', 'utf8');
const closing: (() => Promise<void> | void)[] = [];
const ended: { readonly args: string; readonly end: Ended }[] = [];
let endpoint = '';

const defragment = 'plan defragment --schedule fragmented.yaml';
const resetSessions = 'plan reset-sessions --schedule quiet.yaml';

/** What is measured of instances of the demonstration while the recipes are planned. */
const busy = [
  ['shop-cart-prod', 'instantaneous_ops', 640],
  ['session-cache-mobile', 'instantaneous_ops', 212],
  ['session-cache-web', 'instantaneous_ops', 38],
  ['billing-ledger-prod', 'instantaneous_ops', 96],
  ['session-cache-web', 'connected_clients', 12],
] as const;

/** One account on which everything that pages show is done once, one after another. */
beforeAll(async () => {
  const { cloud, environment, rooms } = await startDemoCloud({
    clock: createCloudClock({ scale: 1 }),
    beside: () => Date.now(),
  });
  const platform = await createPlatform({ cloud, timers: 'off' });
  closing.push(
    () => platform.close(),
    () => cloud.close(),
  );
  endpoint = cloud.endpoint;
  const feishu = rooms.find(({ kind }) => kind === 'feishu');
  const variables = {
    ...environment,
    AUDIT_WEBHOOK_URL: 'http://127.0.0.1:9/audit',
    HUAWEICLOUD_SDK_AK: cloud.accessKey,
    HUAWEICLOUD_SDK_SK: cloud.secretKey,
    HUAWEICLOUD_SDK_SECURITY_TOKEN: cloud.securityToken ?? '',
    HUAWEICLOUD_SDK_IAM_ENDPOINT: endpoint,
    TEAM_URL: feishu?.url ?? '',
    TEAM_SECRET: String(feishu?.settings['secret']),
  };
  const local = example
    .replace('"${BEIJING_PROJECT_ID}" }', `"\${BEIJING_PROJECT_ID}", endpoint: "${endpoint}" }`)
    .replaceAll(/(kind: webhook, url: "[^"]*",)/g, '$1 allowLoopback: true,');
  const channels = (pageAt('docs/channels.md').blocks[0]?.code ?? '').replace(
    'kind: feishu,',
    '$& allowLoopback: true,',
  );
  const recipe = (name: string) =>
    (pageAt('docs/recipes.md').blocks.find(({ code }) => code.startsWith(`# ${name}\n`))?.code ?? '').replace(
      '"${BEIJING_PROJECT_ID}" }',
      `"\${BEIJING_PROJECT_ID}", endpoint: "${endpoint}" }`,
    );
  // How busy an instance is goes by the time of day.
  for (const [name, metric, value] of busy) cloud.ces.set({ instance: instanceIdOf(name), metric, value });
  await withFiles(
    {
      ...{ 'config/schedule.yaml': local, 'serverless.yml': serverless, 'channels.yaml': channels },
      ...{ 'fragmented.yaml': recipe('fragmented.yaml'), 'quiet.yaml': recipe('quiet.yaml') },
    },
    async (nightshift, folder) => {
      symlinkSync(resolve('dist'), `${folder}/dist`);
      const run = async (args: string) => {
        const there = /^(deploy|doctor)/.test(args) ? ['--endpoint', endpoint] : [];
        const end = await nightshift([...args.split(' '), ...there], variables);
        ended.push({ args, end });
      };
      await run('plan nightly-soft-restart');
      await run(defragment);
      await run(resetSessions);
      await run('pack --out dist.zip');
      await run('notify --channel team --sample failure --yes --schedule channels.yaml');
      await run('deploy --yes');
      writeFileSync(
        `${folder}/config/schedule.yaml`,
        local.replace('Asia/Shanghai\n', 'Asia/Shanghai\ntick: 10m\n'),
      );
      writeFileSync(
        `${folder}/serverless.yml`,
        serverless.replace('timeout: 7200', 'timeout: 3600').replace('*/5', '*/10'),
      );
      await run('doctor');
      await run('deploy --yes');
    },
  );
});
afterAll(async () => {
  for (const close of closing) await close();
});

const said = (args: string, nth = 0) =>
  same(ended.filter((one) => one.args === args)[nth]?.end.stdout ?? '', endpoint).trimEnd();
const shown = (path: string, command: string) => same(shownAfter(path, command)).trimEnd();

test.each([
  ['docs/command-line.md', 'plan nightly-soft-restart', 'plan nightly-soft-restart', 0],
  ['docs/recipes.md', defragment, defragment, 0],
  ['docs/recipes.md', resetSessions, resetSessions, 0],
  ['docs/operating.md', 'deploy', 'deploy --yes', 0],
  ['docs/operating.md', 'deploy --yes', 'deploy --yes', 1],
] as const)('%s shows what the local cloud lets nightshift %s say', (path, command, args, nth) => {
  expect(shown(path, command)).toBe(said(args, nth));
});

test('docs/operating.md shows what doctor says, cut at the dots', () => {
  const parts = shown('docs/operating.md', 'doctor').split('\n...\n');
  expect(parts.length).toBeGreaterThan(3);
  for (const part of parts) expect(said('doctor')).toContain(part);
});

test('docs/channels.md shows what comes of a sample, after the question', () => {
  const [, ...lines] = shown('docs/channels.md', 'notify --channel team --sample failure').split('\n');
  expect(lines.join('\n')).toBe(
    said('notify --channel team --sample failure --yes --schedule channels.yaml'),
  );
});

test('docs/command-line.md shows runs as status does', () => {
  const run = 'nightly-soft-restart@2026-12-07T03:30:00+08:00';
  const open = {
    run,
    enteredAt: '2026-12-07T03:30:00+08:00',
    state: 'held',
    note: 'held by 5b958a20/k3v9 until 2026-12-07T03:34:31+08:00',
    selected: 8,
    left: 6,
  } as const;
  const ended = {
    run: run.replace('12-07', '12-06'),
    job: 'nightly-soft-restart',
    status: 'succeeded',
    endedAt: '2026-12-06T03:41:33+08:00',
    outcomes: { succeeded: 8, failed: 0, refused: 0, skipped: 0, deferred: 0, unknown: 0 },
  };
  const text = `${openRunsText([open], { width: 120 })}\n\n${endedRunsText([ended], { width: 120 })}\n`;
  expect(shownAfter('docs/command-line.md', 'status')).toBe(text);
});

test('docs/operating.md packs what can be packed', () => {
  expect(ended.find(({ args }) => args.startsWith('pack'))?.end).toMatchObject({ code: 0, stderr: '' });
});
