import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import * as https from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { post } from '../../../functions/maintenance/notify/post.ts';
import { tlsIdentity } from './tls-identity.ts';

const bodies: string[] = [];
const server = https.createServer(tlsIdentity, async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  bodies.push(body);
  if (request.url !== '/silent') response.end('over TLS');
});
let url = '';
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightshift-tls-'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

test('a receiver with a certificate that nobody vouches for gets nothing', async () => {
  const result = await post({ url, headers: {}, body: 'for nobody', timeoutMs: 10_000, allowLoopback: true });
  expect(result).toMatchObject({ kind: 'silence', reason: 'tls', mayHaveArrived: false });
  expect(bodies).toEqual([]);
});

test('a receiver that never shakes hands gets nothing', async () => {
  const mute = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
  await new Promise((resolve) => mute.once('listening', resolve));
  const { port } = mute.address() as AddressInfo;
  const message = { headers: {}, body: 'for nobody', timeoutMs: 200, allowLoopback: true };
  const result = await post({ ...message, url: `https://127.0.0.1:${port}/` });
  expect(result).toMatchObject({ kind: 'silence', reason: 'timeout', mayHaveArrived: false });
  mute.close();
});

test('a receiver with a good certificate gets the message', async () => {
  // Node reads further authorities when it starts and only then, hence a process of its own.
  const code = `
    import { post } from './functions/maintenance/notify/post.ts';
    const url = ${JSON.stringify(url)};
    const message = { headers: {}, body: 'hello', allowLoopback: true };
    const answered = await post({ ...message, url, timeoutMs: 10_000 });
    const unanswered = await post({ ...message, url: url + 'silent', timeoutMs: 500 });
    const text = answered.kind === 'reply' && answered.body.toString();
    console.log(JSON.stringify({ answered: { ...answered, text }, unanswered }));`;
  const bundle = await build({
    stdin: { contents: code, resolveDir: join(import.meta.dirname, '../../..'), loader: 'ts' },
    outfile: join(folder, 'post.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  expect(bundle.errors).toEqual([]);
  await writeFile(join(folder, 'cert.pem'), tlsIdentity.cert);
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem') };
  expect(JSON.parse(await output(join(folder, 'post.mjs'), env))).toMatchObject({
    answered: { kind: 'reply', status: 200, text: 'over TLS' },
    unanswered: { kind: 'silence', reason: 'timeout', mayHaveArrived: true },
  });
  expect(bodies).toEqual(['hello', 'hello']);
});

async function output(script: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  for await (const chunk of child.stdout) text += chunk;
  return text;
}
