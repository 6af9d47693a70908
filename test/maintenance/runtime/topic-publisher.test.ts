import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openChannels } from '../../../functions/maintenance/runtime/channels.ts';
import { adaptContext } from '../../../functions/maintenance/runtime/function-context.ts';
import { createLog } from '../../../functions/maintenance/runtime/log.ts';
import {
  type ChannelSettings,
  channelSettings,
} from '../../../functions/maintenance/schedule/channels/channel-settings.ts';
import { startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import type { SmnErrorCode } from '../../../functions/minicloud/smn/smn-service.ts';
import { createSmn } from '../../../functions/minicloud/smn/smn-service.ts';
import { createCloudClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { project, projects } from '../../minicloud/dcs/small-dcs.ts';
import { keys } from '../huawei/fleet-under-test.ts';
import { listen, type Respond } from '../huawei/listener.ts';
import { goldenNotices } from '../notify/golden-notices.ts';
import { finished, invocationFailed, now } from '../notify/sample-notice.ts';
import { stillClock } from '../notify/still-clock.ts';

type Changes = { agency?: boolean; settings?: Record<string, unknown> };

/** A channel to a topic, as an invocation opens it, and how often it asked for its credentials. */
async function channelTo(endpoint: string, { agency = true, settings = {} }: Changes = {}) {
  const lines: string[] = [];
  let asked = 0;
  const credential = (value: string) => () => {
    asked += 1;
    return agency ? value : '';
  };
  const context = {
    getSecurityAccessKey: credential(keys.accessKey),
    getSecuritySecretKey: credential(keys.secretKey),
    getSecurityToken: credential(keys.securityToken),
  };
  const clock = stillClock(now);
  const topic: ChannelSettings = channelSettings.parse({
    kind: 'smn',
    topicUrn: `urn:smn:cn-north-4:${project}:nightly`,
    endpoint,
    ...settings,
  });
  const log = createLog('r-1', { now: clock.now, print: (line) => lines.push(line) });
  const handed = { ...adaptContext(context, clock.now), log };
  const [channel = expect.unreachable()] = openChannels(['ops'], { ops: topic }, handed, clock);
  return { tell: () => channel.tell(finished, now + 60_000), channel, clock, lines, asked: () => asked };
}

/** A cloud that knows our keys, with one topic. The client signs with this machine's time. */
async function cloudWithTopic() {
  const clock = createCloudClock({ scale: 1, startAt: Date.now() });
  const cloud = await startCloud({ clock, projects, instances: [], ...keys });
  onTestFinished(() => cloud.close());
  const smn = createSmn(cloud);
  return { cloud, smn, urn: smn.createTopic('cn-north-4', 'nightly') };
}

describe('a channel to a topic', () => {
  test.each(Object.entries(goldenNotices))('publishes when a run ends with %s', async (_, notice) => {
    const { cloud, smn, urn } = await cloudWithTopic();
    const { channel } = await channelTo(cloud.endpoint, { settings: { language: 'zh' } });
    expect(await channel.tell(notice, now + 60_000)).toMatchObject({
      status: 'delivered',
      attempts: 1,
      reason: `taken in by SMN as ${smn.messages[0]?.messageId}`,
    });
    expect(smn.messages).toMatchObject([
      {
        topicUrn: urn,
        texts: { default: expect.any(String), email: expect.any(String) },
        timeToLiveSeconds: 86_400,
      },
    ]);
  });

  test('asks for credentials when it has something to say, and not before', async () => {
    const { cloud } = await cloudWithTopic();
    const quiet = await channelTo(cloud.endpoint, { settings: { when: 'recovery' } });
    expect(await quiet.channel.tell(goldenNotices.succeeded, now + 60_000)).toMatchObject({
      status: 'not-wanted',
    });
    expect(quiet.asked()).toBe(0);
    await quiet.tell();
    expect(quiet.asked()).toBeGreaterThan(0);
  });

  test('says what an agency is for where there is none', async () => {
    const { cloud, smn } = await cloudWithTopic();
    const { tell } = await channelTo(cloud.endpoint, { agency: false });
    expect(await tell()).toMatchObject({
      status: 'not-tried',
      attempts: 0,
      reason: expect.stringContaining('it needs an agency'),
    });
    expect(smn.messages).toEqual([]);
  });

  test('is unusable with a URN that is none', async () => {
    const { cloud } = await cloudWithTopic();
    const { tell } = await channelTo(cloud.endpoint, {
      settings: { topicUrn: 'urn:smn:cn-north-4:nightly' },
    });
    expect(await tell()).toMatchObject({
      status: 'not-tried',
      reason: "the topic's URN cannot be read - expected urn:smn:REGION:PROJECT-ID:TOPIC",
    });
  });

  test('says which permission is missing', async () => {
    const { cloud, smn } = await cloudWithTopic();
    smn.deniedActions = ['smn:topic:publish'];
    const { tell } = await channelTo(cloud.endpoint);
    expect(await tell()).toMatchObject({
      status: 'failed',
      attempts: 1,
      reason: expect.stringContaining('smn:topic:publish'),
    });
  });

  test('says when there is no such topic', async () => {
    const { cloud } = await cloudWithTopic();
    const topicUrn = `urn:smn:cn-north-4:${project}:weekly`;
    const { tell } = await channelTo(cloud.endpoint, { settings: { topicUrn } });
    expect(await tell()).toMatchObject({ status: 'failed', reason: 'SMN.0006: there is no such topic' });
  });

  test.each<SmnErrorCode>(['SMN.0008', 'SMN.0009', 'SMN.0021', 'SMN.0047'])(
    'publishes one short text when SMN takes offence with %s',
    async (code) => {
      const { cloud, smn } = await cloudWithTopic();
      smn.script(code);
      const { tell } = await channelTo(cloud.endpoint);
      expect(await tell()).toMatchObject({ status: 'delivered', attempts: 2, degraded: true });
      expect(smn.messages).toMatchObject([{ subject: undefined, texts: { default: expect.any(String) } }]);
      expect(Object.keys(smn.messages[0]?.texts ?? {})).toEqual(['default']);
    },
  );

  test('waits for as long as the gateway counts, and tries again', async () => {
    const { cloud, smn } = await cloudWithTopic();
    smn.script('throttled', 'SMN.0018');
    const { tell, clock } = await channelTo(cloud.endpoint);
    expect(await tell()).toMatchObject({ status: 'delivered', attempts: 3 });
    expect(clock.waits).toEqual([1_000, expect.any(Number)]);
  });

  test('does not know whether a message was taken in whose answer is lost', async () => {
    const { cloud, smn } = await cloudWithTopic();
    cloud.interceptor = () => 'drop-after';
    const { tell } = await channelTo(cloud.endpoint);
    expect(await tell()).toMatchObject({ status: 'unconfirmed', attempts: 3 });
    expect(smn.messages.length).toBeGreaterThan(0);
  });

  test('knows that nothing was sent where nobody listens', async () => {
    const { cloud } = await cloudWithTopic();
    await cloud.close();
    const { tell } = await channelTo(cloud.endpoint);
    expect(await tell()).toMatchObject({
      status: 'failed',
      attempts: 3,
      reason: 'no answer from the receiver: it refused the connection',
    });
  });

  test('gives up on a gateway that says nothing', async () => {
    const { endpoint } = await listen(() => {});
    const { channel } = await channelTo(endpoint);
    expect(await channel.tell(invocationFailed, now + 300)).toMatchObject({ status: 'unconfirmed' });
  });

  test('takes a page in place of an answer for no delivery', async () => {
    const page: Respond = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>');
    };
    const { endpoint } = await listen(page);
    const { tell } = await channelTo(endpoint);
    expect(await tell()).toMatchObject({
      status: 'unconfirmed',
      attempts: 1,
      reason: 'HTTP 200, but not an answer of SMN',
    });
  });

  test('shows its keys nowhere, though they are echoed', async () => {
    const echo: Respond = (request, response) => {
      const all = `${JSON.stringify(request.headers)} ${keys.secretKey} ${keys.securityToken}`;
      response.writeHead(403).end(JSON.stringify({ request_id: all, code: 'SMN.0001', message: all }));
    };
    const { endpoint } = await listen(echo);
    const { tell, lines, channel } = await channelTo(endpoint);
    const delivery = await tell();
    expect(lines.length).toBeGreaterThan(0);
    expect(inspect({ delivery, lines, channel }, { depth: null, showHidden: true })).not.toMatch(/canary/i);
  });
});
