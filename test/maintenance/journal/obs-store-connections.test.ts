import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { listen, type Respond } from '../huawei/listener.ts';
import { tlsIdentity } from '../notify/tls-identity.ts';
import { bytesOf, failureOf, keys, storeAt } from './obs-stage.ts';

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('an append is certainly not carried out', () => {
  test('where nobody listens', async () => {
    const server = createServer();
    const port = await portOf(server);
    await new Promise((resolve) => server.close(resolve));
    const { store } = storeAt(`http://127.0.0.1:${port}`);
    const told = {
      kind: 'unreachable',
      code: 'ECONNREFUSED',
      message: expect.stringContaining('no connection'),
    };
    expect(await failureOf(store.append('a', 0, bytesOf('x')))).toMatchObject(told);
  });

  test('where the name leads nowhere', async () => {
    const { store } = storeAt('http://obs.nowhere.invalid', { timeoutMs: 2_000 });
    expect((await failureOf(store.append('a', 0, bytesOf('x')))).kind).toBe('unreachable');
  });

  test('where the certificate is of nobody we trust', async () => {
    let arrived = 0;
    const server = createTlsServer(tlsIdentity, (_, response) => {
      arrived += 1;
      response.end();
    });
    const { store } = storeAt(`https://127.0.0.1:${await portOf(server)}`);
    expect(await failureOf(store.append('a', 0, bytesOf('x')))).toMatchObject({
      kind: 'unreachable',
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    expect(arrived).toBe(0);
  });

  test('where a handshake does not end', async () => {
    const { store } = storeAt(`https://127.0.0.1:${await portOf(createServer())}`, { timeoutMs: 300 });
    const error = await failureOf(store.append('a', 0, bytesOf('x')));
    expect(error).toMatchObject({ kind: 'unreachable', code: 'TIMEOUT' });
  });
});

const page: Respond = (_, response) => {
  response
    .writeHead(200, { 'content-type': 'text/html' })
    .end('<html><body>Sign in to the network</body></html>');
};

describe('what answers and is not OBS', () => {
  test('leaves an append and a removal in doubt', async () => {
    const { endpoint, arrived } = await listen(page);
    const { store } = storeAt(endpoint);
    const told = { kind: 'ambiguous', code: 'MALFORMED' };
    expect(await failureOf(store.append('a', 0, bytesOf('x')))).toMatchObject(told);
    expect(await failureOf(store.remove(['a']))).toMatchObject(told);
    expect(arrived).toHaveLength(2);
  });

  test('is no empty listing', async () => {
    const { endpoint, arrived } = await listen(page);
    const { store } = storeAt(endpoint);
    expect(await failureOf(store.list(''))).toMatchObject({ kind: 'unreachable', code: 'MALFORMED' });
    expect(arrived).toHaveLength(3);
  });

  test.each([
    ['no XML', 'upstream connect error'],
    ['half of one', '<Error><Code>InternalErr'],
    ['nothing', ''],
  ])('tells its status with %s', async (_, body) => {
    const { endpoint } = await listen((_, response) => response.writeHead(502).end(body));
    const { store } = storeAt(endpoint);
    expect(await failureOf(store.append('a', 0, bytesOf('x')))).toMatchObject({ kind: 'ambiguous' });
    expect(await failureOf(store.read('a'))).toMatchObject({ kind: 'unreachable' });
  });
});

const leaking = (text: string): Respond => {
  return (_, response) => {
    const code = `<Code>AccessDenied</Code><Message>${text}</Message>`;
    response.writeHead(403, { 'content-type': 'application/xml' }).end(`<Error>${code}</Error>`);
  };
};

test.each<[string, Respond]>([
  ['names all keys', leaking(Object.values(keys).join(' '))],
  ['has a key across the cut', leaking(`${'x'.repeat(290)}${keys.secretKey}`)],
  ['breaks off', (_, response) => response.socket?.destroy()],
  ['is a page', page],
])('no key is shown by the store, its errors or its log after an answer that %s', async (_, respond) => {
  const streams = [process.stdout, process.stderr];
  const written = streams.map((stream) => vi.spyOn(stream, 'write'));
  onTestFinished(() => void vi.restoreAllMocks());
  const { endpoint, arrived } = await listen(respond);
  const { store } = storeAt(endpoint);
  const error = await failureOf(store.append('a', 0, bytesOf('x')));
  expect(arrived[0]?.headers['x-amz-security-token']).toBe(keys.securityToken);
  for (const spy of written) expect(spy).not.toHaveBeenCalled();
  const shown =
    inspect([store, error], { depth: 20, getters: true, showHidden: true }) + JSON.stringify(error);
  expect(shown).not.toMatch(/canary/i);
});
