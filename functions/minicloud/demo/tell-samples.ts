import type { Clock } from '../../maintenance/foundation/clock.ts';
import { isoInZone } from '../../maintenance/foundation/time/iso-in-zone.ts';
import { concealCredentials } from '../../maintenance/huawei/credentials.ts';
import { SigningClient } from '../../maintenance/huawei/signing-client.ts';
import { SmnClient } from '../../maintenance/huawei/smn/smn-client.ts';
import type { OpenTopic } from '../../maintenance/notify/channel.ts';
import { createChannel } from '../../maintenance/notify/create-channel.ts';
import {
  type ChannelSettings,
  channelSettings,
} from '../../maintenance/schedule/channels/channel-settings.ts';
import { type SampleKind, sampleNotice } from '../../nightshift/commands/sample-notice.ts';
import type { Cloud } from '../gateway/cloud.ts';
import { feishuAnswers } from '../inbox/chats/feishu.ts';
import type { DemoCloud } from './demo-cloud.ts';

const chinaMs = 28_800_000;
/** In real time, and only against what never ends: nothing here is far away, but the machine may be busy. */
const mostMs = 600_000;

/**
 * Tells a sample to every kind of channel, as the function would, and gives how it went: the only part of the local
 * cloud that knows our senders. Lark refuses the card once, which makes the channel send a text.
 */
export async function tellSamples(
  { cloud, clock, inbox, rooms, topicUrn }: DemoCloud,
  kind: SampleKind,
): Promise<readonly string[]> {
  inbox.script({ kind: 'answer', answer: feishuAnswers.cardRefused }, { path: '/lark' });
  const ours: Clock = { now: () => clock.now(), wait: (ms) => clock.wait(ms) };
  const notice = sampleNotice(kind, { now: clock.now(), iso: (instant) => isoInZone(instant, chinaMs) });
  const deadline = clock.now() + mostMs * (Number.isFinite(clock.scale) ? clock.scale : 1);

  const tell = async (settings: ChannelSettings) => {
    const channel = await createChannel({
      name: settings.kind,
      settings,
      clock: ours,
      random: () => 0.5,
      redact: (text) => text,
      openTopic: openSampleTopic(cloud),
    });
    const began = await channel.begin?.(notice.id, deadline);
    const told = await channel.tell(notice, deadline);
    return [began, told].flatMap((delivery) =>
      delivery === undefined || delivery.status === 'delivered'
        ? []
        : [`${delivery.channel}: ${delivery.reason}`],
    );
  };

  const topic = channelSettings.parse({ kind: 'smn', topicUrn, endpoint: cloud.endpoint });
  const channels = rooms
    .filter(({ path }) => path !== '/ops' && path !== '/audit')
    .map(({ kind: of, url, settings }) =>
      channelSettings.parse({ kind: of, url, allowLoopback: true, ...settings }),
    );
  return (await Promise.all([...channels, topic].map(tell))).flat();
}

/** Finds the way to a topic of this cloud, with its own keys and in its own time, which sdk-core does not know of. */
function openSampleTopic({ accessKey, secretKey, securityToken, endpoint, clock }: Cloud): OpenTopic {
  const credentials = concealCredentials({ accessKey, secretKey, securityToken });
  return async ({ projectId, topicUrn }) =>
    async (message, timeoutMs) => {
      const now = () => clock.now();
      const limits = { readTimeoutMs: timeoutMs, actionTimeoutMs: timeoutMs };
      const signing = new SigningClient({ endpoint, projectId, credentials, ...limits, now });
      const client = new SmnClient({
        exchange: (options) => {
          const headers = { ...options.headers, 'X-Sdk-Date': sdkDate(clock.now()) };
          return signing.exchange({ ...options, headers });
        },
      });
      return client.publishMessage({ topic_urn: topicUrn, body: message });
    };
}

/** `20261206T200500Z`. */
function sdkDate(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}
