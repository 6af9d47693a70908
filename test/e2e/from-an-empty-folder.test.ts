import { EventEmitter, on, once } from 'node:events';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { summarySchema } from '../../functions/maintenance/report/summary.ts';
import { type EmptyFolder, openEmptyFolder, run, startCloud, urlOf, writePackage } from './installed.ts';

/** Nothing of the repository is known here but the file that `npm run package` writes. */
let around: EmptyFolder;
let project = '';
beforeAll(async () => {
  around = await openEmptyFolder();
  project = around.folder('project');
});
afterAll(() => around.close());

/** What a webhook is sent. */
const message = z.pipe(
  z.tuple([z.object({ data: summarySchema })]),
  z.transform(([only]) => only),
);

const program = () => join(project, 'node_modules/.bin/nightshift');
const nightshift = (args: readonly string[], environment = {}, cwd = project) =>
  run(program(), args, { cwd, environment });
const well = { code: 0, stderr: '' };

const schedule = (jobs: string) => `version: 1
timezone: Asia/Shanghai
tick: 1m
journal: { url: "obs://nightshift-journal/runs", endpoint: "\${ENDPOINT}" }
regions: { beijing: { region: cn-north-4, projectId: "\${PROJECT_ID}", endpoint: "\${ENDPOINT}" } }
notify: { ops: { kind: webhook, url: "\${OPS_URL}", secret: "\${OPS_SECRET}", allowLoopback: true } }
jobs:
${jobs}`;
const carts = `  carts: { action: restart, cron: "*/5 * * * *", targets: { region: beijing, names: [shop-cart-*] }, notify: [ops] }\n`;
const searches = carts.replace('carts', 'searches').replace('shop-cart', 'search-index');

/** Without codeUri: the function is the one that came with the command line. */
const serverless = `service: nightshift
provider: { name: huawei, region: cn-north-4, projectId: "\${env:PROJECT_ID}", memorySize: 256, timeout: 600 }
functions:
  nightshift:
    handler: index.handler
    xrole: nightshift-dcs
    maxInstanceNum: 10
    asyncInvokeConfig: { maxAsyncRetryAttempts: 3, maxAsyncEventAgeInSeconds: 14400 }
    environment: { variables: { PROJECT_ID: "\${env:PROJECT_ID}", ENDPOINT: "\${env:ENDPOINT}", OPS_URL: "\${env:OPS_URL}" } }
    encryptedUserData: { OPS_SECRET: "\${env:OPS_SECRET}" }
    events:
      - triggerTypeCode: TIMER
        status: ACTIVE
        eventData: { name: tick, scheduleType: Cron, schedule: "CRON_TZ=Asia/Shanghai 0 * * * * ?", userEvent: "" }
`;

describe('the package', () => {
  test('is installed into an empty folder without asking anybody for anything', async () => {
    const installed = await run('npm', ['install', '--offline', around.tgz], {
      cwd: project,
      environment: around.npm,
    });
    expect(installed).toMatchObject({ code: 0 });
    expect(around.asked).toEqual([]);
  });

  test('is the same, byte for byte, whoever makes it of a commit', async () => {
    const again = await writePackage(join(project, '../again'), { TZ: 'America/New_York' });
    expect(readFileSync(again).equals(readFileSync(around.tgz))).toBe(true);
  });

  test('depends on nothing, and has beside its programs what people look for', () => {
    const folder = join(project, 'node_modules/@nightshift-dcs/nightshift');
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).toMatchObject({ license: 'Apache-2.0', engines: { node: '>=20.15' } });
    const wanted = ['LICENSE', 'README.md', 'docs/schedule.md', 'CHANGELOG.md', 'THIRD-PARTY-LICENSES'];
    const schemas = ['config/schedule.schema.json', 'config/summary.schema.json'];
    expect([...wanted, ...schemas].filter((path) => !existsSync(join(folder, path)))).toEqual([]);
  });

  test('says version and commit, and finds the sources of a place in its function', async () => {
    const said = await run('npx', ['--no-install', 'nightshift', '--version'], {
      cwd: project,
      environment: around.npm,
    });
    expect(said).toMatchObject(well);
    expect(said.stdout).toMatch(/^nightshift \d+\.\d+\.\d+, (commit [0-9a-f]{12}|unknown commit)/);
    expect(around.asked).toEqual([]);
    const stack = await run(program(), ['stack'], { cwd: project, input: 'at index.js:2:486\n' });
    expect(stack).toMatchObject(well);
    expect(stack.stdout).toMatch(/functions\/maintenance\//);
  });

  test.each(['mts', 'cts'])('has types of the summary for a program in a .%s', async (ending) => {
    const file = join(project, `consumer.${ending}`);
    writeFileSync(
      file,
      `import type { Summary, SummaryInstance } from '@nightshift-dcs/nightshift';
const worst = ({ instances }: Summary): SummaryInstance | undefined => instances.find(({ outcome }) => outcome === 'failed');
export const code = (summary: Summary): string => worst(summary)?.cause?.code ?? summary.status;
// @ts-expect-error no outcome is called so
export const wrong = (summary: Summary): boolean => summary.instances[0]?.outcome === 'fine';
`,
    );
    const args = ['--noEmit', '--strict', '--module', 'nodenext', '--types', '', file];
    expect(await run(resolve('node_modules/.bin/tsc'), args, { cwd: project })).toMatchObject({
      code: 0,
      stdout: '',
    });
  });

  test('finds its function behind links, from any folder', async () => {
    const other = around.folder('other', { 'schedule.yaml': schedule(carts) });
    symlinkSync(program(), join(other, 'nightshift'));
    const packed = await run('./nightshift', ['pack', '--out', 'a.zip'], { cwd: other });
    expect(packed).toMatchObject(well);
    expect(Object.keys(unzipSync(readFileSync(join(other, 'a.zip')))).sort()).toEqual([
      'index.js',
      'run.js',
      'schedule.json',
      'schedule.yaml',
    ]);
  });
});

test('from an empty folder to a timer that fires on the local cloud, and back', async () => {
  const inbox = new EventEmitter();
  const receiver = createServer(async (request, response) => {
    const body = await text(request);
    response.end();
    inbox.emit('message', JSON.parse(body));
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const messages = on(inbox, 'message');
  const nextSummary = async () => message.parse((await messages.next()).value).data;
  const cloud = await startCloud(program(), project, 120);
  try {
    const { banner } = cloud;
    const endpoint = banner['endpoint'] ?? '';
    const environment = {
      HUAWEICLOUD_SDK_AK: banner['access key'] ?? '',
      HUAWEICLOUD_SDK_SK: banner['secret key'] ?? '',
      HUAWEICLOUD_SDK_SECURITY_TOKEN: banner['security token'] ?? '',
      PROJECT_ID: banner['project id'] ?? '',
      ENDPOINT: endpoint,
      OPS_URL: urlOf(receiver),
      OPS_SECRET: `whsec_${Buffer.from('a-signing-secret-of-32-bytes-012').toString('base64')}`,
    };
    const write = (jobs: string) => writeFileSync(join(project, 'schedule.yaml'), schedule(jobs));
    const deploy = () => nightshift(['deploy', '--yes', '--endpoint', endpoint], environment);
    writeFileSync(join(project, 'serverless.yml'), serverless);
    write(carts);
    expect(await nightshift(['validate'])).toMatchObject(well);

    const deployed = await deploy();
    expect(deployed).toMatchObject(well);
    expect(deployed.stdout).toContain('nightshift is as serverless.yml says');
    expect(await nextSummary()).toMatchObject({ job: 'carts', status: 'succeeded' });
    expect((await deploy()).stdout).toContain('nothing to change');

    write(searches);
    const changed = await deploy();
    expect(changed).toMatchObject(well);
    expect(changed.stdout).toContain('+ job searches');
    let summary = await nextSummary();
    // What the timer had begun before.
    while (summary.job === 'carts') summary = await nextSummary();
    expect(summary).toMatchObject({ job: 'searches', status: 'succeeded' });

    const removed = await nightshift(['remove', '--yes', '--endpoint', endpoint], environment);
    expect(removed).toMatchObject(well);
    const gone = await nightshift(['deploy', '--dry-run', '--endpoint', endpoint], environment);
    expect(gone.stdout).toContain('+ function');
  } finally {
    expect(await cloud.end()).toBe(0);
    receiver.close();
    receiver.closeAllConnections();
  }
});
