import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { concealCredentials } from '../../../functions/maintenance/huawei/credentials.ts';
import { publishWith } from '../../../functions/maintenance/huawei/smn/smn-client.ts';
import { createChannel } from '../../../functions/maintenance/notify/create-channel.ts';
import { openChannels } from '../../../functions/maintenance/runtime/channels.ts';
import { createLog } from '../../../functions/maintenance/runtime/log.ts';
import { realClock } from '../../../functions/maintenance/runtime/real-clock.ts';
import { channelSettings } from '../../../functions/maintenance/schedule/channels/channel-settings.ts';
import { type Answer, startReceiver, status } from './receiver.ts';
import { channelParts, finished } from './sample-notice.ts';
import { tlsIdentity } from './tls-identity.ts';

const kinds = [
  ...['feishu', 'lark', 'wecom', 'dingtalk', 'slack', 'teams', 'discord', 'google-chat', 'webhook'],
  ...['healthchecks', 'smn'],
];
const credentials = concealCredentials({ accessKey: 'AK', secretKey: 'SK' });

/** Pours an answer that has no end, and counts what was taken. */
function endless(poured: { bytes: number }): Answer {
  return (response) => {
    response.writeHead(200);
    const pour = () => {
      while (!response.destroyed && response.write('x'.repeat(10_000))) poured.bytes += 10_000;
    };
    response.on('drain', pour);
    pour();
  };
}

describe.each(kinds)('a channel of %s', (kind) => {
  const settingsAt = (url: string) => {
    const place = { topicUrn: 'urn:smn:cn-north-4:p:nightly', endpoint: url };
    return channelSettings.parse(
      kind === 'smn' ? { kind, ...place } : { kind, url: `${url}/room`, allowLoopback: true },
    );
  };

  async function tell(url: string) {
    const settings = settingsAt(url);
    const place = { topicUrn: 'urn:smn:cn-north-4:p:nightly', endpoint: url };
    const openTopic = async () =>
      publishWith(credentials, { region: 'cn-north-4', projectId: 'p', ...place }, realClock);
    const channel = await createChannel({ ...channelParts(''), settings, clock: realClock, openTopic });
    return channel.tell(finished, Date.now() + 5_000);
  }

  test('is known to hear of begins, or not to, before it is opened', async () => {
    const settings = settingsAt('http://127.0.0.1:9');
    const log = createLog('r-1', { now: realClock.now, print: () => {} });
    const [known] = openChannels(
      ['one'],
      { one: settings },
      { credentials: () => undefined, log },
      realClock,
    );
    const opened = await createChannel({ ...channelParts(''), settings, clock: realClock });
    expect(known?.begin === undefined).toBe(opened.begin === undefined);
  });

  test.each([301, 302, 303, 307, 308])('does not follow a redirect with %i', async (code) => {
    await using inner = await startReceiver(status(200, {}, 'ok'));
    await using receiver = await startReceiver(status(code, { location: `${inner.url}/metadata` }));
    expect(await tell(receiver.url)).toMatchObject({ status: 'failed', attempts: 1 });
    expect(receiver.received).toHaveLength(1);
    expect(inner.received).toEqual([]);
  });

  test('reads no more than 64 KiB of an answer', async () => {
    const poured = { bytes: 0 };
    await using receiver = await startReceiver(endless(poured));
    await tell(receiver.url);
    // What lies in the buffers of two sockets comes on top, for each of three tries.
    expect(poured.bytes).toBeLessThan(30 * 1024 * 1024);
    expect(receiver.received.length).toBeLessThanOrEqual(3);
  });

  describe('at a receiver that nobody vouches for', () => {
    afterEach(() => {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    });

    test.each(['', '0'])('tells nothing, whatever NODE_TLS_REJECT_UNAUTHORIZED is: %j', async (reject) => {
      if (reject) process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = reject;
      const asked: unknown[] = [];
      const server = https.createServer(tlsIdentity, (request, response) => {
        asked.push(request.url);
        response.end('ok');
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const delivery = await tell(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
      server.close();
      expect(delivery.status).toBe('failed');
      expect(asked).toEqual([]);
    });
  });
});
