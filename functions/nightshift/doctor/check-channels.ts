import type { Diagnostic } from '../../maintenance/document/diagnostic.ts';
import type { SilenceReason } from '../../maintenance/http/silence.ts';
import { publicEndpoint } from '../../maintenance/huawei/public-endpoint.ts';
import type { ChannelSettings } from '../../maintenance/schedule/channels/channel-settings.ts';
import { readTopicUrn } from '../../maintenance/schedule/channels/topic-urn.ts';
import { type CheckResult, ill, notTried, well } from './check-result.ts';
import { reachReceiver } from './reach-receiver.ts';
import { reachService } from './reach-service.ts';

/** A channel with its variables filled in, or what speaks against that. */
export type ChannelToReach = { readonly name: string } & (
  | { readonly settings: ChannelSettings }
  | { readonly missing: readonly string[] }
  | { readonly flaws: readonly Diagnostic[] }
);

const timeoutMs = 10_000;

/** Whether each channel's URL is one that is posted to, and its host can be reached. Nothing is sent. */
export async function checkChannels(
  channels: readonly ChannelToReach[],
  now: () => number,
): Promise<readonly CheckResult[]> {
  if (channels.length === 0)
    return [
      ill('note', 'channels.none', 'the schedule has no channels: the outcome of a run is only in the log', {
        where: 'notify',
        todo: 'add one under notify; nightshift notify sends it a sample',
      }),
    ];
  return (await Promise.all(channels.map((channel) => checkChannel(channel, now)))).flat();
}

async function checkChannel(channel: ChannelToReach, now: () => number): Promise<readonly CheckResult[]> {
  const where = `notify.${channel.name}`;
  if ('missing' in channel)
    return [notTried('channel.held', `missing here: ${channel.missing.join(', ')}`, { where })];
  if ('flaws' in channel)
    return channel.flaws.map(({ code, message, path }) =>
      ill('error', code, message, { where: path, todo: 'correct the URL, where the variable is set' }),
    );
  const { settings } = channel;
  if (settings.kind === 'smn') return [await reachTopic(where, settings, now)];
  const reached = await reachReceiver({
    url: settings.url,
    allowLoopback: settings.allowLoopback,
    timeoutMs,
  });
  const host = new URL(settings.url).host;
  if (reached.kind === 'reached')
    return [
      well(
        'channel',
        `${settings.kind} at ${host} was reached (${reached.tookMs} ms); nothing was sent`,
        where,
      ),
    ];
  return [
    ill(
      'error',
      'channel.unreachable',
      `${settings.kind} at ${host} was not reached: ${words[reached.reason]}`,
      {
        where,
        todo: 'check the host in the URL, firewalls and proxies; the function has its own network path',
      },
    ),
  ];
}

async function reachTopic(
  where: string,
  { topicUrn, endpoint }: Extract<ChannelSettings, { kind: 'smn' }>,
  now: () => number,
): Promise<CheckResult> {
  const url = endpoint ?? publicEndpoint('smn', readTopicUrn(topicUrn)?.region ?? '');
  const answer = await reachService(url, now);
  if (answer.kind === 'answered')
    return well('channel', `smn at ${new URL(url).host} was reached; nothing was sent`, where);
  return ill('error', 'channel.unreachable', `smn was not reached: ${answer.message}`, {
    where,
    todo: 'look at the region in the URN of the topic, and at the endpoint',
  });
}

const words: Readonly<Record<SilenceReason, string>> = {
  blocked: 'its host name resolves to an address that is not public',
  dns: 'its host name does not resolve',
  refused: 'nothing listens there',
  unreachable: 'it cannot be reached from here',
  tls: 'its certificate or its TLS is not accepted',
  reset: 'it closed the connection',
  timeout: `no connection within ${timeoutMs / 1_000} s`,
  'bad-reply': 'it does not speak HTTP',
  aborted: 'it was given up',
  unsendable: 'its URL is not one that can be connected to',
  network: 'the network failed',
};
