import * as https from 'node:https';
import { type AddressInfo, createServer, isIP, type LookupFunction } from 'node:net';
import { describe, expect, test } from 'vitest';
import { reachReceiver } from '../../../functions/nightshift/doctor/reach-receiver.ts';
import { startReceiver, status } from '../../maintenance/notify/receiver.ts';
import { tlsIdentity } from '../../maintenance/notify/tls-identity.ts';

const here = { allowLoopback: true, timeoutMs: 10_000 };

describe('a receiver', () => {
  test('is reached without being told anything', async () => {
    await using receiver = await startReceiver(status(200));
    expect(await reachReceiver({ ...here, url: `${receiver.url}/hook` })).toMatchObject({ kind: 'reached' });
    expect(receiver.received).toEqual([]);
  });

  test('where nobody listens is not reached', async () => {
    expect(await reachReceiver({ ...here, url: 'http://127.0.0.1:1/hook' })).toEqual({
      kind: 'unreached',
      reason: 'refused',
    });
  });

  test('with a certificate that nobody vouches for is not reached', async () => {
    const server = https.createServer(tlsIdentity).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await reachReceiver({ ...here, url: `https://127.0.0.1:${port}/` })).toEqual({
      kind: 'unreached',
      reason: 'tls',
    });
    server.close();
  });

  test('that never shakes hands is waited for no longer than it is said', async () => {
    const mute = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await new Promise((resolve) => mute.once('listening', resolve));
    const { port } = mute.address() as AddressInfo;
    const reached = await reachReceiver({ ...here, url: `https://127.0.0.1:${port}/`, timeoutMs: 100 });
    expect(reached).toEqual({ kind: 'unreached', reason: 'timeout' });
    mute.close();
  });

  test.each(['169.254.169.254', '10.0.0.1', '127.0.0.1', '::1'])(
    'whose name leads to %s is connected to by nobody',
    async (address) => {
      const lookup: LookupFunction = (_name, _options, callback) =>
        callback(null, [{ address, family: isIP(address) }]);
      const asked = { url: 'https://hooks.example.com/x', allowLoopback: false, timeoutMs: 10_000, lookup };
      expect(await reachReceiver(asked)).toEqual({ kind: 'unreached', reason: 'blocked' });
    },
  );
});
