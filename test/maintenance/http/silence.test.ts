import { Agent } from 'node:http';
import * as https from 'node:https';
import { type AddressInfo, createServer, type LookupFunction, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { exchange, type HttpRequest } from '../../../functions/maintenance/http/exchange.ts';
import { BlockedAddressError, silenceReason } from '../../../functions/maintenance/http/silence.ts';
import { hangUp, silence, startReceiver, status } from '../notify/receiver.ts';
import { tlsIdentity } from '../notify/tls-identity.ts';

const rules: Omit<HttpRequest, 'url'> = {
  method: 'POST',
  headers: {},
  body: 'hello',
  timeoutMs: 10_000,
  replyLimitBytes: 1_000,
};

const to = (url: string, more: Partial<HttpRequest> = {}) =>
  exchange({ ...rules, ...more, url: new URL(url) });

/** A server of bare TCP on 127.0.0.1, closed with the test. */
async function tcp(onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer(onConnection);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A server with a certificate of ours that never answers, closed with the test. */
async function tlsServer(onRequest = () => {}): Promise<{ url: string; bodies: readonly string[] }> {
  const bodies: string[] = [];
  const server = https.createServer(tlsIdentity, async (request) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    bodies.push(body);
    onRequest();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`, bodies };
}

const silent = (reason: string, mayHaveArrived: boolean) => ({ kind: 'silence', reason, mayHaveArrived });

describe('a request without an answer may have arrived', () => {
  test('when it went out and the time was over', async () => {
    await using server = await startReceiver(silence);
    expect(await to(server.url, { timeoutMs: 200 })).toEqual({
      ...silent('timeout', true),
      cause: undefined,
    });
    expect(server.received).toHaveLength(1);
  });

  test('when the connection was closed, or reset, after it went out', async () => {
    await using closing = await startReceiver(hangUp);
    await using resetting = await startReceiver((response) => response.socket?.resetAndDestroy());
    expect(await to(closing.url)).toMatchObject(silent('reset', true));
    expect(await to(resetting.url)).toMatchObject(silent('reset', true));
  });

  test('when it went out on a connection that was kept, and closed at that moment', async () => {
    await using server = await startReceiver(status(200), hangUp);
    const agent = new Agent({ keepAlive: true });
    expect(await to(server.url, { agent })).toMatchObject({ kind: 'reply' });
    expect(await to(server.url, { agent })).toMatchObject(silent('reset', true));
    agent.destroy();
  });

  test('when the answer is not HTTP', async () => {
    const port = await tcp((socket) => socket.end('220 smtp.example.com ESMTP\r\n'));
    expect(await to(`http://127.0.0.1:${port}/`)).toMatchObject(silent('bad-reply', true));
  });

  test('when it went out over TLS', async () => {
    const agent = new https.Agent({ ca: tlsIdentity.cert });
    const givenUp = new AbortController();
    const { url, bodies } = await tlsServer(() => givenUp.abort());
    expect(await to(url, { agent, signal: givenUp.signal })).toMatchObject(silent('aborted', true));
    expect(bodies).toEqual(['hello']);
  });

  test('when it is given up after it went out', async () => {
    const givenUp = new AbortController();
    await using server = await startReceiver(() => givenUp.abort());
    expect(await to(server.url, { signal: givenUp.signal })).toEqual({
      ...silent('aborted', true),
      cause: undefined,
    });
  });
});

describe('a request without an answer cannot have arrived', () => {
  test('when nobody listens', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await to(`http://127.0.0.1:${port}/`)).toMatchObject({
      ...silent('refused', false),
      cause: { code: 'ECONNREFUSED' },
    });
  });

  test.each([
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
  ])('when its name is not known (%s)', async (code, reason) => {
    const lookup: LookupFunction = (_name, _options, callback) =>
      callback(Object.assign(new Error('no such name'), { code }), []);
    expect(await to('https://gone.example.com/', { lookup })).toMatchObject(silent(reason, false));
  });

  test('when its name leads where we do not go', async () => {
    const lookup: LookupFunction = (_name, _options, callback) => callback(new BlockedAddressError(), []);
    expect(await to('https://rebind.example.com/', { lookup })).toMatchObject(silent('blocked', false));
  });

  test('when its name is looked up for longer than there is time', async () => {
    const lookup: LookupFunction = () => {};
    expect(await to('https://slow.example.com/', { lookup, timeoutMs: 100 })).toMatchObject(
      silent('timeout', false),
    );
  });

  test('when nobody vouches for the certificate, whatever the environment says', async () => {
    const { url, bodies } = await tlsServer();
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      expect(await to(url)).toMatchObject(silent('tls', false));
      expect(await to(url, { agent: new https.Agent() })).toMatchObject(silent('tls', false));
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
    expect(bodies).toEqual([]);
  });

  test('when the certificate is for another name', async () => {
    const { url, bodies } = await tlsServer();
    const agent = new https.Agent({ ca: tlsIdentity.cert });
    const lookup: LookupFunction = (_name, _options, callback) =>
      callback(null, [{ address: '127.0.0.1', family: 4 }]);
    const other = url.replace('127.0.0.1', 'dcs.example.com');
    expect(await to(other, { agent, lookup })).toMatchObject(silent('tls', false));
    expect(bodies).toEqual([]);
  });

  test('when the other side does not speak TLS', async () => {
    await using server = await startReceiver(silence);
    expect(await to(server.url.replace('http:', 'https:'))).toMatchObject(silent('tls', false));
    expect(server.received).toEqual([]);
  });

  test('when TLS is never agreed upon', async () => {
    const mute = await tcp((socket) => socket.resume());
    expect(await to(`https://127.0.0.1:${mute}/`, { timeoutMs: 200 })).toEqual({
      ...silent('timeout', false),
      cause: undefined,
    });
  });

  test('when the connection is lost before TLS is agreed upon', async () => {
    const rude = await tcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await to(`https://127.0.0.1:${rude}/`)).toMatchObject(silent('reset', false));
  });

  test('when it is given up before', async () => {
    await using server = await startReceiver(silence);
    expect(await to(server.url, { signal: AbortSignal.abort() })).toMatchObject(silent('aborted', false));
    expect(server.received).toEqual([]);
  });

  test.each([
    [
      'a header that no request can carry',
      'http://127.0.0.1/',
      { headers: { authorization: 'line\nbreak' } },
    ],
    ['an address of another kind', 'ftp://127.0.0.1/', {}],
  ])('when it has %s', async (_what, url, more) => {
    expect(await to(url, more)).toMatchObject({ ...silent('unsendable', false), cause: expect.any(Error) });
  });
});

describe('the reason in an error', () => {
  test.each([
    ['ENOTFOUND', 'connecting', 'dns'],
    ['EAI_AGAIN', 'connecting', 'dns'],
    ['ECONNREFUSED', 'connecting', 'refused'],
    ['EHOSTUNREACH', 'connecting', 'unreachable'],
    ['ENETUNREACH', 'connecting', 'unreachable'],
    ['ETIMEDOUT', 'connecting', 'timeout'],
    ['ECONNRESET', 'securing', 'reset'],
    ['CERT_HAS_EXPIRED', 'securing', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'securing', 'tls'],
    ['EPIPE', 'sending', 'reset'],
    ['HPE_INVALID_CONSTANT', 'sending', 'bad-reply'],
    ['ERR_SSL_BAD_RECORD', 'sending', 'network'],
    ['EMFILE', 'connecting', 'network'],
  ] as const)('%s while %s is %s', (code, phase, reason) => {
    expect(silenceReason(Object.assign(new Error('https://canary/'), { code }), phase)).toBe(reason);
  });

  test('of an unknown kind is the network', () => {
    expect(silenceReason('gone', 'connecting')).toBe('network');
  });
});
