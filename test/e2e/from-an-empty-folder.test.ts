import { EventEmitter, on, once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { summarySchema } from '../../functions/maintenance/report/summary.ts';
import {
  type EmptyFolder,
  edit,
  install,
  installsIn,
  openEmptyFolder,
  run,
  startCloud,
  urlOf,
  writePackage,
} from './installed.ts';
import { nightByHand } from './night-by-hand.ts';
import { brokenLinks, canBeRun, commandsShown } from './packaged-documents.ts';

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

/** What a person writes into the files that `init` has made, so that a timer fires and somebody is told of it. */
const written: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'config/schedule.yaml': [
    ['# cron: "30 3 * * *"', 'cron: "*/5 * * * *"'],
    ['tags: { "env": "staging" }', 'names: ["shop-cart-staging"]'],
    ['# notify: [ops]', 'notify: [ops]'],
    [
      '# notify:\n#   ops: {',
      'notify:\n  ops: { kind: webhook, url: "${OPS_WEBHOOK_URL}", secret: "${OPS_WEBHOOK_SECRET}", allowLoopback: true } #',
    ],
  ],
  'serverless.yml': [
    ['# encryptedUserData:', 'encryptedUserData:'],
    ['#   OPS_WEBHOOK_URL:', '  OPS_WEBHOOK_URL:'],
    ['#   OPS_WEBHOOK_SECRET:', '  OPS_WEBHOOK_SECRET:'],
  ],
};
const changed = [['shop-cart-staging', 'search-index-staging']] as const;

const schedule = `version: 1
regions: { beijing: { region: cn-north-4, projectId: "0123456789abcdef0123456789abcdef" } }
jobs: { by-hand: { action: restart, targets: { region: beijing, names: [a] } } }
`;

describe('the package', () => {
  const offline = { code: 0, asked: [] };
  test.each(installsIn('docs/coming-from-a-fork.md'))('is installed in a folder: %s', async (line) => {
    expect(await install(line, project, around)).toMatchObject(offline);
  });

  test.each(installsIn('README.md', 'config/ci/Dockerfile'))('is installed for all: %s', async (line) => {
    const folder = around.folder(line.replaceAll(/\W/g, ''));
    expect(await install(line, folder, around)).toMatchObject(offline);
    expect(existsSync(join(folder, 'installed/bin/nightshift'))).toBe(true);
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
    const schemas = ['config/schedule.schema.json', 'config/summary.schema.json', 'docs/command-line.md'];
    expect([...wanted, ...schemas].filter((path) => !existsSync(join(folder, path)))).toEqual([]);
  });

  test('has documents that lead to what it has, and name commands that whoever has it can run', async () => {
    const folder = join(project, 'node_modules/@nightshift-dcs/nightshift');
    expect(brokenLinks(folder)).toEqual([]);
    const help = await nightshift(['--help']);
    const known = [...help.stdout.matchAll(/^ {2}([a-z]+)[ <[]/gm)].map(([, name = '']) => name);
    const [english, chinese] = ['README.md', 'README.zh-CN.md'].map((path) =>
      commandsShown(join(folder, path)),
    );
    const begin = english?.slice(0, 3).join(' && ') ?? '';
    expect(begin).toBe('nightshift init demo --yes && cd demo && nightshift try');
    const tried = await run('sh', ['-c', begin], {
      cwd: around.folder('quick'),
      environment: { PATH: `${dirname(program())}:${process.env['PATH']}` },
    });
    expect(tried).toMatchObject({ ...well, stdout: expect.stringContaining('SUCCEEDED  first-restart') });
    expect(english?.filter((command) => !canBeRun(command, known))).toEqual([]);
    expect(chinese).toEqual(english);
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

  test.each([
    ['is not there', 'nowhere.env', 'unreadable', 'there is no such file'],
    ['is a folder', 'made.d', 'unreadable', 'it is a folder'],
    ['has a line that is none', 'odd.env', 'malformed', 'odd.env:2:1: no variable - expected NAME=value'],
  ])('tells of a file of variables that %s as of all else', async (_, file, kind, said) => {
    const asked = ['validate', '--env-file', file] as const;
    const cwd = join(project, 'files');
    for (const [path, content] of [
      ['made.d/x', ''],
      ['odd.env', 'A=1\nB: 2\n'],
    ] as const) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true });
      writeFileSync(join(cwd, path), content);
    }
    const code = `env-file.${kind}`;
    const inJson = await nightshift([...asked, '--json'], {}, cwd);
    expect([inJson.code, inJson.stderr]).toEqual([
      1,
      `nightshift: ${JSON.parse(inJson.stdout).error.message}\n`,
    ]);
    expect(JSON.parse(inJson.stdout)).toEqual({ error: { code, message: expect.stringContaining(said) } });
  });

  test('takes variables from what another program writes, as from a file', async () => {
    const cwd = around.folder('piped', { 'elsewhere.yaml': schedule });
    const command = `echo NIGHTSHIFT_SCHEDULE=elsewhere.yaml | ${program()} validate --env-file /dev/stdin`;
    const piped = await run('sh', ['-c', command], { cwd });
    expect(piped).toMatchObject({ code: 0, stdout: expect.stringMatching(/^elsewhere\.yaml: /) });
  });

  test('finds its function behind links, from any folder', async () => {
    const other = around.folder('other', { 'schedule.yaml': schedule });
    symlinkSync(program(), join(other, 'nightshift'));
    const packed = await run('./nightshift', ['pack', '--out', 'a.zip'], { cwd: other });
    expect(packed).toMatchObject(well);
    expect(Object.keys(unzipSync(readFileSync(join(other, 'a.zip')))).sort()).toEqual([
      'index.js',
      'rest.js',
      'run.js',
      'schedule.json',
      'schedule.yaml',
    ]);
  });
});

test('from an empty folder to a timer that fires on the local cloud, back, and to a night by hand', async () => {
  const inbox = new EventEmitter();
  const receiver = createServer(async (request, response) => {
    const body = await text(request);
    response.end();
    inbox.emit('message', JSON.parse(body));
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const messages = on(inbox, 'message');
  const nextSummary = async () => message.parse((await messages.next()).value).data;
  const cloud = await startCloud(program(), project, 40);
  try {
    const environment = {
      ...cloud.exported,
      OPS_WEBHOOK_URL: urlOf(receiver),
      OPS_WEBHOOK_SECRET: `whsec_${Buffer.from('a-signing-secret-of-32-bytes-012').toString('base64')}`,
    };
    const made = await nightshift(['init', 'night', '--yes'], environment);
    expect(made).toMatchObject(well);
    const night = join(project, 'night');
    const inNight = (...args: readonly string[]) => nightshift(args, environment, night);
    expect(await inNight('validate', '--strict')).toMatchObject(well);
    const tried = await inNight('try', '--json');
    expect(tried).toMatchObject({ code: 0 });
    expect(JSON.parse(tried.stdout).nights).toMatchObject([{ summaries: [{ status: 'succeeded' }] }]);

    for (const [path, changes] of Object.entries(written)) edit(join(night, path), changes);
    const deployed = await inNight('deploy', '--yes');
    expect(deployed).toMatchObject(well);
    expect(deployed.stdout).toContain('nightshift is as serverless.yml says');
    const restarted = (name: string) => ({
      job: 'first-restart',
      status: 'succeeded',
      instances: [expect.objectContaining({ name })],
    });
    expect(await nextSummary()).toMatchObject(restarted('shop-cart-staging'));
    expect((await inNight('deploy', '--yes')).stdout).toContain('nothing to change');
    expect((await inNight('history')).stdout).toContain('first-restart@');

    edit(join(night, 'config/schedule.yaml'), changed);
    const again = await inNight('deploy', '--yes');
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toContain('~ job first-restart.targets.names');
    let summary = await nextSummary();
    // What the timer had begun before.
    while (summary.instances[0]?.name === 'shop-cart-staging') summary = await nextSummary();
    expect(summary).toMatchObject(restarted('search-index-staging'));

    // A run that the timer has begun meanwhile is told.
    const removed = await inNight('remove', '--yes');
    expect(removed).toMatchObject({ code: 0 });
    expect(removed.stdout).toContain('of nightshift nothing is left that deploy made');
    expect((await inNight('deploy', '--dry-run')).stdout).toContain('+ function');
    await nightByHand(night, cloud, inNight);
  } finally {
    expect(await cloud.end()).toBe(0);
    receiver.close();
    receiver.closeAllConnections();
  }
});
