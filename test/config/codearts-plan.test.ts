import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod/mini';
import { startDemoCloud } from '../../functions/minicloud/demo/demo-cloud.ts';
import { createPlatform } from '../../functions/minicloud/functiongraph/platform.ts';
import { createCloudClock } from '../../functions/minicloud/wire/cloud-clock.ts';

const read = (path: string) => readFileSync(path, 'utf8');
/** The one step of config/ci/codearts/build.yml. */
const buildSchema = z.object({
  steps: z.object({
    BUILD: z.tuple([z.object({ swr: z.object({ inputs: z.object({ command: z.string() }) }) })]),
  }),
});
const { command } = buildSchema.parse(parse(read('config/ci/codearts/build.yml'))).steps.BUILD[0].swr.inputs;

const folder = mkdtempSync(join(tmpdir(), 'nightshift-ci-'));
const closing: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
afterAll(async () => {
  for (const close of closing) await close();
});

type Asked = { readonly path: string; readonly token: unknown; readonly body: unknown };

/** IAM and CodeArts Repo in one, which takes comments or answers them with an error. */
async function startCodeArts(
  status: number,
): Promise<{ readonly url: string; readonly asked: readonly Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const { url = '', headers } = request;
    asked.push({ path: url, token: headers['x-auth-token'], body: JSON.parse(await text(request)) });
    const answer = url === '/v3/auth/tokens' ? 201 : status;
    response.writeHead(answer, { 'X-Subject-Token': 'a-token' }).end(`{"error_msg":"${answer}"}`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, asked };
}

/** What comment.mjs wants to know. */
const variablesFor = (url: string) => ({
  ...{ REGION: 'cn-north-4', REPOSITORY_ID: '42', MERGE_ID: '7' },
  ...{ IAM_DOMAIN: 'house', IAM_USER: 'li.wei', IAM_PASSWORD: 'a-password' },
  ...{ IAM_ENDPOINT: url, REPO_ENDPOINT: url },
});

async function run(
  file: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
) {
  const child = spawn(file, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end('a plan\n');
  const ended = once(child, 'close');
  const [, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  return { code, stderr };
}

test('the plan of a change becomes a comment on the merge request', async () => {
  const { cloud, environment } = await startDemoCloud({
    clock: createCloudClock({ scale: 1 }),
    beside: () => Date.now(),
  });
  const platform = await createPlatform({ cloud, timers: 'off' });
  closing.push(
    () => platform.close(),
    () => cloud.close(),
  );
  const codearts = await startCodeArts(201);
  layOut(folder, cloud.endpoint);
  const ended = await run('sh', ['-c', command], folder, {
    ...environment,
    ...variablesFor(codearts.url),
    HUAWEICLOUD_SDK_AK: cloud.accessKey,
    HUAWEICLOUD_SDK_SK: cloud.secretKey,
    HUAWEICLOUD_SDK_SECURITY_TOKEN: cloud.securityToken ?? '',
    PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
    step: 'plan',
    mergeId: '7',
  });
  expect(ended).toEqual({ code: 0, stderr: '' });
  expect(codearts.asked).toEqual([
    {
      path: '/v3/auth/tokens',
      token: undefined,
      body: {
        auth: {
          identity: {
            methods: ['password'],
            password: { user: { name: 'li.wei', password: 'a-password', domain: { name: 'house' } } },
          },
          scope: { project: { name: 'cn-north-4' } },
        },
      },
    },
    {
      path: '/v4/repositories/42/merge-requests/7/discussions',
      token: 'a-token',
      body: { body: expect.stringMatching(/^~{6}text\n[\s\S]*\n~{6}$/) },
    },
  ]);
  const { body } = z.object({ body: z.string().check(z.maxLength(8_000)) }).parse(codearts.asked[1]?.body);
  expect(body).toContain('  + function default/nightshift\n');
  expect(body).toContain('nightly-soft-restart: soft_restart of 7 of 8 selected instances');
  expect(body).toContain('weekly-cache-reset: ');
});

test.each([
  ['what an answer was', 403, {}, 'merge-requests/7/discussions answered 403 {"error_msg":"403"}'],
  [
    'what is missing',
    201,
    { MERGE_ID: '', IAM_USER: '' },
    'not commented: no MERGE_ID, IAM_USER in the environment',
  ],
])('where nothing is commented it says %s', async (_, status, without, said) => {
  const codearts = await startCodeArts(status);
  const program = resolve('config/ci/codearts/comment.mjs');
  const ended = await run(process.execPath, [program], '.', { ...variablesFor(codearts.url), ...without });
  expect(ended).toEqual({ code: 1, stderr: expect.stringContaining(said) });
  expect(ended.stderr).not.toContain('a-password');
});

/** A repository as build.yml expects it, and the command line on the path. */
function layOut(folder: string, endpoint: string): void {
  for (const path of ['config', '.cloudbuild', 'bin']) mkdirSync(join(folder, path));
  const local = read('config/schedule.yaml')
    .replace('"${BEIJING_PROJECT_ID}" }', `"\${BEIJING_PROJECT_ID}", endpoint: "${endpoint}" }`)
    .replaceAll(/(kind: webhook, url: "[^"]*",)/g, '$1 allowLoopback: true,');
  writeFileSync(join(folder, 'config/schedule.yaml'), local);
  const deployed = read('serverless.yml').replace(/^ {2}# endpoint: .*$/m, `  endpoint: ${endpoint}`);
  writeFileSync(join(folder, 'serverless.yml'), deployed);
  cpSync('config/ci/codearts/comment.mjs', join(folder, '.cloudbuild/comment.mjs'));
  symlinkSync(resolve('dist'), join(folder, 'dist'));
  const program = `exec '${process.execPath}' '${resolve('dist/local/nightshift.mjs')}' "$@"`;
  writeFileSync(join(folder, 'bin/nightshift'), `#!/bin/sh\n${program}\n`);
  chmodSync(join(folder, 'bin/nightshift'), 0o755);
}
