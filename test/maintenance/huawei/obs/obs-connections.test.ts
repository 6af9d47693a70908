import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { concealCredentials } from '../../../../functions/maintenance/huawei/credentials.ts';
import { createObsClient } from '../../../../functions/maintenance/huawei/obs/obs-client.ts';

test('every request has a connection of its own, also where the other side would keep one', async () => {
  let connections = 0;
  const wanted: (string | undefined)[] = [];
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    wanted.push(request.headers.connection);
    response.setHeader('x-obs-next-append-position', '1');
    request.resume().on('end', () => response.end('x'));
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const client = createObsClient({
    endpoint: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    bucket: 'journal',
    credentials: concealCredentials({ accessKey: 'ACCESSKEY0001', secretKey: 'secret-key-0001' }),
    timeoutMs: 10_000,
  });
  await client.get('a');
  await client.append('a', 0, Buffer.from('x'));
  await client.get('a');
  await client.append('a', 1, Buffer.from('x'));
  expect(connections).toBe(4);
  expect(wanted).toEqual(['close', 'close', 'close', 'close']);
});
