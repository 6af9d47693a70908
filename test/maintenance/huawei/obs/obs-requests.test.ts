import dns from 'node:dns';
import { createServer } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { concealCredentials } from '../../../../functions/maintenance/huawei/credentials.ts';
import { createObsClient, type ObsClient } from '../../../../functions/maintenance/huawei/obs/obs-client.ts';
import { officialObsClient } from './official-obs-client.ts';

/** 23 November 2026, 03:30 in Shanghai. */
const startAt = Date.UTC(2026, 10, 22, 19, 30);

beforeEach(() => {
  // Both clients date their requests by the clock of the machine.
  vi.useFakeTimers({ toFake: ['Date'], now: startAt });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Leads any name to this machine, so that requests for real ones arrive here. */
const toLoopback: LookupFunction = (_, { all }, done) =>
  all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4);

type Wire = { readonly line: string; readonly headers: Record<string, string>; readonly body: Buffer };

/** A listener that keeps what arrives and answers what is no answer of OBS's. */
async function listener() {
  const arrived: Wire[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const headers: Record<string, string> = {};
    for (let at = 0; at < request.rawHeaders.length; at += 2) {
      const name = (request.rawHeaders[at] ?? '').toLowerCase();
      if (name in headers) throw new Error(`${name} came twice`);
      headers[name] = request.rawHeaders[at + 1] ?? '';
    }
    arrived.push({ line: `${request.method} ${request.url}`, headers, body: Buffer.concat(chunks) });
    response.writeHead(500).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { arrived, port: (server.address() as AddressInfo).port };
}

/** Two clients of one bucket at one place; `same` sends a call through both and expects one request, twice. */
async function clients(host: string, keys: { readonly accessKey: string; readonly securityToken?: string }) {
  const { arrived, port } = await listener();
  vi.spyOn(dns, 'lookup').mockImplementation(toLoopback as typeof dns.lookup);
  const settings = {
    endpoint: new URL(`http://${host}:${port}`),
    bucket: 'night.journal-1',
    credentials: concealCredentials({ secretKey: 'secret/key+of==nothing', ...keys }),
    timeoutMs: 10_000,
  };
  const ours = createObsClient(settings);
  const theirs = await officialObsClient(settings);
  return async (call: (client: ObsClient | typeof theirs) => Promise<unknown>) => {
    const from = arrived.length;
    await expect(call(ours)).rejects.toMatchObject({ code: 'HTTP.500' });
    await call(theirs);
    const [own, official, ...more] = arrived.slice(from);
    if (!own || !official || more.length > 0) throw new Error(`${arrived.length - from} requests arrived`);
    const { 'accept-encoding': encoding, host: named = '', ...headers } = own.headers;
    // What ours adds: no answer may unpack to more than is read; and a port that is not the usual one.
    expect(encoding).toBe('identity');
    expect({ ...own, headers: { ...headers, host: named.replace(`:${port}`, '') } }).toEqual(official);
    return own;
  };
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe.each([
  ['a name of a host', 'obs.cn-north-4.myhuaweicloud.com', 'OBS ', 'x-obs-security-token'],
  ['an IP address', '127.0.0.1', 'AWS ', 'x-amz-security-token'],
])('a request to %s is the one that Huawei’s client sends', (_, host, scheme, tokenHeader) => {
  test.each(['token/of+an==agency', undefined])(
    'for each verb, with the security token %s',
    async (securityToken) => {
      const same = await clients(host, { accessKey: 'AK1', ...(securityToken && { securityToken }) });
      const all = [
        await same((client) => client.append('runs/a%40b~=.jsonl', 12, bytesOf('{"a":1}\n'))),
        await same((client) => client.append('runs/empty', 0, new Uint8Array())),
        await same((client) => client.append('runs/bytes', 0, Uint8Array.of(0, 255, 128, 10))),
        await same((client) => client.get('runs/a%40b~=.jsonl')),
        await same((client) => client.getFrom('runs/a%40b~=.jsonl', 812)),
        await same((client) => client.list({ prefix: '', marker: undefined, maxKeys: 1000 })),
        await same((client) => client.list({ prefix: 'open/', marker: 'open/run/a%40', maxKeys: 1 })),
        await same((client) => client.remove(['runs/a', 'runs/%E5%8C%97&"\''])),
      ];
      for (const { headers } of all) {
        expect(headers['authorization']).toMatch(new RegExp(`^${scheme}AK1:[A-Za-z0-9+/]{27}=$`));
        expect(headers[tokenHeader]).toBe(securityToken);
        expect(headers['date']).toBe('Sun, 22 Nov 2026 19:30:00 GMT');
      }
    },
  );

  /** As OBS takes keys: no lone surrogates; and as URLs keep them: no part that is `.` or `..`. */
  const key = fc
    .string({
      unit: fc.constantFrom(...'aZ09-_.~/%=&+?#@:;,$!\'()*"\\|^`{}[] \t\n', 'é', '夜', '🌙'),
      minLength: 1,
      maxLength: 24,
    })
    .filter((text) => !/(^|\/)\.{0,2}(\/|$)/.test(text));
  const calls = fc.record({
    key,
    keys: fc.array(key, { minLength: 1, maxLength: 5 }),
    position: fc.nat(2 ** 40),
    bytes: fc.uint8Array({ maxLength: 40 }),
    prefix: fc.oneof(fc.constant(''), key),
    marker: fc.option(key, { nil: undefined }),
    maxKeys: fc.integer({ min: 1, max: 1000 }),
  });

  test('for any keys, prefixes, markers and bytes', async () => {
    const same = await clients(host, { accessKey: 'AK1', securityToken: 'token/of+an==agency' });
    await fc.assert(
      fc.asyncProperty(calls, async ({ key, keys, position, bytes, prefix, marker, maxKeys }) => {
        await same((client) => client.append(key, position, bytes));
        await same((client) => client.get(key));
        await same((client) => client.list({ prefix, marker, maxKeys }));
        await same((client) => client.remove(keys));
      }),
      { seed: 20_261_123, numRuns: 25 },
    );
  });
});
