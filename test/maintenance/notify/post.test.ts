import * as net from 'node:net';
import { describe, expect, test } from 'vitest';
import type { HttpResult } from '../../../functions/maintenance/http/exchange.ts';
import { type PostRequest, post } from '../../../functions/maintenance/notify/post.ts';
import { hangUp, silence, startReceiver, status } from './receiver.ts';

const message: Omit<PostRequest, 'url'> = {
  headers: { 'content-type': 'application/json' },
  body: '{"name":"会话缓存"}',
  timeoutMs: 10_000,
  allowLoopback: true,
};

/** Answers every name with the given addresses, all at once as Node 20 asks for them. */
function resolvesTo(...addresses: readonly string[]): net.LookupFunction {
  return (_name, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: net.isIP(address) })),
    );
}

describe('a post', () => {
  test('sends the bytes it was given and tells the answer', async () => {
    await using receiver = await startReceiver(status(202, { 'Retry-After': '7' }, 'accepted 好'));
    const reply = await post({ ...message, url: `${receiver.url}/hook?key=1` });
    expect(reply).toMatchObject({ kind: 'reply', status: 202, ending: 'whole' });
    expect(textOf(reply)).toBe('accepted 好');
    expect(reply).toMatchObject({ headers: { 'retry-after': '7' } });
    expect(receiver.received).toMatchObject([
      {
        method: 'POST',
        path: '/hook?key=1',
        body: message.body,
        headers: {
          'content-type': 'application/json',
          'accept-encoding': 'identity',
          'content-length': '23',
        },
      },
    ]);
  });

  test('does not follow a redirect', async () => {
    await using other = await startReceiver(status(200));
    await using receiver = await startReceiver(status(307, { location: other.url }));
    expect(await post({ ...message, url: receiver.url })).toMatchObject({ kind: 'reply', status: 307 });
    expect(other.received).toEqual([]);
  });

  test('reads 64 KiB of an endless answer', async () => {
    await using receiver = await startReceiver((response) => {
      response.writeHead(200);
      const pour = () => {
        while (response.write('x'.repeat(10_000)));
      };
      response.on('drain', pour);
      pour();
    });
    const reply = await post({ ...message, url: receiver.url });
    expect(reply).toMatchObject({ kind: 'reply', status: 200, ending: 'too-large' });
    expect(textOf(reply)).toBe('x'.repeat(65_536));
  });

  test.each([
    ['stalls', 'late', () => {}],
    ['breaks off', 'cut', (destroy: () => void) => destroy()],
  ])('keeps the status of an answer that %s', async (_how, ending, end) => {
    await using receiver = await startReceiver((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('begun', () => end(() => response.socket?.destroy()));
    });
    const reply = await post({ ...message, url: receiver.url, timeoutMs: 300 });
    expect(reply).toMatchObject({ kind: 'reply', status: 200, ending });
  });

  test('tells a message that may have arrived from one that cannot have', async () => {
    await using silent = await startReceiver(silence);
    await using rude = await startReceiver(hangUp);
    const refused = await closedPort();
    expect(await post({ ...message, url: silent.url, timeoutMs: 200 })).toEqual(noReply('timeout', true));
    expect(await post({ ...message, url: rude.url })).toEqual(noReply('reset', true));
    expect(await post({ ...message, url: `http://127.0.0.1:${refused}` })).toEqual(noReply('refused', false));
  });

  test('says when the answer is not HTTP', async () => {
    const server = net
      .createServer((socket) => socket.end('220 smtp.example.com ESMTP\r\n'))
      .listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
    expect(await post({ ...message, url })).toEqual(noReply('bad-reply', true));
    server.close();
  });

  test('ends at once when it is called off', async () => {
    await using receiver = await startReceiver(silence);
    const called = new AbortController();
    const waiting = post({ ...message, url: receiver.url, signal: called.signal });
    called.abort();
    expect(await waiting).toMatchObject({ reason: 'aborted' });
    expect(await post({ ...message, url: receiver.url, signal: AbortSignal.abort() })).toEqual(
      noReply('aborted', false),
    );
  });
});

describe('the guard', () => {
  test.each([
    ['http://127.0.0.1/', false],
    ['https://[::1]/', false],
    ['https://169.254.169.254/latest/meta-data', true],
    ['https://10.0.0.1/', true],
    ['http://example.com/', true],
    ['canary', true],
  ])('does not connect to %s', async (url, allowLoopback) => {
    expect(await post({ ...message, url, allowLoopback })).toEqual(noReply('blocked', false));
  });

  test('does not send to loopback unless allowed, literal or by name', async () => {
    await using receiver = await startReceiver(status(200));
    const byName = `https://rebind.example.com:${receiver.port}/`;
    expect(await post({ ...message, url: receiver.url, allowLoopback: false })).toEqual(
      noReply('blocked', false),
    );
    for (const allowLoopback of [true, false]) {
      const result = await post({ ...message, url: byName, allowLoopback, lookup: resolvesTo('127.0.0.1') });
      expect(result).toEqual(noReply('blocked', false));
    }
    expect(receiver.received).toEqual([]);
  });

  test('refuses a name when only one of its addresses is not public', async () => {
    const url = 'https://rebind.example.com/';
    for (const bad of ['169.254.169.254', '10.0.0.1', '::ffff:10.0.0.1', 'fd00::1']) {
      const lookup = resolvesTo('8.8.8.8', bad);
      expect(await post({ ...message, url, lookup })).toEqual(noReply('blocked', false));
    }
  });

  test('refuses localhost that leads elsewhere', async () => {
    const lookup = resolvesTo('8.8.8.8');
    expect(await post({ ...message, url: 'http://localhost/', lookup })).toEqual(noReply('blocked', false));
  });

  test('connects to the address it has checked', async () => {
    await using receiver = await startReceiver(status(200));
    const url = `http://localhost:${receiver.port}/`;
    const lookup = resolvesTo('127.0.0.1');
    expect(await post({ ...message, url, lookup })).toMatchObject({ kind: 'reply', status: 200 });
  });

  test('asks for the address of a name once, so that a second answer cannot lead elsewhere', async () => {
    await using receiver = await startReceiver(status(200));
    const answers = ['127.0.0.1', '169.254.169.254'];
    let asked = 0;
    const lookup: net.LookupFunction = (name, options, callback) =>
      resolvesTo(answers[asked++] ?? '10.0.0.1')(name, options, callback);
    const url = `http://localhost:${receiver.port}/`;
    expect(await post({ ...message, url, lookup })).toMatchObject({ kind: 'reply', status: 200 });
    expect(asked).toBe(1);
    expect(await post({ ...message, url, lookup })).toEqual(noReply('blocked', false));
  });

  test.each(['foo.localhost', 'localhost.localdomain', 'ip6-localhost', '127.0.0.1.nip.example'])(
    'refuses %s when it leads to this machine, even where loopback is allowed',
    async (name) => {
      const request = { ...message, url: `https://${name}/`, lookup: resolvesTo('127.0.0.1') };
      expect(await post(request)).toEqual(noReply('blocked', false));
    },
  );

  test('goes past proxies, which would look up names by themselves', async () => {
    await using receiver = await startReceiver(status(200));
    await using proxy = await startReceiver(status(502));
    const names = ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'];
    for (const name of names) process.env[name] = name.startsWith('NODE') ? '1' : proxy.url;
    try {
      expect(await post({ ...message, url: receiver.url })).toMatchObject({ kind: 'reply', status: 200 });
    } finally {
      for (const name of names) delete process.env[name];
    }
    expect(proxy.received).toEqual([]);
  });

  test('tells a name that is not known', async () => {
    const lookup: net.LookupFunction = (_name, _options, callback) =>
      callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []);
    expect(await post({ ...message, url: 'https://gone.example.com/', lookup })).toEqual(
      noReply('dns', false),
    );
  });
});

function noReply(reason: string, mayHaveArrived: boolean) {
  return expect.objectContaining({ kind: 'silence', reason, mayHaveArrived });
}

function textOf(result: HttpResult): string | undefined {
  return result.kind === 'reply' ? result.body.toString() : undefined;
}

async function closedPort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
