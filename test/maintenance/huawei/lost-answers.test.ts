import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { fleetAt } from './fleet-under-test.ts';
import { json, listen, type Respond } from './listener.ts';

const soon = { readTimeoutMs: 500, actionTimeoutMs: 500 };

async function flushed(respond: Respond, more = {}) {
  const { endpoint, arrived } = await listen(respond);
  return { answer: await fleetAt(endpoint, more).submit('beijing', 'flush', ['a']), arrived };
}

describe('an action whose answer does not come', () => {
  test('in time may have been carried out', async () => {
    const { answer, arrived } = await flushed(() => {}, soon);
    expect(answer).toMatchObject({ kind: 'refused', failure: { kind: 'ambiguous', code: 'TIMEOUT' } });
    expect(arrived).toHaveLength(1);
  });

  test('whole in time may have been carried out', async () => {
    const { answer } = await flushed((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"results":');
    }, soon);
    expect(answer).toMatchObject({ failure: { kind: 'ambiguous', code: 'TIMEOUT' } });
  });

  test('because the connection was reset may have been carried out', async () => {
    const { answer, arrived } = await flushed((_, response) => response.socket?.resetAndDestroy());
    expect(answer).toMatchObject({ failure: { kind: 'ambiguous', code: 'CLOSED' } });
    expect(arrived).toHaveLength(1);
  });

  test('whole because the connection was closed may have been carried out', async () => {
    const { answer } = await flushed((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '60' });
      response.write('{"results":[]}', () => response.socket?.end());
    });
    expect(answer).toMatchObject({ failure: { kind: 'ambiguous', code: 'CLOSED' } });
  });

  test('because nobody listens was not sent', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const answer = await fleetAt(`http://127.0.0.1:${port}`).submit('beijing', 'flush', ['a']);
    expect(answer).toMatchObject({ failure: { kind: 'unsent', code: 'ECONNREFUSED' } });
  });

  test('because the other side does not speak TLS was not sent', async () => {
    const { endpoint, arrived } = await listen(json(200, {}));
    const answer = await fleetAt(endpoint.replace('http:', 'https:')).submit('beijing', 'flush', ['a']);
    expect(answer).toMatchObject({ failure: { kind: 'unsent' } });
    expect(arrived).toHaveLength(0);
  });
});

test('an action never travels on a connection that was kept, which may be closing', async () => {
  const ports: (number | undefined)[] = [];
  const { endpoint } = await listen((arrived, response, turn) => {
    ports.push(response.socket?.remotePort);
    json(200, { results: [], instances: [] })(arrived, response, turn);
  });
  const fleet = fleetAt(endpoint);
  await fleet.list('beijing');
  await fleet.list('beijing');
  await fleet.submit('beijing', 'restart', ['a']);
  const [first, second, action] = ports;
  expect(second).toBe(first);
  expect(action).not.toBe(first);
});

test('an answer without end is cut off at 64 MiB', async () => {
  const megabyte = Buffer.alloc(1024 * 1024, ' ');
  let written = 0;
  const { endpoint } = await listen((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = () => {
      while (!response.destroyed && response.write(megabyte)) written += 1;
      written += 1;
    };
    response.on('drain', more);
    more();
  });
  await expect(fleetAt(endpoint).list('beijing')).rejects.toMatchObject({
    failure: { kind: 'permanent', code: 'TOO_LARGE' },
  });
  expect(written).toBeLessThan(128);
});

test('calls side by side on one client get their own answers', async () => {
  const held: (() => void)[] = [];
  const { endpoint, arrived } = await listen((request, response, turn) => {
    const id = request.path.split('/').at(-1);
    held.push(() => json(200, { instance_id: id, status: 'RUNNING' })(request, response, turn));
    // The last to ask is the first to be answered.
    if (held.length === 20) for (const answer of held.reverse()) answer();
  });
  const fleet = fleetAt(endpoint);
  const ids = Array.from({ length: 20 }, (_, index) => `i-${index}`);
  const shown = await Promise.all(ids.map((id) => fleet.show('beijing', id)));
  expect(shown.map((one) => ('id' in one ? one.id : one))).toEqual(ids);
  expect(new Set(arrived.map(({ headers }) => headers.authorization)).size).toBe(20);
});
