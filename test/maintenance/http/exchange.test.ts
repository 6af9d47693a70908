import { Agent } from 'node:http';
import type * as net from 'node:net';
import { describe, expect, test } from 'vitest';
import { exchange, type HttpRequest } from '../../../functions/maintenance/http/exchange.ts';
import { startReceiver, status } from '../notify/receiver.ts';

const rules: Omit<HttpRequest, 'url'> = {
  method: 'PUT',
  headers: { 'content-type': 'application/json' },
  body: '{"name":"会话缓存"}',
  timeoutMs: 10_000,
  replyLimitBytes: 1_000,
};

const to = (url: string, more: Partial<HttpRequest> = {}) =>
  exchange({ ...rules, ...more, url: new URL(url) });

describe('a request', () => {
  test('goes out as it was given, and asks for an answer that is not packed', async () => {
    await using server = await startReceiver(status(200));
    await to(`${server.url}/v2/instances?limit=1%2C2`);
    expect(server.received).toMatchObject([
      {
        method: 'PUT',
        path: '/v2/instances?limit=1%2C2',
        body: rules.body,
        headers: {
          'content-type': 'application/json',
          'accept-encoding': 'identity',
          'content-length': '23',
        },
      },
    ]);
  });

  test('may be bytes, or nothing', async () => {
    await using server = await startReceiver(status(200));
    await to(server.url, { body: Buffer.from('好') });
    await to(server.url, { method: 'GET', body: undefined });
    expect(server.received).toMatchObject([
      { body: '好', headers: { 'content-length': '3' } },
      { method: 'GET', body: '' },
    ]);
  });

  test('has a connection of its own, or one that its agent kept', async () => {
    const ports: (number | undefined)[] = [];
    await using server = await startReceiver((response) => {
      ports.push(response.socket?.remotePort);
      response.end('kept');
    });
    const agent = new Agent({ keepAlive: true });
    for (const more of [{ agent }, { agent }, {}, {}])
      expect(await to(server.url, more)).toMatchObject({ kind: 'reply', ending: 'whole' });
    agent.destroy();
    expect(ports[1]).toBe(ports[0]);
    expect(new Set(ports).size).toBe(3);
  });

  test('leaves nothing behind on a connection that is kept', async () => {
    await using server = await startReceiver(status(200));
    const sockets = new Set<net.Socket>();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    agent.on('free', (socket: net.Socket) => sockets.add(socket));
    const listeners = async () => {
      await to(server.url, { agent });
      const [socket] = sockets;
      return ['connect', 'secureConnect'].map((event) => socket?.listenerCount(event));
    };
    const first = await listeners();
    for (let turn = 0; turn < 3; turn += 1) expect(await listeners()).toEqual(first);
    expect(sockets.size).toBe(1);
    agent.destroy();
  });

  test('is sent once: a redirect is an answer like any other', async () => {
    await using other = await startReceiver(status(200));
    await using server = await startReceiver(status(307, { location: other.url }));
    expect(await to(server.url)).toMatchObject({ kind: 'reply', status: 307 });
    expect(other.received).toEqual([]);
    expect(server.received).toHaveLength(1);
  });

  test('goes where its own look-up of the name leads', async () => {
    await using server = await startReceiver(status(200));
    const lookup: net.LookupFunction = (_name, _options, callback) =>
      callback(null, [{ address: '127.0.0.1', family: 4 }]);
    expect(await to(`http://dcs.example.com:${server.port}/`, { lookup })).toMatchObject({ status: 200 });
  });
});

describe('an answer', () => {
  test('is told with its status, its headers and its bytes', async () => {
    const headers = { 'Retry-After': '7', 'set-cookie': ['a=1', 'b=2'] };
    await using server = await startReceiver(status(202, headers, 'accepted 好'));
    const reply = await to(server.url);
    expect(reply).toMatchObject({ kind: 'reply', status: 202, ending: 'whole' });
    if (reply.kind !== 'reply') throw new Error('no answer');
    expect(reply.headers).toMatchObject({ 'retry-after': '7' });
    expect(reply.headers['set-cookie']).toBeUndefined();
    expect(reply.body.toString()).toBe('accepted 好');
  });

  test.each([
    [1_000, 'whole'],
    [1_001, 'too-large'],
    [500_000, 'too-large'],
  ])('of %i bytes, of which 1,000 are read, is %s', async (size, ending) => {
    await using server = await startReceiver(status(200, {}, 'x'.repeat(size)));
    const reply = await to(server.url);
    expect(reply).toMatchObject({ kind: 'reply', status: 200, ending });
    expect(reply.kind === 'reply' && reply.body.toString()).toBe('x'.repeat(1_000));
  });

  test('without end is read no further than to its limit', async () => {
    await using server = await startReceiver((response) => {
      const pour = () => {
        while (response.write('x'.repeat(10_000)));
      };
      response.on('drain', pour);
      pour();
    });
    expect(await to(server.url)).toMatchObject({ kind: 'reply', ending: 'too-large' });
  });

  test.each([
    ['with a length', { 'content-length': '100' }],
    ['in chunks', {}],
  ])('%s that breaks off is cut, and keeps what came', async (_how, headers) => {
    await using server = await startReceiver((response) => {
      response.writeHead(200, headers);
      response.write('begun', () => response.socket?.destroy());
    });
    const reply = await to(server.url);
    expect(reply).toMatchObject({ kind: 'reply', status: 200, ending: 'cut' });
    expect(reply.kind === 'reply' && reply.body.toString()).toBe('begun');
  });

  test('that stalls is late when the time is over', async () => {
    await using server = await startReceiver((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('begun');
    });
    const reply = await to(server.url, { timeoutMs: 500 });
    expect(reply).toMatchObject({ kind: 'reply', status: 200, ending: 'late' });
  });

  test('that is given up while it comes is late', async () => {
    const givenUp = new AbortController();
    await using server = await startReceiver((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('begun');
    });
    const coming = to(server.url, { signal: givenUp.signal, agent: tellsOfAnswer(() => givenUp.abort()) });
    expect(await coming).toMatchObject({ kind: 'reply', status: 200, ending: 'late' });
  });
});

/** An agent that says when the first bytes of an answer have come, a turn after whoever reads them. */
function tellsOfAnswer(heard: () => void): Agent {
  const agent = new Agent();
  const create = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = create(options, callback);
    socket?.once('data', () => setImmediate(heard));
    return socket;
  };
  return agent;
}
