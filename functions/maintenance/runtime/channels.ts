import type { Clock } from '../foundation/clock.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { Log } from '../invocation/log.ts';
import type { Channel } from '../notify/channel.ts';
import type { ChannelSettings } from '../schedule/channels/channel-settings.ts';

/** What channels need of the invocation that opens them. */
export type ChannelSurroundings = {
  readonly clock: Clock;
  readonly log: Log;
  /** Asked for credentials only when a channel has something to publish with them. */
  readonly invocation: Invocation;
};

/** The channels of the given names; the senders are loaded only now, as an idle tick tells nobody. */
export async function openChannels(
  names: readonly string[],
  settings: Readonly<Record<string, ChannelSettings>>,
  surroundings: ChannelSurroundings,
): Promise<readonly Channel[]> {
  if (names.length === 0) return [];
  const { clock, log } = surroundings;
  const { createChannel } = await import('../notify/create-channel.ts');
  const known = [...new Set(names)].flatMap((name) => {
    const own = settings[name];
    return own ? [{ name, settings: own }] : [];
  });
  return Promise.all(
    known.map((each) =>
      createChannel({
        ...each,
        clock,
        random: Math.random,
        redact: log.redact,
        openTopic: async (topic) => {
          const { topicPublisher } = await import('./topic-publisher.ts');
          return topicPublisher(topic, surroundings);
        },
        log: (message, fields) => log.write('warn', message, fields),
      }),
    ),
  );
}
